package raft

import "testing"

type config struct{ t *testing.T }
