// Package timeout judges ElectionTimeout and ResetsElectionTimer. A rule that draws has no single right answer, so
// the judge supplies the draws. Then it is certain, not just likely, which waits are possible.
//
// # Never
//
// It does not judge how evenly the waits are spread: no paper requires it. It gives no safety finding, because
// safety does not depend on time (§5.6).
package timeout
