// Package program writes the main function of a learner's guest: the few lines that join the
// learner's package, the exercise and package judge. The page's toolchain compiles them, and so does
// raftlab grade --sandbox.
//
// # Never
//
// It compiles nothing and reads no learner's file.
package program
