package raft

import "testing"

// A file of the harness: it is left out.
func harness(t *testing.T) { t.Helper() }
