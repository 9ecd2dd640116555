// Package rafttest builds logs and states for the tests of package raft and of the packages below it.
//
// # Never
//
// It holds no rule and no assertion. Only tests import it.
package rafttest
