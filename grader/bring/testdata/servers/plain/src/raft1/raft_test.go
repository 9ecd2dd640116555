package raft

import "testing"

func TestNothing(t *testing.T) { harness(t) }
