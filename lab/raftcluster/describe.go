package raftcluster

import (
	"strconv"

	"raftlab/raft"
)

// DescribeMessage appends a message's kind and fields, with short names for Figure 2's: last=INDEX/TERM,
// prev=INDEX/TERM, entries=TERMS, commit=INDEX.
func (c *Cluster) DescribeMessage(line, payload []byte) []byte {
	m, err := raft.DecodeMessage(payload)
	if err != nil {
		return append(line, "unreadable"...)
	}
	switch body := m.Body.(type) {
	case raft.RequestVote:
		line = field(line, "RequestVote term=", uint64(body.Term))
		line = pair(line, " last=", body.LastLogIndex, body.LastLogTerm)
	case raft.RequestVoteReply:
		line = field(line, "RequestVoteReply term=", uint64(body.Term))
		line = append(line, word(body.VoteGranted, " granted", " refused")...)
	case raft.AppendEntries:
		line = field(line, "AppendEntries term=", uint64(body.Term))
		line = pair(line, " prev=", body.PrevLogIndex, body.PrevLogTerm)
		if len(body.Entries) > 0 {
			line = append(line, " entries="...)
			line = append(line, terms(body.Entries)...)
		}
		line = field(line, " commit=", uint64(body.LeaderCommit))
	case raft.AppendEntriesReply:
		line = field(line, "AppendEntriesReply term=", uint64(body.Term))
		switch {
		case body.Success:
			line = field(line, " match=", uint64(body.MatchIndex))
		case body.ConflictIndex > 0:
			line = append(line, " refused"...)
			line = pair(line, " conflict=", body.ConflictIndex, body.ConflictTerm)
		default:
			line = append(line, " refused"...)
		}
	default:
		return describeChapter(line, body)
	}
	return line
}

// describeChapter describes a message that Figure 2 does not have.
func describeChapter(line []byte, body raft.Body) []byte {
	switch body := body.(type) {
	case raft.TransferVote:
		line = field(line, "TransferVote term=", uint64(body.Term))
		line = pair(line, " last=", body.LastLogIndex, body.LastLogTerm)
	case raft.PreVote:
		line = field(line, "PreVote term=", uint64(body.Term))
		line = pair(line, " last=", body.LastLogIndex, body.LastLogTerm)
	case raft.PreVoteReply:
		line = field(line, "PreVoteReply term=", uint64(body.Term))
		line = append(line, word(body.Granted, " granted", " refused")...)
	case raft.Heartbeat:
		line = field(line, "Heartbeat term=", uint64(body.Term))
		line = field(line, " round=", body.Round)
	case raft.HeartbeatReply:
		line = field(line, "HeartbeatReply term=", uint64(body.Term))
		line = field(line, " round=", body.Round)
	case raft.ReadIndex:
		line = field(line, "ReadIndex term=", uint64(body.Term))
		line = field(line, " r", uint64(body.Request))
	case raft.ReadIndexReply:
		line = field(line, "ReadIndexReply term=", uint64(body.Term))
		line = field(line, " r", uint64(body.Request))
		if body.Known {
			line = field(line, " index=", uint64(body.Index))
		} else {
			line = append(line, " refused"...)
		}
	case raft.InstallSnapshot:
		line = field(line, "InstallSnapshot term=", uint64(body.Term))
		line = pair(line, " last=", body.Meta.LastIndex, body.Meta.LastTerm)
		line = field(field(line, " offset=", body.Offset), " bytes=", uint64(len(body.Data)))
		line = append(line, word(body.Done, " done", "")...)
	case raft.InstallSnapshotReply:
		line = field(line, "InstallSnapshotReply term=", uint64(body.Term))
		if body.MatchIndex > 0 {
			line = field(line, " match=", uint64(body.MatchIndex))
		} else {
			line = field(line, " offset=", body.Offset)
		}
	case raft.TimeoutNow:
		line = field(line, "TimeoutNow term=", uint64(body.Term))
	}
	return line
}

func field(line []byte, name string, value uint64) []byte {
	return strconv.AppendUint(append(line, name...), value, 10)
}

func pair(line []byte, name string, index raft.Index, term raft.Term) []byte {
	line = field(line, name, uint64(index))
	return field(line, "/", uint64(term))
}

func word(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}
