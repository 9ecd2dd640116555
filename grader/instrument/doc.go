// Package instrument rewrites a learner's file so that it reports to grader/visit which lines it visits. It
// refuses what a learner's file must not do.
//
//	for s.Log.LastIndex() > 0 {                 stays on its line, and becomes
//	visit.Line(12);/*line :12:2*/for ... {
//
// Each statement gets a call before it, and each function that calls or loops gets a bracket. Every way to run
// for ever (a loop, a goto, a call) passes a statement or a bracket. A file that could wait instead (for a
// channel, for another goroutine) is refused. So no endless rule escapes.
//
// Only a host can end a long call of the library, which visits no line: a line that copies megabytes, five
// million times; a bytes.Buffer that reads from itself. Only a host's memory or stack ends an append that
// doubles, or fmt of a slice that holds itself. Sorting ends for any order, and a sequence is the learner's own
// function, or ends.
//
// A file that nests too deeply is refused before it is parsed (depth.go): a parser, and all that walk over its tree,
// call themselves for each level, and a browser's stack ends early.
//
// The edits are insertions of text within lines. So line numbers, comments and formatting do not change. The
// /*line*/ comments restore the columns: the compiler's messages and a panic's stack name the same places for
// the rewritten file as for the learner's own.
//
// # Never
//
// It does not compile, run or judge anything, and reads no file. Except for the panics of grader/visit, it does
// not change what a program does. It is not a sandbox: whoever runs a learner's program must also limit it.
package instrument
