// Package bring makes a program that the lab can run from a whole Raft server which somebody wrote for a course, with
// goroutines, locks and timers, and reports what the lab saw of it.
//
//	folder, err := bring.Open("my-course")      // a package, a module, or the whole tree of a course
//	whole, err := folder.Read()                 // which shape it is, and what has to be replaced
//	making := whole.Make()                      // the calls of Go's compiler and linker that make a program of it
//
// Package build does these calls on this machine, and the page does them with tools of its own. Package verdict
// judges the program.
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
// It calls no tool, so that it is compiled for the page, too. Nothing in the folder is run, and nothing in it is
// changed. Only files of Go and go.mod are read, and only within bounds; no link leads out of the folder. A text of a
// stranger is not printed before it was made plain.
package bring
