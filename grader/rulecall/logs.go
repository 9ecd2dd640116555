package rulecall

import (
	"bytes"

	"raftlab/raft"
	"raftlab/raft/wire"
)

// logs has the log that was given last, for each server. Most calls come with a log that has not changed since the last
// one: it is not read again, which would be most of the work of a call.
type logs [raft.MaxNodeID + 1]*givenLog

// givenLog is a log that is given to a rule.
type givenLog struct {
	encoded []byte
	// entries are what encoded says. A rule gets its own copy of them, which it could change in place.
	entries, own []raft.Entry
	// base and baseTerm are those of the log in the present call.
	base     raft.Index
	baseTerm raft.Term
}

// take takes the log of a server with that encoding. It is put back when it is known that the rule left its copy alone.
func (l *logs) take(id raft.NodeID, encoded []byte) *givenLog {
	known := l[id]
	l[id] = nil
	if known != nil && bytes.Equal(known.encoded, encoded) {
		return known
	}
	given := &givenLog{encoded: bytes.Clone(encoded)}
	given.entries = raft.ReadEntryList(wire.NewReader(given.encoded))
	given.own = readEntries(wire.NewReader(given.encoded))
	return given
}

// putBack keeps a log for the next call, if the log after this call is still the rule's copy, unchanged.
func (l *logs) putBack(id raft.NodeID, given *givenLog, after []raft.Entry) {
	if len(after) == len(given.own) && (len(after) == 0 || &after[0] == &given.own[0]) {
		l[id] = given
	}
}
