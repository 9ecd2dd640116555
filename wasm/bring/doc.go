// Command bring is what the page knows of whole servers before they are compiled, a wasip1 reactor: package
// grader/bring, which also decides on a laptop.
//
//	input(size) address   where to write a request of that size
//	call(size) size       answers it, in JSON; gives the size of the reply
//	bound(size) size      the request is a program: the reply is the same with a bound, or nothing
//	output() address      where the reply is
//
// A request begins with a folder's files (talk.go). The reply says what the folder is, and what to call first: the
// compiler, with these files. The next request says how that ended, and so on, until the program is there or there are
// complaints.
//
// # Never
//
// It calls nothing itself, and reads no file. It forgets a folder when the next one comes.
package main
