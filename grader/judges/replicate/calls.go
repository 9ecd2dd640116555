package replicate

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// kind is the kind of a call of the replicate exercise.
type kind int

const (
	sendKind   kind = iota // one AppendEntriesTo
	answerKind             // one HandleAppendEntriesReply
	repairKind             // both in turn, with a follower that answers, until the logs agree
)

// replicateCall is the leader S1, its knowledge of S2, and the call. Only examples have a name and why.
type replicateCall struct {
	name, place, why string
	kind             kind
	leader           call.Server
	next, match      raft.Index
	// limit is for sendKind.
	limit int
	// reply is an answer of S2. Present says that it may answer S1's present message, with PrevLogIndex = NextIndex-1.
	// All other answers were overtaken.
	reply   raft.AppendEntriesReply
	present bool
	// follower is S2's log, and hint its way to refuse, for a repair.
	follower []raft.Term
	hint     hinting
}

func (c replicateCall) size() int {
	r := c.reply
	return c.leader.Size() + int(c.next+c.match) + c.limit + int(r.Term) + int(r.MatchIndex+r.ConflictIndex) +
		int(r.ConflictTerm) + 2*len(c.follower) + 4*int(c.kind) + int(c.hint)
}

func (c replicateCall) toCase() call.Case {
	run := map[kind]func(raft.Rules) *grader.CaseFailure{
		sendKind: c.send, answerKind: c.answer, repairKind: c.repair,
	}[c.kind]
	return call.Case{
		Name:  c.name,
		Place: c.place,
		Why:   c.why,
		Call:  c.call,
		// A repair goes back and forth between leader and follower.
		Several: c.kind == repairKind,
		Run: func(rules raft.Rules) *grader.CaseFailure {
			failure := run(rules)
			if failure == nil {
				return nil
			}
			failure.State, failure.Request = c.call()
			if slices.Contains(about[c.name], failure.Why.Code) {
				failure.Place, failure.Why = "", lab.Saying{} // the example has better ones
			}
			return failure
		},
	}
}

func (c replicateCall) state() *raft.State {
	s := c.leader.State()
	s.NextIndex[2], s.MatchIndex[2] = c.next, c.match
	return s
}

func (c replicateCall) call() (state, request string) {
	state = c.leader.String()
	if c.leader.Role == raft.Leader {
		state += fmt.Sprintf(" nextIndex[S2]=%d matchIndex[S2]=%d", c.next, c.match)
	}
	switch c.kind {
	case sendKind:
		return state, fmt.Sprintf("AppendEntriesTo(S2, limit %d)", c.limit)
	case answerKind:
		return state, "S2: " + answerText(c.reply)
	}
	return state, fmt.Sprintf("messages of at most %d entries to S2, whose log is %v, and its answers%s",
		c.limit, c.follower, c.hint)
}

// smallCalls is every call with a leader of three that has at most three entries.
func smallCalls() []replicateCall {
	var calls []replicateCall
	for _, log := range call.Logs(3, 3) {
		leader := leaderOf3(3, log...)
		last := raft.Index(len(log))
		replies := possibleAnswers(leader)
		for match := raft.Index(0); match <= last; match++ {
			for next := match + 1; next <= last+1; next++ {
				known := replicateCall{leader: leader, next: next, match: match}
				calls = append(calls, known.smallSends()...)
				calls = append(calls, known.smallAnswers(replies)...)
			}
		}
		calls = append(calls, smallRepairs(leader)...)
		calls = append(calls, smallStrangers(log)...)
	}
	return calls
}

func (c replicateCall) smallSends() []replicateCall {
	var calls []replicateCall
	c.kind = sendKind
	for _, c.limit = range []int{1, 2, 5} {
		for commit := range len(c.leader.Log) + 1 {
			c.leader.CommitIndex = raft.Index(commit)
			calls = append(calls, c)
		}
	}
	return calls
}

// possibleAnswer is an answer of the leader's term, and the PrevLogIndex of messages that it can answer.
type possibleAnswer struct {
	reply raft.AppendEntriesReply
	to    []raft.Index
}

// possibleAnswers is every answer of a follower to a leader in its term. The reference rule answers for every log that
// such a follower may have, at every index. Its refusals carry every hint of the contract (package call).
func possibleAnswers(leader call.Server) []possibleAnswer {
	var possible []possibleAnswer
	for _, log := range call.Logs(3, 3) {
		if !compatibleLogs(leader.Log, log) {
			continue
		}
		for prev := range raft.Index(len(leader.Log) + 1) {
			for end := prev; end <= raft.Index(len(leader.Log)); end++ {
				s := leader.State()
				req := raft.AppendEntries{
					Term: leader.Term, LeaderID: 1, PrevLogIndex: prev, PrevLogTerm: s.Log.Term(prev),
					Entries: s.Log.From(prev + 1)[:end-prev],
				}
				follower := followerOf3(leader.Term, log).State()
				own := follower.Log.Term(prev)
				replies := []raft.AppendEntriesReply{reference.HandleAppendEntries(follower, req)}
				if !replies[0].Success {
					replies = call.Refusals(leader.Term, prev, own)
				}
				for _, reply := range replies {
					possible = withAnswer(possible, reply, prev)
				}
			}
		}
	}
	return possible
}

// withAnswer adds an answer to a message with this PrevLogIndex.
func withAnswer(possible []possibleAnswer, reply raft.AppendEntriesReply, prev raft.Index) []possibleAnswer {
	i := slices.IndexFunc(possible, func(p possibleAnswer) bool { return p.reply == reply })
	if i < 0 {
		i = len(possible)
		possible = append(possible, possibleAnswer{reply: reply})
	}
	possible[i].to = append(possible[i].to, prev)
	return possible
}

func followerOf3(term raft.Term, log []raft.Term) call.Server {
	return call.Server{Servers: 3, Role: raft.Follower, Term: term, Log: log}
}

// compatibleLogs reports whether two logs can exist in one cluster. By Log Matching, entries with the same index
// and term have equal logs before them. A term has one leader, which only appends, so two logs with entries of a
// term have its first entry at the same index.
func compatibleLogs(a, b []raft.Term) bool {
	for _, term := range a {
		i, j := slices.Index(a, term), slices.Index(b, term)
		if j >= 0 && (i != j || !slices.Equal(a[:i], b[:j])) {
			return false
		}
	}
	return true
}

func (c replicateCall) smallAnswers(possible []possibleAnswer) []replicateCall {
	var calls []replicateCall
	c.kind = answerKind
	for _, p := range possible {
		c.reply, c.present = p.reply, slices.Contains(p.to, c.next-1)
		calls = append(calls, c)
	}
	c.present = false
	// The answer is to an earlier leadership, whose log may have been longer.
	for index := range raft.Index(len(c.leader.Log) + 2) {
		c.reply = replySuccess(2, index)
		calls = append(calls, c)
		c.reply = replyRefusal(2, index+1, 0)
		calls = append(calls, c)
	}
	for _, c.reply = range []raft.AppendEntriesReply{replyRefusal(4, 0, 0), replyRefusal(5, 1, 1)} {
		calls = append(calls, c)
	}
	return calls
}

// smallRepairs is the leader with every possible follower.
func smallRepairs(leader call.Server) []replicateCall {
	var calls []replicateCall
	for _, log := range call.Logs(3, 3) {
		if !compatibleLogs(leader.Log, log) {
			continue
		}
		repair := replicateCall{
			kind: repairKind, leader: leader, next: raft.Index(len(leader.Log) + 1), follower: log,
		}
		repair.limit = 5
		calls = append(calls, repair)
		repair.limit = 1
		for _, repair.hint = range hintings {
			calls = append(calls, repair)
		}
	}
	return calls
}

// smallStrangers are servers that no longer lead, and still get an answer.
func smallStrangers(log []raft.Term) []replicateCall {
	var calls []replicateCall
	for _, role := range []raft.Role{raft.Follower, raft.Candidate} {
		for term := raft.Term(2); term <= 4; term++ {
			for _, reply := range []raft.AppendEntriesReply{
				replySuccess(term, raft.Index(len(log))), replyRefusal(term, 1, 0),
			} {
				if term > 3 && reply.Success {
					continue // no server accepts a message of an earlier term
				}
				server := call.Server{Servers: 3, Role: role, Term: 3, VotedFor: 1, Log: log}
				calls = append(calls, replicateCall{kind: answerKind, leader: server, next: 1, reply: reply})
			}
		}
	}
	return calls
}
