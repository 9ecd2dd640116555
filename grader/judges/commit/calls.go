package commit

import (
	"fmt"
	"slices"

	"raftlab/grader/call"
	"raftlab/raft"
)

// commitCall is a leader and its MatchIndex: match is the leader's knowledge of S2, S3, ... Only examples have a
// name and why.
type commitCall struct {
	name, place, why string
	leader           call.Server
	match            []raft.Index
}

// smallCalls is every call of a leader of one to five servers with short logs.
func smallCalls() []commitCall {
	var calls []commitCall
	for servers := 1; servers <= 5; servers++ {
		length := 3
		if servers > 3 {
			length = 2
		}
		for _, log := range call.Logs(length, 3) {
			for _, term := range []raft.Term{2, 3} {
				if len(log) > 0 && log[len(log)-1] > term {
					continue
				}
				for commit := range len(log) + 1 {
					leader := call.Server{
						Servers: servers, Role: raft.Leader, Term: term, VotedFor: 1, Log: log,
						CommitIndex: raft.Index(commit),
					}
					// What is committed need not be applied yet.
					for leader.Unapplied = 0; leader.Unapplied <= min(leader.CommitIndex, 1); leader.Unapplied++ {
						for _, match := range matches(servers-1, raft.Index(len(log))) {
							calls = append(calls, commitCall{leader: leader, match: match})
						}
					}
				}
			}
		}
	}
	return calls
}

// matches is every MatchIndex that a leader can have for so many followers, with at most last entries each.
func matches(followers int, last raft.Index) [][]raft.Index {
	all := [][]raft.Index{nil}
	for range followers {
		var longer [][]raft.Index
		for _, match := range all {
			for of := raft.Index(0); of <= last; of++ {
				longer = append(longer, append(slices.Clone(match), of))
			}
		}
		all = longer
	}
	return all
}

func (c commitCall) size() int {
	size := c.leader.Size()
	for _, match := range c.match {
		size += int(match)
	}
	return size
}

func (c commitCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run, Call: c.call}
}

func (c commitCall) call() (state, request string) {
	s := c.state()
	return fmt.Sprintf("%v matchIndex %s", c.leader, ofServers(s, s.MatchIndex)), "AdvanceCommitIndex"
}

func (c commitCall) state() *raft.State {
	s := c.leader.State()
	for i, match := range c.match {
		s.MatchIndex[i+2] = match
	}
	return s
}
