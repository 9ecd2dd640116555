// Package oracle judges a run of Raft by the five properties of Figure 3, and as slowly as it takes: it keeps every log
// that a server ever had, every leader that there ever was, and every entry that was ever counted as committed or was
// applied, and compares each new one with all of them, entry by entry.
//
//	o := oracle.New(servers)
//	broken, err := o.Observe(id, view) // after each step
//
// The lab's own checks (package raftcluster) are fast: hashes, and one known past for each index. This package has none
// of their code and none of their ideas, so that a mistake in one of the two shows.
//
// # Never
//
// No run is judged by it but in tests. It explains nothing.
package oracle
