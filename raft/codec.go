package raft

import (
	"fmt"

	"raftlab/raft/wire"
)

// codecVersion begins every message and every saved record. It is raised when a byte changes its meaning. Bytes
// of another version are refused.
const codecVersion = 1

type messageKind byte

// The kinds are part of the format: never renumbered, only added to.
const (
	kindRequestVote        messageKind = 1
	kindRequestVoteReply   messageKind = 2
	kindAppendEntries      messageKind = 3
	kindAppendEntriesReply messageKind = 4
	kindPreVote            messageKind = 5
	kindPreVoteReply       messageKind = 6
	kindTimeoutNow         messageKind = 7
	kindTransferVote       messageKind = 8
	kindHeartbeat          messageKind = 9
	kindHeartbeatReply     messageKind = 10
	kindReadIndex          messageKind = 11
	kindReadIndexReply     messageKind = 12
	kindInstallSnapshot    messageKind = 13
	kindInstallReply       messageKind = 14
)

func (RequestVote) kind() messageKind        { return kindRequestVote }
func (RequestVoteReply) kind() messageKind   { return kindRequestVoteReply }
func (AppendEntries) kind() messageKind      { return kindAppendEntries }
func (AppendEntriesReply) kind() messageKind { return kindAppendEntriesReply }
func (PreVote) kind() messageKind            { return kindPreVote }
func (PreVoteReply) kind() messageKind       { return kindPreVoteReply }
func (TimeoutNow) kind() messageKind         { return kindTimeoutNow }
func (TransferVote) kind() messageKind       { return kindTransferVote }
func (Heartbeat) kind() messageKind          { return kindHeartbeat }
func (HeartbeatReply) kind() messageKind     { return kindHeartbeatReply }
func (ReadIndex) kind() messageKind          { return kindReadIndex }
func (ReadIndexReply) kind() messageKind     { return kindReadIndexReply }

func (InstallSnapshot) kind() messageKind      { return kindInstallSnapshot }
func (InstallSnapshotReply) kind() messageKind { return kindInstallReply }

// AppendMessage adds m in its byte format: version, kind, sender, receiver, then the fields of
// the body in the order of its type.
func AppendMessage(b []byte, m Message) []byte {
	b = append(b, codecVersion, byte(m.Body.kind()))
	b = wire.AppendUint(b, uint64(m.From))
	b = wire.AppendUint(b, uint64(m.To))
	b = wire.AppendUint(b, uint64(m.Body.MessageTerm()))
	switch body := m.Body.(type) {
	case RequestVote:
		b = appendCandidate(b, body.CandidateID, body.LastLogIndex, body.LastLogTerm)
	case TransferVote:
		b = appendCandidate(b, body.CandidateID, body.LastLogIndex, body.LastLogTerm)
	case PreVote:
		b = appendCandidate(b, body.CandidateID, body.LastLogIndex, body.LastLogTerm)
	case PreVoteReply:
		b = wire.AppendBool(b, body.Granted)
	case TimeoutNow:
		b = wire.AppendUint(b, uint64(body.LeaderID))
	case Heartbeat:
		b = wire.AppendUint(wire.AppendUint(b, uint64(body.LeaderID)), body.Round)
	case HeartbeatReply:
		b = wire.AppendUint(b, body.Round)
	case ReadIndex:
		b = wire.AppendBool(wire.AppendUint(b, uint64(body.Request)), body.Lease)
	case ReadIndexReply:
		b = wire.AppendBool(wire.AppendUint(b, uint64(body.Request)), body.Known)
		b = wire.AppendUint(b, uint64(body.Index))
	case InstallSnapshot:
		b = appendInstallSnapshot(b, body)
	case InstallSnapshotReply:
		b = wire.AppendUint(wire.AppendUint(b, uint64(body.MatchIndex)), body.Offset)
	case RequestVoteReply:
		b = wire.AppendBool(b, body.VoteGranted)
	case AppendEntries:
		b = wire.AppendUint(b, uint64(body.LeaderID))
		b = wire.AppendUint(b, uint64(body.PrevLogIndex))
		b = wire.AppendUint(b, uint64(body.PrevLogTerm))
		b = wire.AppendUint(b, uint64(body.LeaderCommit))
		b = AppendEntryList(b, body.Entries)
	case AppendEntriesReply:
		b = wire.AppendBool(b, body.Success)
		b = wire.AppendUint(b, uint64(body.MatchIndex))
		b = wire.AppendUint(b, uint64(body.ConflictTerm))
		b = wire.AppendUint(b, uint64(body.ConflictIndex))
	}
	return b
}

// appendCandidate adds the fields of a request for votes.
func appendCandidate(b []byte, id NodeID, last Index, lastTerm Term) []byte {
	b = wire.AppendUint(b, uint64(id))
	b = wire.AppendUint(b, uint64(last))
	return wire.AppendUint(b, uint64(lastTerm))
}

// DecodeMessage reads a message that AppendMessage wrote. Its commands share the memory of b.
func DecodeMessage(b []byte) (Message, error) {
	r := wire.NewReader(b)
	readVersion(r)
	kind := messageKind(r.Byte())
	m := Message{From: readNodeID(r), To: readNodeID(r)}
	term := Term(r.Uint())
	switch kind {
	case kindRequestVote:
		m.Body = readRequestVote(r, term)
	case kindTransferVote:
		m.Body = TransferVote{readRequestVote(r, term)}
	case kindPreVote:
		m.Body = PreVote(readRequestVote(r, term))
	case kindPreVoteReply:
		m.Body = PreVoteReply{Term: term, Granted: r.Bool()}
	case kindTimeoutNow:
		m.Body = TimeoutNow{Term: term, LeaderID: readNodeID(r)}
	case kindHeartbeat:
		m.Body = Heartbeat{Term: term, LeaderID: readNodeID(r), Round: r.Uint()}
	case kindHeartbeatReply:
		m.Body = HeartbeatReply{Term: term, Round: r.Uint()}
	case kindReadIndex:
		m.Body = ReadIndex{Term: term, Request: RequestID(r.Uint()), Lease: r.Bool()}
	case kindReadIndexReply:
		m.Body = ReadIndexReply{Term: term, Request: RequestID(r.Uint()), Known: r.Bool(), Index: Index(r.Uint())}
	case kindInstallSnapshot:
		m.Body = readInstallSnapshot(r, term)
	case kindInstallReply:
		m.Body = InstallSnapshotReply{Term: term, MatchIndex: Index(r.Uint()), Offset: r.Uint()}
	case kindRequestVoteReply:
		m.Body = RequestVoteReply{Term: term, VoteGranted: r.Bool()}
	case kindAppendEntries:
		m.Body = AppendEntries{Term: term, LeaderID: readNodeID(r), PrevLogIndex: Index(r.Uint()),
			PrevLogTerm: Term(r.Uint()), LeaderCommit: Index(r.Uint()), Entries: ReadEntryList(r)}
	case kindAppendEntriesReply:
		m.Body = AppendEntriesReply{Term: term, Success: r.Bool(), MatchIndex: Index(r.Uint()),
			ConflictTerm: Term(r.Uint()), ConflictIndex: Index(r.Uint())}
	default:
		r.Fail(fmt.Errorf("message kind %d: %w", kind, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return Message{}, fmt.Errorf("decode message: %w", err)
	}
	return m, nil
}

// readRequestVote reads the fields of a request for votes.
func readRequestVote(r *wire.Reader, term Term) RequestVote {
	return RequestVote{Term: term, CandidateID: readNodeID(r), LastLogIndex: Index(r.Uint()),
		LastLogTerm: Term(r.Uint())}
}

// AppendSave adds s in the byte format of one record on disk.
func AppendSave(b []byte, s Save) []byte {
	b = append(b, codecVersion)
	b = wire.AppendUint(b, uint64(s.CurrentTerm))
	b = wire.AppendUint(b, uint64(s.VotedFor))
	b = wire.AppendUint(b, uint64(s.From))
	return AppendEntryList(b, s.Entries)
}

// DecodeSave reads a record that AppendSave wrote. Its commands share the memory of b.
func DecodeSave(b []byte) (Save, error) {
	r := wire.NewReader(b)
	readVersion(r)
	s := Save{CurrentTerm: Term(r.Uint()), VotedFor: readNodeID(r), From: Index(r.Uint()), Entries: ReadEntryList(r)}
	if s.From == 0 && len(s.Entries) > 0 {
		r.Fail(wire.ErrValue)
	}
	if err := r.End(); err != nil {
		return Save{}, fmt.Errorf("decode saved record: %w", err)
	}
	return s, nil
}

// AppendEntryList adds a list of entries: its length, then term, kind and command of each.
func AppendEntryList(b []byte, entries []Entry) []byte {
	b = wire.AppendUint(b, uint64(len(entries)))
	for _, e := range entries {
		b = wire.AppendUint(b, uint64(e.Term))
		b = append(b, byte(e.Kind))
		b = wire.AppendBytes(b, e.Command)
	}
	return b
}

// ReadEntryList reads a list that AppendEntryList wrote; nil when it is empty.
func ReadEntryList(r *wire.Reader) []Entry {
	n := r.Count()
	if n == 0 {
		return nil
	}
	// The list grows as entries are read: a short message that claims a long list takes no memory for it.
	entries := make([]Entry, 0, min(n, 64))
	for range n {
		e := Entry{Term: Term(r.Uint()), Kind: EntryKind(r.Byte()), Command: r.Bytes()}
		if e.Kind > ConfigurationChange {
			r.Fail(fmt.Errorf("entry kind %d: %w", e.Kind, wire.ErrValue))
		}
		if _, ok := e.Configuration(); e.Kind == ConfigurationChange && !ok {
			r.Fail(fmt.Errorf("the configuration of an entry: %w", wire.ErrValue))
		}
		if r.Err() != nil {
			return nil
		}
		entries = append(entries, e)
	}
	return entries
}

func readVersion(r *wire.Reader) {
	if v := r.Byte(); r.Err() == nil && v != codecVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", v, codecVersion, wire.ErrVersion))
	}
}

func readNodeID(r *wire.Reader) NodeID {
	v := r.Uint()
	if v > uint64(MaxNodeID) {
		r.Fail(fmt.Errorf("server %d of at most %d: %w", v, MaxNodeID, wire.ErrValue))
	}
	return NodeID(v)
}
