// Package whole judges a whole server: somebody's program, compiled as the guest of package raftlab/wasm/whole/seat. It
// plays the situations that every whole server should survive, and then random schedules; a failure is made small.
//
//	Judge   the verdict on a program (judge.go)
//	Play    one scenario with a program (play.go)
//	Report  the verdict, in order (report.go)
//
// # Never
//
// It compiles nothing, and reads no file: a program is bytes. No verdict depends on time, or on how many jobs judge.
package whole
