// Package timeout judges ElectionTimeout and ResetsElectionTimer. A rule that draws has no single right answer, so
// the judge supplies the draws, and judges the waits: they are in the range, differ, reach both ends, and come from all
// over it. How a rule draws is its own business: once or often, and again if a number is too large.
//
// # Never
//
// It does not judge how evenly the waits are spread, as long as no tenth of the range has nearly all: no paper requires
// it. No verdict depends on luck: the draws are the same in each grading, and judge.go says why an honest rule never
// fails by them. It gives no safety finding, because safety does not depend on time (§5.6).
package timeout
