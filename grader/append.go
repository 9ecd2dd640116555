package grader

import (
	"fmt"

	"raftlab/raft"
)

// The places in the paper that the append exercise is about, besides those of the vote.
const (
	appendRule1      = "Figure 2, AppendEntries rule 1 · §5.1"
	appendRule2      = "Figure 2, AppendEntries rule 2 · §5.3"
	appendRule3      = "Figure 2, AppendEntries rule 3 · §5.3"
	appendRule4      = "Figure 2, AppendEntries rule 4 · §5.3"
	appendRule5      = "Figure 2, AppendEntries rule 5 · §5.3"
	appendCandidates = "Figure 2, Rules for Candidates · §5.2"
	appendLeaderID   = "Figure 2, AppendEntries, leaderId · §8"
	appendMatch      = "Figure 2, State, matchIndex[] · §5.3"
	appendApplied    = "Figure 2, Rules for All Servers · §5.3"
)

// Append is the exercise in which HandleAppendEntries is written.
func Append() *Exercise {
	e := &Exercise{
		ID: "append", Title: "Append what the leader sends", File: "exercises/append/append.go",
		Rules:    []string{"HandleAppendEntries"},
		Branches: appendBranches, Watch: watchAppend, Drills: appendDrills,
	}
	for _, c := range appendSituations() {
		e.Cases = append(e.Cases, c.toCase())
	}
	for _, c := range figure7Situations() {
		e.Cases = append(e.Cases, c.toCase())
	}
	e.Small = func(yield func(Case) bool) {
		smallestFirst(smallAppends(), appendCall.size, appendCall.toCase)(yield)
	}
	return e
}

// appendCall is a server and a request of a leader. Name, place and why are an example's; small calls
// have none.
type appendCall struct {
	name, place, why string
	server           smallServer
	// leader is whom the server takes for the leader of its term.
	leader  raft.NodeID
	request raft.AppendEntries
}

func (c appendCall) toCase() Case {
	return Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run, Call: c.text}
}

func (c appendCall) size() int {
	req := c.request
	return c.server.size() + int(c.leader) + int(req.Term) + int(req.PrevLogIndex) + 2*len(req.Entries) + int(req.LeaderCommit)
}

// appendOf is a request of S2. The entry before the new ones has index prev and term prevTerm, the new ones
// have the given terms.
func appendOf(term raft.Term, prev raft.Index, prevTerm raft.Term, commit raft.Index, terms ...raft.Term) raft.AppendEntries {
	req := raft.AppendEntries{Term: term, LeaderID: 2, PrevLogIndex: prev, PrevLogTerm: prevTerm, LeaderCommit: commit}
	for i, t := range terms {
		req.Entries = append(req.Entries, entryOf(prev+raft.Index(i)+1, t))
	}
	return req
}

// appendSituations are the paper's examples. S1 is the server, one of five, and S2 the leader.
func appendSituations() []appendCall {
	follower := func(commit raft.Index, log ...raft.Term) smallServer {
		return smallServer{servers: 5, term: 4, votedFor: 2, log: log, commitIndex: commit}
	}
	other := func(role raft.Role, term raft.Term, votedFor raft.NodeID, log ...raft.Term) smallServer {
		return smallServer{servers: 5, role: role, term: term, votedFor: votedFor, log: log}
	}
	return []appendCall{
		{"a heartbeat to an empty log", appendRule2, "Index 0 is before the first entry. There is nothing to compare there, so the logs agree.",
			follower(0), 2, appendOf(4, 0, 0, 0)},
		{"the first entries", appendRule4, "S1 has nothing yet, and both entries are new. They get indexes 1 and 2.",
			follower(0), 2, appendOf(4, 0, 0, 0, 1, 4)},
		{"entries at the end of the log", appendRule4, "The entry before them, at index 2, is the last that S1 has. The first new one gets index 3.",
			follower(0, 1, 1), 2, appendOf(4, 2, 1, 0, 4, 4)},
		{"a leader of an earlier term", appendRule1, "Term 3 is over for S1. It takes nothing, and its reply tells S2 that it is term 4 now.",
			other(raft.Follower, 4, 3, 1), 3, appendOf(3, 1, 1, 1, 3)},
		{"a candidate hears from the winner of its term", appendCandidates, "S2 was elected in term 4. S1 has lost this election, and becomes its follower in the same term.",
			other(raft.Candidate, 4, 1, 1), 0, appendOf(4, 1, 1, 0)},
		{"a leader of a later term", allServers, "S1 adopts term 4, in which it has not voted yet, and takes S2 for its leader.",
			other(raft.Follower, 3, 3, 1), 3, appendOf(4, 1, 1, 0)},
		{"a leader hears of a later one", allServers, "S1 led term 3. Whoever sees a later term becomes a follower, the leader too.",
			other(raft.Leader, 3, 1, 1), 1, appendOf(4, 1, 1, 0)},
		{"the vote stays for as long as the term", voteRule2, "S1 voted for S2 in term 4. Would it forget that, another candidate of term 4 could still get its vote.",
			follower(0, 1), 2, appendOf(4, 1, 1, 0)},
		{"the log ends before prevLogIndex", appendRule2, "S1 has no entry 3. It cannot tell what belongs there, and an entry 4 would leave a hole.",
			follower(0, 1), 2, appendOf(4, 3, 2, 0, 4)},
		{"another entry at prevLogIndex", appendRule2, "S1's entry 2 is of term 2, the leader's of term 3. An index alone says nothing: compare the terms.",
			follower(0, 1, 2), 2, appendOf(4, 2, 3, 0, 4)},
		{"a heartbeat at a log that differs", appendRule2, "A heartbeat is checked like any other message. S1 does not have the leader's entry 2.",
			follower(0, 1, 2), 2, appendOf(4, 2, 3, 2)},
		{"what is refused commits nothing", appendRule2, "The leader has committed 3 entries, but S1's entry 2 is not the leader's. After a refusal, nothing else is done.",
			follower(1, 1, 2, 2), 2, appendOf(4, 2, 3, 3, 3)},
		{"an entry that conflicts", appendRule3, "S1's entry 2 of term 2 conflicts with the leader's of term 4: it must go, with all that follow it.",
			follower(1, 1, 2, 2, 2), 2, appendOf(4, 1, 1, 1, 4)},
		{"the second of three conflicts", appendRule3, "Entry 2 agrees and stays. At entry 3 the logs part, so S1's entries 3 and 4 must go.",
			follower(0, 1, 2, 2, 2), 2, appendOf(4, 1, 1, 0, 2, 4, 4)},
		{"a message that was overtaken", appendRule3, "The message is older than S1's log and does not conflict with it. S1 has told the leader that it has entry 3, so entry 3 must stay.",
			follower(0, 1, 1, 4), 2, appendOf(4, 0, 0, 0, 1, 1)},
		{"a heartbeat that was overtaken", appendRule3, "There is no new entry, so there is no conflict, and nothing goes.",
			follower(0, 1, 4, 4), 2, appendOf(4, 1, 1, 0)},
		{"some entries are there already", appendRule4, "Entry 2 is there, entry 3 is not. Only what is missing is appended.",
			follower(0, 1, 4), 2, appendOf(4, 1, 1, 0, 4, 4)},
		{"a heartbeat tells of a commitment", appendRule5, "The leader has committed entry 2, and S1 has it. This is how followers learn that they may apply it.",
			follower(1, 1, 4), 2, appendOf(4, 2, 4, 2)},
		{"the leader has committed more than it sends", appendRule5, "The leader is at 9, but S1 has only 2 entries. The last new entry is the bound.",
			follower(1, 1), 2, appendOf(4, 1, 1, 9, 4)},
		{"an old tail behind the last new entry", appendRule5, "This message proves entry 1 equal and says nothing of entries 2 and 3, which an earlier leader may have left. They must not count as committed.",
			follower(0, 1, 2, 2), 2, appendOf(4, 1, 1, 3)},
		{"an older message with a lower commit index", appendRule5, "S1 knows already that 3 entries are committed. A commit index never goes back.",
			follower(3, 1, 1, 4), 2, appendOf(4, 1, 1, 1, 1)},
		{"how much the reply may claim", appendMatch, "The message proves entry 1 equal, and no more. What S1 has behind it is an earlier leader's, and the leader must not count it.",
			follower(0, 1, 2, 2), 2, appendOf(4, 1, 1, 0)},
	}
}

// figure7Situations are the six followers of Figure 7. The leader, which has 1 1 1 4 4 5 5 6 6 6, has
// just begun term 8 with one more entry.
func figure7Situations() []appendCall {
	follower := func(term raft.Term, log ...raft.Term) smallServer {
		return smallServer{servers: 7, term: term, log: log}
	}
	first := appendOf(8, 10, 6, 0, 8)
	return []appendCall{
		{"Figure 7 (a), one entry is missing", appendRule2, "S1 has nothing at index 10. The leader has to go back.",
			follower(7, 1, 1, 1, 4, 4, 5, 5, 6, 6), 0, first},
		{"Figure 7 (b), many entries are missing", appendRule2, "S1 has nothing at index 10. The leader has to go back.",
			follower(4, 1, 1, 1, 4), 0, first},
		{"Figure 7 (c), one entry too many", appendRule3, "S1's entry 11 is of term 6. The leader's, of term 8, takes its place.",
			follower(7, 1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6), 0, first},
		{"Figure 7 (d), two entries of a later term too many", appendRule3, "S1 has two entries of term 7 that the leader never saw. Both go, though only one is replaced.",
			follower(7, 1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7), 0, first},
		{"Figure 7 (e), entries missing and too many", appendRule3, "The leader has come back to index 5. There the logs agree, and behind it S1's entries go.",
			follower(8, 1, 1, 1, 4, 4, 4, 4), 2, appendOf(8, 5, 4, 0, 5, 5, 6, 6, 6, 8)},
		{"Figure 7 (f), two terms that nobody else has", appendRule2, "At index 10 S1 has an entry of term 3, and the leader one of term 6.",
			follower(3, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3), 0, first},
		{"Figure 7 (f), when the leader has come back far enough", appendRule3, "At index 3 the logs agree. All eight entries behind it go.",
			follower(8, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3), 2, appendOf(8, 3, 1, 0, 4, 4, 5, 5, 6, 6, 6, 8)},
	}
}

// appendTerm is the leader's term in all small calls.
const appendTerm = 3

// smallAppends is every call of a server of three with at most three entries, of a leader with at most
// three, as far as such a server and such a leader can be in one cluster.
func smallAppends() []appendCall {
	var calls []appendCall
	logs := smallLogs(3, appendTerm)
	for _, leaders := range logs {
		for _, servers := range logs {
			shared, possible := appendShared(leaders, servers)
			if !possible {
				continue
			}
			for _, s := range appendServers(servers, shared) {
				calls = append(calls, appendsBy(s, leaders)...)
			}
		}
	}
	return calls
}

// appendShared is how many entries from the beginning are the same in a leader's log and in another,
// and whether both can be there: equal entries have equal ones before them (Log Matching, Figure 3),
// and what is of the leader's own term, the leader has.
func appendShared(leaders, servers []raft.Term) (shared raft.Index, possible bool) {
	n := 0
	for n < len(leaders) && n < len(servers) && leaders[n] == servers[n] {
		n++
	}
	for i := n; i < len(servers); i++ {
		if servers[i] == appendTerm || i < len(leaders) && leaders[i] == servers[i] {
			return 0, false
		}
	}
	return raft.Index(n), true
}

// appendServers is every server with this log that S2 may send to. What is committed, all later leaders
// have (Leader Completeness, Figure 3), so it is among the entries that both share.
func appendServers(log []raft.Term, shared raft.Index) []appendCall {
	servers := []appendCall{{server: smallServer{term: appendTerm, votedFor: 2}, leader: 2}}
	if len(log) < 3 && (len(log) == 0 || log[len(log)-1] < appendTerm) {
		// It has heard nothing of this leader yet.
		servers = append(servers,
			appendCall{server: smallServer{term: appendTerm, votedFor: 1, role: raft.Candidate}},
			appendCall{server: smallServer{term: appendTerm - 1, votedFor: 3}, leader: 3})
	}
	if len(log) < 2 {
		// Votes, roles and terms do not ask how long a log is.
		servers = append(servers,
			appendCall{server: smallServer{term: appendTerm}},
			appendCall{server: smallServer{term: appendTerm, votedFor: 3}, leader: 2},
			appendCall{server: smallServer{term: appendTerm + 1, votedFor: 3}, leader: 3},
			appendCall{server: smallServer{term: appendTerm + 1, votedFor: 1, role: raft.Leader}, leader: 1},
			appendCall{server: smallServer{term: appendTerm - 1, votedFor: 1, role: raft.Candidate}},
			appendCall{server: smallServer{term: appendTerm - 1, votedFor: 1, role: raft.Leader}, leader: 1})
	}
	var calls []appendCall
	for _, c := range servers {
		c.server.servers, c.server.log = 3, log
		for c.server.commitIndex = 0; c.server.commitIndex <= shared; c.server.commitIndex++ {
			calls = append(calls, c)
		}
	}
	return calls
}

// appendsBy is all that a leader with this log may send, now or at any time before. Its commit index is
// nothing, all, the last new entry, or the one behind it.
func appendsBy(c appendCall, log []raft.Term) []appendCall {
	var calls []appendCall
	for prev := range len(log) + 1 {
		prevTerm := raft.Term(0)
		if prev > 0 {
			prevTerm = log[prev-1]
		}
		for end := prev; end <= len(log); end++ {
			for commit := range len(log) + 1 {
				if commit != 0 && commit != len(log) && commit != end && commit != end+1 {
					continue
				}
				c.request = appendOf(appendTerm, raft.Index(prev), prevTerm, raft.Index(commit), log[prev:end]...)
				calls = append(calls, c)
			}
		}
	}
	return calls
}

// text is the call as reports show it.
func (c appendCall) text() (state, request string) {
	req := c.request
	return fmt.Sprintf("%v leader=%v", c.server, c.leader), fmt.Sprintf("AppendEntries{term %d, leader %v, prev %d/%d, entries %v, commit %d}",
		req.Term, req.LeaderID, req.PrevLogIndex, req.PrevLogTerm, appendTerms(req.Entries), req.LeaderCommit)
}

func appendTerms(entries []raft.Entry) []raft.Term {
	terms := make([]raft.Term, len(entries))
	for i, e := range entries {
		terms[i] = e.Term
	}
	return terms
}
