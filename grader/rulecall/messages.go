package rulecall

import (
	"raftlab/raft"
	"raftlab/raft/wire"
)

func appendRequestVote(b []byte, m raft.RequestVote) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(m.Term)), uint64(m.CandidateID))
	return wire.AppendUint(wire.AppendUint(b, uint64(m.LastLogIndex)), uint64(m.LastLogTerm))
}

func readRequestVote(r *wire.Reader) raft.RequestVote {
	return raft.RequestVote{
		Term: raft.Term(r.Uint()), CandidateID: readID(r),
		LastLogIndex: readIndex(r), LastLogTerm: raft.Term(r.Uint()),
	}
}

func appendRequestVoteReply(b []byte, m raft.RequestVoteReply) []byte {
	return wire.AppendBool(wire.AppendUint(b, uint64(m.Term)), m.VoteGranted)
}

func readRequestVoteReply(r *wire.Reader) raft.RequestVoteReply {
	return raft.RequestVoteReply{Term: raft.Term(r.Uint()), VoteGranted: r.Bool()}
}

func appendAppendEntries(b []byte, m raft.AppendEntries) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(m.Term)), uint64(m.LeaderID))
	b = wire.AppendUint(wire.AppendUint(b, uint64(m.PrevLogIndex)), uint64(m.PrevLogTerm))
	return raft.AppendEntryList(wire.AppendUint(b, uint64(m.LeaderCommit)), m.Entries)
}

func readAppendEntries(r *wire.Reader) raft.AppendEntries {
	return raft.AppendEntries{
		Term: raft.Term(r.Uint()), LeaderID: readID(r), PrevLogIndex: readIndex(r), PrevLogTerm: raft.Term(r.Uint()),
		LeaderCommit: readIndex(r), Entries: readEntries(r),
	}
}

func appendAppendEntriesReply(b []byte, m raft.AppendEntriesReply) []byte {
	b = wire.AppendBool(wire.AppendUint(b, uint64(m.Term)), m.Success)
	b = wire.AppendUint(b, uint64(m.MatchIndex))
	return wire.AppendUint(wire.AppendUint(b, uint64(m.ConflictTerm)), uint64(m.ConflictIndex))
}

func readAppendEntriesReply(r *wire.Reader) raft.AppendEntriesReply {
	return raft.AppendEntriesReply{
		Term: raft.Term(r.Uint()), Success: r.Bool(), MatchIndex: readIndex(r),
		ConflictTerm: raft.Term(r.Uint()), ConflictIndex: readIndex(r),
	}
}

func appendSave(b []byte, s raft.Save) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(s.CurrentTerm)), uint64(s.VotedFor))
	return raft.AppendEntryList(wire.AppendUint(b, uint64(s.From)), s.Entries)
}

func readSave(r *wire.Reader) raft.Save {
	return raft.Save{
		CurrentTerm: raft.Term(r.Uint()), VotedFor: readID(r), From: readIndex(r), Entries: readEntries(r),
	}
}
