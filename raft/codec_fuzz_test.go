package raft

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"raftlab/raft/wire"
)

// wireErrors are the errors that a decoder may wrap.
var wireErrors = []error{wire.ErrShort, wire.ErrVarint, wire.ErrExcess, wire.ErrVersion, wire.ErrValue}

func requireWireError(t *testing.T, err error) {
	t.Helper()
	for _, want := range wireErrors {
		if errors.Is(err, want) {
			return
		}
	}
	require.Fail(t, "no error of package wire", "%v", err)
}

// FuzzDecodeMessage: there is one way to write a message. Bytes that decode are encoded again byte for byte;
// all others are refused with one of wire's errors.
func FuzzDecodeMessage(f *testing.F) {
	for _, sample := range messageSamples {
		f.Add(AppendMessage(nil, sample.m))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := DecodeMessage(b)
		if err != nil {
			requireWireError(t, err)
			return
		}
		if again := AppendMessage(nil, m); !bytes.Equal(again, b) {
			t.Errorf("AppendMessage(DecodeMessage(%x)) = %x", b, again)
		}
	})
}

// FuzzMessageRoundTrip: every message that the types can hold comes back unchanged.
func FuzzMessageRoundTrip(f *testing.F) {
	f.Add(uint8(1), uint32(1), uint32(2), uint32(1), uint64(3), uint64(300), uint64(2), uint64(0), false, []byte(nil))
	f.Add(uint8(3), uint32(1), uint32(2), uint32(1), uint64(3), uint64(4), uint64(2), uint64(5), true, []byte("put x"))
	f.Fuzz(func(t *testing.T, kind uint8, from, to, who uint32, term, a, b, c uint64, yes bool, command []byte) {
		id := func(v uint32) NodeID { return NodeID(v % uint32(MaxNodeID+1)) }
		m := Message{From: id(from), To: id(to)}
		switch kind % 4 {
		case 0:
			m.Body = RequestVote{Term: Term(term), CandidateID: id(who), LastLogIndex: Index(a), LastLogTerm: Term(b)}
		case 1:
			m.Body = RequestVoteReply{Term: Term(term), VoteGranted: yes}
		case 2:
			body := AppendEntries{Term: Term(term), LeaderID: id(who), PrevLogIndex: Index(a), PrevLogTerm: Term(b),
				LeaderCommit: Index(c)}
			for i := range command { // entries of all lengths, of both kinds
				body.Entries = append(body.Entries, Entry{Term: Term(a + b), Kind: EntryKind(i % 2),
					Command: command[i:]})
			}
			m.Body = body
		case 3:
			m.Body = AppendEntriesReply{Term: Term(term), Success: yes, MatchIndex: Index(a), ConflictTerm: Term(b),
				ConflictIndex: Index(c)}
		}
		got, err := DecodeMessage(AppendMessage(nil, m))
		if err != nil || !sameMessage(m, got) {
			t.Errorf("DecodeMessage(AppendMessage(%+v)) = %+v, %v", m, got, err)
		}
	})
}

// FuzzDecodeSave is FuzzDecodeMessage for records on disk.
func FuzzDecodeSave(f *testing.F) {
	for _, sample := range saveSamples {
		f.Add(AppendSave(nil, sample.s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := DecodeSave(b)
		if err != nil {
			requireWireError(t, err)
			return
		}
		if again := AppendSave(nil, s); !bytes.Equal(again, b) {
			t.Errorf("AppendSave(DecodeSave(%x)) = %x", b, again)
		}
	})
}

// FuzzSaveRoundTrip: every record that the types can hold comes back unchanged.
func FuzzSaveRoundTrip(f *testing.F) {
	f.Add(uint64(3), uint32(2), uint64(1), []byte("put x"))
	f.Fuzz(func(t *testing.T, term uint64, vote uint32, from uint64, command []byte) {
		s := Save{CurrentTerm: Term(term), VotedFor: NodeID(vote % uint32(MaxNodeID+1)), From: Index(from)}
		for i := range command {
			if from > 0 {
				s.Entries = append(s.Entries, Entry{Term: Term(term), Kind: EntryKind(i % 2), Command: command[i:]})
			}
		}
		got, err := DecodeSave(AppendSave(nil, s))
		if err != nil || !sameSave(s, got) {
			t.Errorf("DecodeSave(AppendSave(%+v)) = %+v, %v", s, got, err)
		}
	})
}
