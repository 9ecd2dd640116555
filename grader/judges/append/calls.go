package append

import (
	"cmp"
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
	"raftlab/raft/node"
)

// appendCall is a server and a request of a leader. Only examples have a name, a place and why.
type appendCall struct {
	name, place, why string
	server           call.Server
	// leader is the server's Leader: who it believes leads its term.
	leader  raft.NodeID
	request raft.AppendEntries
}

func (c appendCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run, Call: c.text}
}

func (c appendCall) size() int {
	req := c.request
	return c.server.Size() + int(c.leader) + int(req.Term) + int(req.PrevLogIndex) + 2*len(req.Entries) +
		int(req.LeaderCommit)
}

// leadersTerm is the leader's term in all small calls.
const leadersTerm = 3

// smallCalls is every call of a server of three with at most three entries and a leader with at most three, if both can
// be in one cluster.
func smallCalls() []appendCall {
	var calls []appendCall
	logs := call.Logs(3, leadersTerm)
	for _, leaders := range logs {
		for _, servers := range logs {
			shared, possible := sharedEntries(leaders, servers)
			if !possible {
				continue
			}
			for _, s := range serversWith(servers, shared) {
				calls = append(calls, requestsBy(s, leaders)...)
			}
		}
	}
	return calls
}

// sharedEntries is how many entries at the beginning are equal in a leader's log and in another one, and whether both
// logs can exist: equal entries have equal ones before them (Log Matching, Figure 3), and the leader has every entry of
// its own term.
func sharedEntries(leaders, servers []raft.Term) (shared raft.Index, possible bool) {
	n := 0
	for n < len(leaders) && n < len(servers) && leaders[n] == servers[n] {
		n++
	}
	for i := n; i < len(servers); i++ {
		if servers[i] == leadersTerm || i < len(leaders) && leaders[i] == servers[i] {
			return 0, false
		}
	}
	return raft.Index(n), true
}

// serversWith is every server with this log that S2 may send to. All later leaders have the committed entries (Leader
// Completeness, Figure 3), so both logs share these.
func serversWith(log []raft.Term, shared raft.Index) []appendCall {
	servers := []appendCall{{server: call.Server{Term: leadersTerm, VotedFor: 2}, leader: 2}}
	if len(log) < 3 && (len(log) == 0 || log[len(log)-1] < leadersTerm) {
		// It has not heard from this leader yet.
		servers = append(servers,
			appendCall{server: call.Server{Term: leadersTerm, VotedFor: 1, Role: raft.Candidate}},
			appendCall{server: call.Server{Term: leadersTerm - 1, VotedFor: 3}, leader: 3})
	}
	if len(log) < 2 {
		// Votes, roles and terms do not depend on the length of the log.
		servers = append(servers,
			appendCall{server: call.Server{Term: leadersTerm}},
			appendCall{server: call.Server{Term: leadersTerm, VotedFor: 3}, leader: 2},
			appendCall{server: call.Server{Term: leadersTerm + 1, VotedFor: 3}, leader: 3},
			appendCall{server: call.Server{Term: leadersTerm + 1, VotedFor: 1, Role: raft.Leader}, leader: 1},
			appendCall{server: call.Server{Term: leadersTerm - 1, VotedFor: 1, Role: raft.Candidate}},
			appendCall{server: call.Server{Term: leadersTerm - 1, VotedFor: 1, Role: raft.Leader}, leader: 1})
	}
	var calls []appendCall
	for _, c := range servers {
		c.server.Servers, c.server.Log = 3, log
		for c.server.CommitIndex = 0; c.server.CommitIndex <= shared; c.server.CommitIndex++ {
			calls = append(calls, c)
		}
	}
	return calls
}

// requestsBy is every request that a leader with this log may send, or may have sent. Its commit index is nothing, all,
// the last new entry, or the one after it.
func requestsBy(c appendCall, log []raft.Term) []appendCall {
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
				c.request = requestOf(leadersTerm, raft.Index(prev), prevTerm, raft.Index(commit), log[prev:end]...)
				calls = append(calls, c)
			}
		}
	}
	return calls
}

// text is the call in the form of reports.
func (c appendCall) text() (state, request string) {
	req := c.request
	return fmt.Sprintf("%v leader=%v", c.server, c.leader), fmt.Sprintf("AppendEntries{term %d, leader %v, prev "+
		"%d/%d, entries %v, commit %d}",
		req.Term, req.LeaderID, req.PrevLogIndex, req.PrevLogTerm, call.Terms(req.Entries), req.LeaderCommit)
}

// run calls the rule and judges whether the outcome is allowed.
func (c appendCall) run(rules raft.Rules) *grader.CaseFailure {
	result, shared := c.call(rules)
	failure := c.judge(result)
	switch {
	case failure == nil:
		failure = shared
	case slices.Contains(refusals, failure.Why.Code):
		var why *grader.CaseFailure
		if call.Asked(func() { why = c.refusedFor(rules) }) {
			failure = cmp.Or(why, failure)
		}
	}
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = c.text()
	if failure.Yours == "" {
		failure.Yours, failure.Allowed = result.String(), c.figure2().String()
	}
	if slices.Contains(about[c.name], failure.Why.Code) {
		failure.Place, failure.Why = "", lab.Saying{} // the example has better ones
	}
	return failure
}

// call gives the request to a whole server, because only the node knows what it would save. Shared is the failure
// of the memory behind the log, nil for none.
func (c appendCall) call(rules raft.Rules) (result result, shared *grader.CaseFailure) {
	handle := rules.HandleAppendEntries
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		reply := handle(s, req)
		result = resultOf(s, reply)
		return reply
	}
	state := c.server.State()
	state.Leader = c.leader
	server, err := node.New(node.Config{
		ID: state.ID, Servers: state.Servers, Rules: rules, HeartbeatInterval: 1,
		ElectionTimeoutMin: 2, ElectionTimeoutMax: 2, MaxEntriesPerMessage: 1,
	})
	if err != nil {
		panic(fmt.Sprintf("grader: a server of a small call cannot be made: %v", err))
	}
	disk := raft.Saved{CurrentTerm: c.server.Term, VotedFor: c.server.VotedFor, Log: call.Entries(c.server.Log)}
	server.Step(0, node.Restart{Saved: disk})
	server.State = *state

	given := server.Log.From(1)
	request := c.request
	request.Entries = slices.Clone(c.request.Entries)
	out := server.Step(0, node.Receive{Message: raft.Message{From: request.LeaderID, To: state.ID, Body: request}})
	return result, c.sharedMemory(given, request.Entries, disk, out.Save, result)
}

// sharedMemory judges what the log does not show: entries that others hold have not changed, and the disk gets every
// change.
func (c appendCall) sharedMemory(
	given, sent []raft.Entry, disk raft.Saved, record *raft.Save, result result,
) *grader.CaseFailure {
	const place = "raft.Log, From and TruncateFrom"
	before := call.Entries(c.server.Log)
	if !raft.EqualEntries(given, before) {
		return &grader.CaseFailure{Place: place,
			Why: lab.Say("append.call.memory.given", "A message on its way may hold these entries. Change the log "+
				"with s.Log.TruncateFrom and s.Log.Append, and never write to what s.Log.From gives."),
			Yours: fmt.Sprintf("log=%v, and the entries that s.Log.From gave out before this call are %v now",
				call.Terms(result.log), call.Terms(given)),
			Allowed: fmt.Sprintf("log=%v, and the entries that were given out are still %v",
				call.Terms(result.log), call.Terms(before))}
	}
	if !raft.EqualEntries(sent, c.request.Entries) {
		return &grader.CaseFailure{Place: place,
			Why: lab.Say("append.call.memory.request", "The entries of the request have changed. Others may hold "+
				"them: whoever sent it, or a second copy of it."),
			Yours:   fmt.Sprintf("the request's entries are %v now", call.Terms(sent)),
			Allowed: fmt.Sprintf("they are still %v", call.Terms(c.request.Entries))}
	}
	var err error
	if record != nil {
		disk.Log = slices.Clip(disk.Log)
		err = disk.Apply(*record)
	}
	if err != nil || !raft.EqualEntries(disk.Log, result.log) {
		return &grader.CaseFailure{Place: place,
			Why: lab.Say("append.call.memory.disk", "The log changed, and the disk was not told: after a crash the "+
				"change is gone. Change the log with s.Log.TruncateFrom and s.Log.Append, which see to that."),
			Yours:   fmt.Sprintf("log=%v, and the disk has %v", call.Terms(result.log), call.Terms(disk.Log)),
			Allowed: fmt.Sprintf("log=%v, and the disk has the same", call.Terms(result.log))}
	}
	return nil
}
