// Package bring makes a program that the lab can run from a whole Raft server which somebody wrote for a course, with
// goroutines, locks and timers, and reports what the lab saw of it.
//
//	folder, err := bring.Open("my-course")      // a package, a module, or the whole tree of a course
//	whole, err := folder.Read()                 // which shape it is, and what has to be replaced
//	guest, err := whole.Compile(ctx, root)      // a WebAssembly program, by Go's own compiler
//
// # The shapes
//
// A shape (shapes.go) is the way in which a course lets a server be made and called. It is a row of a table: what Make
// wants, which packages of the course are replaced by ours, and how a message of its apply channel is read. Ours have
// the course's names and the types of wasm/whole: they are a few lines each (shims.go), and nothing of a course is
// in them. A new shape is a new row.
//
// # What a person gets to know
//
// Everything that was replaced or left out is a Note. What stands in the way is a Complaint: a file, a line, what was
// expected, and what to do. The compiler's own messages become complaints about the person's files and lines.
//
// # Never
//
// Nothing in the folder is run on this machine, and nothing in it is changed. Only files of Go and go.mod are read, and
// only within bounds; no link leads out of the folder. A text of a stranger is not printed before it was made plain.
package bring
