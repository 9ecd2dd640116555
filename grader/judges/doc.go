// Package judges lists all exercises, in the order in which they are solved. It is the only list: the command, the
// page, the toolchain and the submissions take the exercises from here.
//
// Each package below is one exercise, but for judgetest and correct, which tests share. A new one is such a package and
// a line here, and besides: its rule (raft), its folder under exercises, its mutants (grader/mutants) and its
// submissions (grader/submissions). A test searches the repository for an exercise's id in any other place.
//
// # Never
//
// No exercise is described here, and none is judged by its place in the list. No guest of a learner links this
// package: it would carry the judges of all exercises.
package judges
