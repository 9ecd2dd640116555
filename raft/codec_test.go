package raft

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/raft/wire"
)

var rewrite = flag.Bool("rewrite", false, "rewrite testdata; read the difference before you commit it")

// messageSamples has each kind of message, with numbers of one byte and of more.
var messageSamples = []struct {
	name string
	m    Message
}{
	{"RequestVote", Message{1, 2, RequestVote{Term: 3, CandidateID: 1, LastLogIndex: 300, LastLogTerm: 2}}},
	{"RequestVoteReply granted", Message{2, 1, RequestVoteReply{Term: 3, VoteGranted: true}}},
	{"RequestVoteReply refused", Message{2, 1, RequestVoteReply{Term: 128}}},
	{"AppendEntries heartbeat",
		Message{1, 63, AppendEntries{Term: 3, LeaderID: 1, PrevLogIndex: 5, PrevLogTerm: 2, LeaderCommit: 4}}},
	{"AppendEntries entries", Message{1, 2, AppendEntries{Term: 3, LeaderID: 1,
		Entries: []Entry{{Term: 3, Kind: NoOp}, {Term: 3, Command: []byte("put x")}}}}},
	{"AppendEntriesReply success", Message{2, 1, AppendEntriesReply{Term: 3, Success: true, MatchIndex: 127}}},
	{"AppendEntriesReply conflict",
		Message{2, 1, AppendEntriesReply{Term: 3, ConflictTerm: 2, ConflictIndex: 1 << 40}}},
	{"PreVote", Message{1, 2, PreVote{Term: 3, CandidateID: 1, LastLogIndex: 300, LastLogTerm: 2}}},
	{"PreVoteReply granted", Message{2, 1, PreVoteReply{Term: 3, Granted: true}}},
	{"PreVoteReply refused", Message{2, 1, PreVoteReply{Term: 128}}},
	{"TimeoutNow", Message{1, 2, TimeoutNow{Term: 3, LeaderID: 1}}},
	{"TransferVote",
		Message{1, 2, TransferVote{RequestVote{Term: 3, CandidateID: 1, LastLogIndex: 300, LastLogTerm: 2}}}},
	{"Heartbeat", Message{1, 2, Heartbeat{Term: 3, LeaderID: 1, Round: 300}}},
	{"HeartbeatReply", Message{2, 1, HeartbeatReply{Term: 3, Round: 300}}},
	{"ReadIndex", Message{2, 1, ReadIndex{Term: 3, Request: 7, Lease: true}}},
	{"ReadIndexReply known", Message{1, 2, ReadIndexReply{Term: 3, Request: 7, Known: true, Index: 300}}},
	{"ReadIndexReply", Message{1, 2, ReadIndexReply{Term: 3, Request: 7}}},
	{"InstallSnapshot", Message{1, 2, InstallSnapshot{Term: 3, LeaderID: 1, Offset: 300, Data: []byte("bytes"),
		Meta: SnapshotMeta{LastIndex: 300, LastTerm: 2, Configuration: ConfigurationOf(1, 2)}}}},
	{"InstallSnapshot done", Message{1, 2, InstallSnapshot{Term: 3, LeaderID: 1, Done: true,
		Meta: SnapshotMeta{LastIndex: 1, LastTerm: 1}}}},
	{"InstallSnapshotReply offset", Message{2, 1, InstallSnapshotReply{Term: 3, Offset: 300}}},
	{"InstallSnapshotReply match", Message{2, 1, InstallSnapshotReply{Term: 3, MatchIndex: 300}}},
}

var saveSamples = []struct {
	name string
	s    Save
}{
	{"Save vote", Save{CurrentTerm: 3, VotedFor: 2}},
	{"Save cut", Save{CurrentTerm: 3, From: 7}},
	{"Save entries", Save{CurrentTerm: 300, VotedFor: 63, From: 2,
		Entries: []Entry{{Term: 3, Kind: NoOp}, {Term: 3, Command: []byte("put x")}}}},
	{"Save configuration", Save{CurrentTerm: 3, From: 2, Entries: []Entry{{Term: 3, Kind: ConfigurationChange,
		Command: Configuration{Voters: SetOf(1, 2, 3), Next: SetOf(1, 8), Learners: SetOf(9)}.Encode()}}}},
}

// TestFormatIsTheOneInTestdata keeps the bytes unchanged: hosts compare traces, and the next build reads the
// same disk.
func TestFormatIsTheOneInTestdata(t *testing.T) {
	var got strings.Builder
	for _, sample := range messageSamples {
		got.WriteString(sample.name + ": " + hex.EncodeToString(AppendMessage(nil, sample.m)) + "\n")
	}
	for _, sample := range saveSamples {
		got.WriteString(sample.name + ": " + hex.EncodeToString(AppendSave(nil, sample.s)) + "\n")
	}
	name := filepath.Join("testdata", "format.txt")
	if *rewrite {
		require.NoError(t, os.WriteFile(name, []byte(got.String()), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(want), got.String(), "a changed format needs another codecVersion; then run with -rewrite")
}

// sameMessage wants equal messages. An empty command equals a missing one.
func sameMessage(a, b Message) bool {
	if chunk, ok := a.Body.(InstallSnapshot); ok {
		other, ok := b.Body.(InstallSnapshot)
		same := bytes.Equal(chunk.Data, other.Data)
		chunk.Data, other.Data = nil, nil
		return ok && same && a.From == b.From && a.To == b.To && reflect.DeepEqual(chunk, other)
	}
	x, isEntriesA := a.Body.(AppendEntries)
	y, isEntriesB := b.Body.(AppendEntries)
	if !isEntriesA || !isEntriesB {
		return !isEntriesA && !isEntriesB && a == b
	}
	return a.From == b.From && a.To == b.To && x.Term == y.Term && x.LeaderID == y.LeaderID &&
		x.PrevLogIndex == y.PrevLogIndex && x.PrevLogTerm == y.PrevLogTerm && x.LeaderCommit == y.LeaderCommit &&
		EqualEntries(x.Entries, y.Entries)
}

func sameSave(a, b Save) bool {
	return a.CurrentTerm == b.CurrentTerm && a.VotedFor == b.VotedFor && a.From == b.From &&
		EqualEntries(a.Entries, b.Entries)
}

func drawEntries(t *rapid.T) []Entry {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Entry {
		return Entry{
			Term:    Term(rapid.Uint64().Draw(t, "term")),
			Kind:    rapid.SampledFrom([]EntryKind{Command, NoOp}).Draw(t, "kind"),
			Command: rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "command"),
		}
	}), 0, 100).Draw(t, "entries")
}

func drawID(t *rapid.T, label string) NodeID {
	return NodeID(rapid.Uint32Range(0, uint32(MaxNodeID)).Draw(t, label))
}

func drawRequestVote(t *rapid.T, term Term) RequestVote {
	return RequestVote{Term: term, CandidateID: drawID(t, "candidate"),
		LastLogIndex: Index(rapid.Uint64().Draw(t, "last index")),
		LastLogTerm:  Term(rapid.Uint64().Draw(t, "last term"))}
}

func drawMessage(t *rapid.T) Message {
	number := func(label string) uint64 { return rapid.Uint64().Draw(t, label) }
	m := Message{From: drawID(t, "from"), To: drawID(t, "to")}
	term := Term(number("term"))
	switch rapid.IntRange(1, 14).Draw(t, "kind") {
	case 13:
		m.Body = InstallSnapshot{Term: term, LeaderID: drawID(t, "leader"), Meta: drawMeta(t), Offset: number("offset"),
			Data: rapid.SliceOfN(rapid.Byte(), 0, 9).Draw(t, "data"), Done: rapid.Bool().Draw(t, "done")}
	case 14:
		m.Body = InstallSnapshotReply{Term: term, MatchIndex: Index(number("match")), Offset: number("offset")}
	case 1:
		m.Body = drawRequestVote(t, term)
	case 5:
		m.Body = PreVote(drawRequestVote(t, term))
	case 6:
		m.Body = PreVoteReply{Term: term, Granted: rapid.Bool().Draw(t, "granted")}
	case 7:
		m.Body = TimeoutNow{Term: term, LeaderID: drawID(t, "leader")}
	case 8:
		m.Body = TransferVote{drawRequestVote(t, term)}
	case 9:
		m.Body = Heartbeat{Term: term, LeaderID: drawID(t, "leader"), Round: number("round")}
	case 10:
		m.Body = HeartbeatReply{Term: term, Round: number("round")}
	case 11:
		m.Body = ReadIndex{Term: term, Request: RequestID(number("request")), Lease: rapid.Bool().Draw(t, "lease")}
	case 12:
		m.Body = ReadIndexReply{Term: term, Request: RequestID(number("request")),
			Known: rapid.Bool().Draw(t, "known"), Index: Index(number("index"))}
	case 2:
		m.Body = RequestVoteReply{Term: term, VoteGranted: rapid.Bool().Draw(t, "granted")}
	case 3:
		m.Body = AppendEntries{Term: term, LeaderID: drawID(t, "leader"), PrevLogIndex: Index(number("prev")),
			PrevLogTerm: Term(number("prev term")), LeaderCommit: Index(number("commit")), Entries: drawEntries(t)}
	default:
		m.Body = AppendEntriesReply{Term: term, Success: rapid.Bool().Draw(t, "success"),
			MatchIndex: Index(number("match")), ConflictTerm: Term(number("conflict term")),
			ConflictIndex: Index(number("conflict"))}
	}
	return m
}

func drawMeta(t *rapid.T) SnapshotMeta {
	number := func(label string) uint64 { return rapid.Uint64Min(1).Draw(t, label) }
	return SnapshotMeta{LastIndex: Index(number("last")), LastTerm: Term(number("last term")),
		Configuration: Configuration{Voters: NodeSet(number("voters")), Next: NodeSet(number("next")),
			Learners: NodeSet(number("learners"))}}
}

func TestDecodeIsTheInverseOfEncode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMessage(t)
		got, err := DecodeMessage(AppendMessage(nil, m))
		require.NoError(t, err)
		require.True(t, sameMessage(m, got), "DecodeMessage(AppendMessage(%+v)) = %+v", m, got)

		s := Save{CurrentTerm: Term(rapid.Uint64().Draw(t, "term")), VotedFor: drawID(t, "vote"),
			From: Index(rapid.Uint64Min(1).Draw(t, "from")), Entries: drawEntries(t)}
		back, err := DecodeSave(AppendSave(nil, s))
		require.NoError(t, err)
		require.True(t, sameSave(s, back), "DecodeSave(AppendSave(%+v)) = %+v", s, back)
	})
}

func TestEncodingAppends(t *testing.T) {
	for _, sample := range messageSamples {
		assert.Equal(t, append([]byte("before"), AppendMessage(nil, sample.m)...),
			AppendMessage([]byte("before"), sample.m))
	}
}

func TestEveryTruncationIsRefused(t *testing.T) {
	for _, sample := range messageSamples {
		b := AppendMessage(nil, sample.m)
		for n := range b {
			_, err := DecodeMessage(b[:n])
			assert.ErrorIs(t, err, wire.ErrShort, "%s: %d of %d bytes", sample.name, n, len(b))
		}
	}
	for _, sample := range saveSamples {
		b := AppendSave(nil, sample.s)
		for n := range b {
			_, err := DecodeSave(b[:n])
			assert.ErrorIs(t, err, wire.ErrShort, "%s: %d of %d bytes", sample.name, n, len(b))
		}
	}
}

func TestWrongBytesAreRefused(t *testing.T) {
	message, save := AppendMessage(nil, messageSamples[4].m), AppendSave(nil, saveSamples[2].s)
	changed := func(b []byte, at int, to ...byte) []byte {
		return append(append(bytes.Clone(b[:at]), to...), b[at+1:]...)
	}
	cases := []struct {
		situation string
		bytes     []byte
		save      bool
		want      error
	}{
		{"a message of another version", changed(message, 0, 2), false, wire.ErrVersion},
		{"a message of version 0", changed(message, 0, 0), false, wire.ErrVersion},
		{"a message of kind 0", changed(message, 1, 0), false, wire.ErrValue},
		{"a message of an unknown kind", changed(message, 1, 13), false, wire.ErrValue},
		{"a message followed by another byte", append(bytes.Clone(message), 0), false, wire.ErrExcess},
		{"a sender that cannot exist", changed(message, 2, 64), false, wire.ErrValue},
		{"a sender beyond 32 bits", changed(message, 2, 0x81, 0x80, 0x80, 0x80, 0x10), false, wire.ErrValue},
		{"a term in more bytes than it needs", changed(message, 4, 0x83, 0), false, wire.ErrVarint},
		{"a term of more than 64 bits", changed(message, 4, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02),
			false, wire.ErrVarint},
		{"a truth value that is neither", []byte{1, 2, 2, 1, 3, 2}, false, wire.ErrValue},
		{"an entry of an unknown kind", changed(message, 11, 2), false, wire.ErrValue},
		{"a record of another version", changed(save, 0, 9), true, wire.ErrVersion},
		{"a record followed by another byte", append(bytes.Clone(save), 7), true, wire.ErrExcess},
		{"a record with entries for index 0", changed(save, 4, 0), true, wire.ErrValue},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			decode := func(b []byte) error { _, err := DecodeMessage(b); return err }
			if c.save {
				decode = func(b []byte) error { _, err := DecodeSave(b); return err }
			}
			if err := decode(c.bytes); err == nil || !assert.ErrorIs(t, err, c.want) {
				t.Errorf("decode(%x) = %v, want %v", c.bytes, err, c.want)
			}
		})
	}
}

// TestClaimedLengthsCostNothing: a few bytes that claim a long list, or a long command, are refused
// before memory is taken for it.
func TestClaimedLengthsCostNothing(t *testing.T) {
	heartbeat := AppendMessage(nil, messageSamples[3].m)
	claims := map[string][]byte{}
	for _, n := range []uint64{100, 1 << 30, 1<<63 - 1, 1<<64 - 1} {
		list := binary.AppendUvarint(bytes.Clone(heartbeat[:len(heartbeat)-1]), n)
		claims["a list, alone"] = list
		claims["a list, with two entries' bytes"] = append(bytes.Clone(list), 3, 0, 0, 3, 0, 0)
		claims["a command"] = binary.AppendUvarint(append(bytes.Clone(heartbeat[:len(heartbeat)-1]), 1, 3, 0), n)
		for situation, b := range claims {
			_, err := DecodeMessage(b)
			require.ErrorIs(t, err, wire.ErrShort, "%s of %d", situation, n)
			taken := bytesTaken(func() { _, _ = DecodeMessage(b) })
			assert.Less(t, taken, uint64(8<<10), "%s of %d", situation, n)
		}
	}
}

// TestListsAllocateAsTheyAreRead: even a list with a possible length takes no memory for entries that turn out
// to be missing.
func TestListsAllocateAsTheyAreRead(t *testing.T) {
	const claimed = 60_000
	heartbeat := AppendMessage(nil, messageSamples[3].m)
	b := binary.AppendUvarint(heartbeat[:len(heartbeat)-1], claimed)
	b = append(b, bytes.Repeat([]byte{9}, claimed)...) // an entry of kind 9, and so on
	_, err := DecodeMessage(b)
	require.ErrorIs(t, err, wire.ErrValue)
	assert.Less(t, bytesTaken(func() { _, _ = DecodeMessage(b) }), uint64(8<<10))
}

// bytesTaken is the memory that one call of f takes, on average over many.
func bytesTaken(f func()) uint64 {
	const calls = 100
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range calls {
		f()
	}
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) / calls
}
