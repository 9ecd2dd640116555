// Package instrument rewrites a learner's file so that it tells grader/visit which lines it visits,
// and refuses what a learner's file must not do.
//
//	for s.Log.LastIndex() > 0 {                 stays on its line, and becomes
//	visit.Line(12);/*line :12:2*/for ... {
//
// Each statement gets a call before it, and each function that calls or loops a bracket. Every way to go
// round in circles (a loop, a goto, a call) passes a statement and a bracket, and a file that could wait
// instead (for a channel, for another goroutine) is refused, so none escapes.
//
// What only a host can end is a long call of the library, which visits no line: a line that copies megabytes,
// five million times; a bytes.Buffer that reads from itself. What only a host's memory or stack ends: an
// append that doubles; fmt of a slice that holds itself. Sorting ends whatever the order says, and a sequence
// is the learner's own function, or ends.
//
// The edits are insertions of text within lines. Line numbers therefore never change, and comments and
// formatting stay as they are. The /*line*/ comments give the columns back: the compiler's messages and a
// panic's stack say the same places for the rewritten file as for the learner's own.
//
// # Never
//
// It does not compile, run or judge anything, reads no file, and does not change what a program does but
// for the panics of grader/visit. It is no sandbox: whoever runs a learner's program must bound it
// besides.
package instrument
