// Package exercises carries the texts of all exercises: their lessons and hints. The code is in the
// folders below, one for each exercise.
//
// # Never
//
// No solution is carried: the files that learners get are listed by name. No grading is here.
package exercises
