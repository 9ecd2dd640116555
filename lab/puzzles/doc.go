// Package puzzles holds the puzzles of the page, `#/break`: a cluster, a budget of faults, and a goal that the lab's
// checks judge. Each is played on two sides. On the open side the goal can be reached: a rule is wrong, a mechanism is
// missing, or a machine does what Raft does not tolerate. On the other side it must be impossible, and that is the
// lesson.
//
// A puzzle is a file of this folder, of lines KEY: VALUE. An indented line continues the line before it.
//
//	title: Two leaders in one term
//	subjects: A4 C1
//	sections: §5.2
//	lesson: a4-one-vote           the lesson about it
//	goal: what the reader must reach, in a sentence
//	open: what is wrong on the open side, in a few words
//	closed: the other side, in a few words
//	hint: a hint; more may follow, each says more
//	won: what happened in the shortest solution, and who should have known better
//	never: why it is impossible on the closed side
//	ask: expect steady            a command that judges, if the goal does not show by itself
//	closed script:                setup lines of that side alone; the other has open script:
//	script:
//	  servers 3
//	  manual
//	  goal election-safety
//	  budget 2 wake
//	  budget any deliver
//	solution:
//	  wake S1
//	  80ms crash S1               at that time, after the beginning of the script, and not before
//	closed try:                   how the solution reads on the closed side, if its commands differ
//	searched: depth 8 terms 2     bounds within which lab/explore finds no shorter solution, and none on the closed
//	                              side
//
// Script is the language of package story, whose verbs budget and goal say what a puzzle is. So the budget is kept by
// whoever plays the text: the page, a replay, and the tests here.
//
// The tests play each solution on both sides, and each solution without one of its commands, which must not reach the
// goal. Where a file names the bounds of a search, they search. Where single messages are held, the tests hold every
// set of messages.
//
// # Never
//
// No clock and no randomness but the scenario's seed. This package makes no HTML, and no guest or engine contains it.
package puzzles
