// Command engine is the engine that the page begins with: package bus with Raft alone, since most visitors play nothing
// else. A request for another protocol fails with Lacks, and the page asks the engine of package all.
//
// # Never
//
// It chooses the protocol, and holds nothing else.
package main
