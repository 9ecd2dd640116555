// Package graded judges a whole server that a student handed in, and reports it like a rule: a class has both.
//
//	Wanted   how to judge, and the report of a file (grade.go); a process of its own judges it (work.go)
//	grading  the situations of the suite, each up to its first failure, and random schedules (play.go)
//
// # Never
//
// A server runs as a guest alone, within its bounds. A failure of this machine is no verdict: it wraps
// gotools.ErrUnable.
package graded
