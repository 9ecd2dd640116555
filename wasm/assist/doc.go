// Command assist is the editor's Go helper, a wasip1 reactor: it formats, completes, explains a name, reads
// the compiler's messages, and makes the lines of a learner's file visible to the lab.
//
//	input(size) address   where to write a request of that size
//	call(size) size       answers it; gives the size of the reply
//	output() address      where the reply is
//
// Requests and replies are JSON; package editor describes them. The export data of the packages that a learner
// may import is read from /pkg/PATH.a, their comments from /pkg/docs.json.
//
// # Never
//
// It never runs the learner's program. It reads those files and no others, and keeps nothing of a request
// except the imported packages.
package main
