// Package raftjudge makes a learner's guest of exercises in the rules of Raft, and of its sessions. An exercise of
// another protocol needs nothing of it: its own package makes a grader.Learner for package judge. So a guest links
// only the protocol of its rules.
//
// # Never
//
// It decides nothing: lab/raftcluster runs the server, and package grader judges.
package raftjudge
