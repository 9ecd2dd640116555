// Package program writes package main of a learner's guest: the few lines that join the learner's package, the
// exercise and package judge. The page's toolchain compiles them, one file for each exercise of the guest. So does
// raftlab grade, one file for all.
//
// # Never
//
// It compiles nothing and reads no learner's file.
package program
