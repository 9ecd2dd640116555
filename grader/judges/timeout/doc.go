// Package timeout judges ElectionTimeout and ResetsElectionTimer. A rule that draws has no one right answer, so it is
// given the draws: then it is certain which waits can come, and not just likely.
//
// # Never
//
// It does not ask how evenly the waits are spread: no paper does. Nothing here is a safety finding, since safety does
// not depend on time (§5.6).
package timeout
