package grader

import "raftlab/raft"

// What the paper says of a call. The first ones are what comes of it, and exclude each other.
const (
	appendOldTerm = iota
	appendTooShort
	appendOtherTerm
	appendHeartbeat
	appendThere
	appendConflict
	appendMissing
	// Besides.
	appendMore
	appendCommits
	appendBound
	appendOldCommit
	appendNewTerm
	appendStepsDown
)

var appendBranches = []Branch{
	{"a leader of an earlier term", appendRule1}, {"the log ends before prevLogIndex", appendRule2}, {"another entry at prevLogIndex", appendRule2},
	{"a heartbeat that is accepted", appendRule2}, {"all entries are there already", appendRule3}, {"an entry conflicts", appendRule3},
	{"entries are missing", appendRule4}, {"the log has more than the message", appendRule3}, {"the commit index moves", appendRule5},
	{"the last new entry bounds the commit index", appendRule5}, {"the message's commit index is behind", appendRule5},
	{"a later term is adopted", allServers}, {"a candidate has lost its election", appendCandidates},
}

// watchAppend tells which branches each call of a cluster takes.
func watchAppend(rules raft.Rules, reached func(branch int)) raft.Rules {
	handle := rules.HandleAppendEntries
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		result := appendBranch(s, req)
		reached(result)
		if result != appendOldTerm {
			if req.Term > s.CurrentTerm {
				reached(appendNewTerm)
			} else if s.Role == raft.Candidate {
				reached(appendStepsDown)
			}
		}
		if result >= appendHeartbeat {
			watchAppended(s, req, reached)
		}
		return handle(s, req)
	}
	return rules
}

// watchAppended is for messages that are accepted.
func watchAppended(s *raft.State, req raft.AppendEntries, reached func(branch int)) {
	last := req.PrevLogIndex + raft.Index(len(req.Entries))
	if s.Log.LastIndex() > last {
		reached(appendMore)
	}
	switch {
	case req.LeaderCommit < s.CommitIndex:
		reached(appendOldCommit)
	case min(req.LeaderCommit, last) > s.CommitIndex:
		reached(appendCommits)
	}
	if req.LeaderCommit > last {
		reached(appendBound)
	}
}

// appendBranch is what should come of a call.
func appendBranch(s *raft.State, req raft.AppendEntries) int {
	switch {
	case req.Term < s.CurrentTerm:
		return appendOldTerm
	case req.PrevLogIndex > s.Log.LastIndex():
		return appendTooShort
	case s.Log.Term(req.PrevLogIndex) != req.PrevLogTerm:
		return appendOtherTerm
	case len(req.Entries) == 0:
		return appendHeartbeat
	}
	for i, entry := range req.Entries {
		switch s.Log.Term(req.PrevLogIndex + raft.Index(i) + 1) {
		case entry.Term:
		case 0:
			return appendMissing
		default:
			return appendConflict
		}
	}
	return appendThere
}

// appendDrills are stories in which the rule decides.
var appendDrills = []Drill{
	{"a message that was overtaken", "Figure 2, AppendEntries rule 3 · §5.3", `servers 3
election-timeout 10s 20s
jitter 0ms
elect S1
run 200ms
cut S1 > S3
put x 1
run 10ms
latency 60ms
run 2ms
latency 10ms
put x 2
run 150ms
crash S1
heal
timeout S2
run 100ms
timeout S3
run 100ms
` + settled},
	{"an old leader comes back with a tail", "Figure 3, Log Matching · §5.3", `servers 3
election-timeout 10s 20s
elect S1
put x 1
await answers
isolate S1
put x 10 via S1
put x 11 via S1
put x 12 via S1
run 100ms
elect S2
put x 2
run 100ms
rejoin S1
run 200ms
timeout S1
run 100ms
` + settled},
	{"the followers of Figure 7", "Figure 7 · §5.3", `servers 7
given S1 term 7 log 1 1 1 4 4 5 5 6 6 6
given S2 term 7 log 1 1 1 4 4 5 5 6 6
given S3 term 4 log 1 1 1 4
given S4 term 7 log 1 1 1 4 4 5 5 6 6 6 6
given S5 term 7 log 1 1 1 4 4 5 5 6 6 6 7 7
given S6 term 4 log 1 1 1 4 4 4 4
given S7 term 3 log 1 1 1 2 2 2 3 3 3 3 3
election-timeout 10s 20s
batch 2
elect S1
put x 1
run 500ms
` + settled},
	{"a message that ends before an old tail", "Figure 2, AppendEntries rule 5 · §5.3", `servers 3
given S1 term 3 log 1 3
given S2 term 2 log 1 2 2 2 2
given S3 term 3 log 1 3
election-timeout 10s 20s
heartbeat 200ms
batch 1
jitter 0ms
isolate S2
elect S1
run 150ms
hold S1 > S2
hold S2 > S1
rejoin S2
run 300ms
try deliver S1 > S2
run 5ms
try deliver S2 > S1 again
try deliver S2 > S1
run 5ms
try drop S1 > S2
try deliver S1 > S2 2
run 5ms
release all
run 100ms
` + settled},
	{"a candidate that comes late", "Figure 2, RequestVote rule 2 · §5.2", `servers 3
given S1 term 1 log 1 1
given S3 term 1 log 1 1
election-timeout 10s 20s
heartbeat 200ms
batch 1
latency 10ms
jitter 0ms
hold S3 > S2
cut S1 > S3
timeout S1
timeout S3
run 57ms
release S3 > S2
run 50ms
` + settled},
}
