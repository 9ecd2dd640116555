package persist

import "raftlab/raft"

// WhatToSave is called after each step of the server, before
// any message of that step leaves. It gives the record that the
// disk must have by then (Figure 2, State; §5.1). The record is
// appended to the disk, which never changes earlier records.
//
// What you need:
//
//	s.CurrentTerm, s.VotedFor, s.Log
//	    what the server knows now
//	last.CurrentTerm, last.VotedFor
//	    what the disk has, from the record before this one
//	changed        the lowest index of the log that this step
//	               changed: appended, replaced or removed; 0 if
//	               the log is unchanged
//	s.Log.From(i)  the entries from index i on; none where the
//	               log ends before i
//
// A raft.Save has CurrentTerm, VotedFor, From and Entries:
// Entries take the place of all that the disk has from index
// From on. With From 0, the log on the disk stays as it is.
//
// Needed is false when there is nothing to save. A server that
// saves at every step is right, and slow.
func WhatToSave(
	s *raft.State, last raft.Save, changed raft.Index,
) (record raft.Save, needed bool) {
	panic(raft.TODO) // your turn
}

// Restore is called when the server starts, with the state of
// the disk. Saved has the CurrentTerm, VotedFor and Log that
// all records together give. The State s is new: all of it is
// zero but ID and Servers.
//
//	raft.LogOf(entries...)  is a log of these entries
func Restore(s *raft.State, saved raft.Saved) {
	panic(raft.TODO) // your turn
}
