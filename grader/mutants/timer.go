package mutants

import (
	"raftlab/raft"
	"raftlab/raft/reference"
)

// timers are the mutants of group T: how long to wait for a leader, what restarts the wait, and who steps down. Safety
// does not depend on time (§5.6). With unlucky waits, most of these mutants cost a cluster its progress.
func timers() []Mutant {
	return []Mutant{
		{ID: "T01", Exercise: "timeout", Title: "A candidate that is refused starts the voter's wait anew",
			Breaks: []string{progress}, Rules: timerEvents(raft.RefusedVote, true),
			Source: "Figure 2, Followers; Students' Guide to Raft",
			Rare: "The candidate that is behind must ask more often than the others wait: that takes a server with " +
				"an election timeout of its own."},
		{ID: "T02", Exercise: "timeout", Title: "A leader of an earlier term starts the wait anew",
			Breaks: []string{progress}, Rules: timerEvents(raft.HeardFromOldLeader, true),
			Source:   "Figure 2, Followers; Students' Guide to Raft",
			Harmless: "The refusal tells that leader of the later term, and it steps down."},
		{ID: "T03", Exercise: "timeout", Title: "A vote that is given does not start the wait anew",
			Breaks: []string{progress}, Rules: timerEvents(raft.GrantedVote, false),
			Source:   "Figure 2, Followers; jgroups-raft#45",
			Harmless: "It costs an election now and then; waits are random, and one of them leaves time to win."},
		{ID: "T04", Exercise: "timeout", Title: "A message of the leader does not start the wait anew",
			Breaks: []string{progress}, Rules: timerEvents(raft.HeardFromLeader, false),
			Source:   "Figure 2, Followers; redpanda-data/redpanda#30817",
			Harmless: "Every leader is deposed soon, and each gets something done before."},
		{ID: "T05", Exercise: "campaign", Title: "A candidate does not start another election",
			Breaks: []string{progress}, Rules: standOnce,
			Source: "Figure 2, Candidates; Students' Guide to Raft"},
		{ID: "T06", Exercise: "timeout", Title: "All servers wait equally long",
			Breaks: []string{progress}, Rules: waitsFor(shortest),
			Source: "§5.2"},
		{ID: "T07", Exercise: "timeout", Title: "The longest wait is never drawn",
			Breaks: []string{progress}, Rules: waitsFor(belowMax),
			Source:   "§5.2; etcd-io/etcd#10483",
			Harmless: "One wait of many thousand is missing, and none is added: there is no lease to run into."},
		{ID: "T08", Title: "A leader that steps down has no election timer",
			Breaks: []string{progress}, Source: "§5.2; OneSizeFitsQuorum/MIT6.824-2021#27",
			Harmless: "The node sets that timer, and asks no rule (I7)."},
		{ID: "T09", Title: "A candidate of a later term that is refused starts the wait anew",
			Breaks: []string{progress}, Source: "Figure 2, Followers; tikv/raft-rs#14",
			Harmless: "The rule is not told the term: with it, this is T01."},
		{ID: "T10", Exercise: "append", Title: "A candidate does not give way to the leader of its own term",
			Breaks: []string{progress}, Rules: keepCampaigning,
			Source: "Figure 2, Candidates"},
		{ID: "T11", Exercise: "replicate", Title: "A leader is deaf to a later term in an answer",
			Breaks: []string{progress}, Rules: deafLeader,
			Source: "Figure 2, All Servers; uwplse/verdi-raft#29",
			Harmless: "Who is in a later term, and hears nothing from a leader of it, asks for votes; that " +
				"request makes the old leader step down."},
		{ID: "T12", Title: "A new leader sends no heartbeat at once",
			Breaks: []string{progress}, Source: "Figure 2, Leaders",
			Harmless: "The node sends it, and asks no rule."},
		{ID: "T13", Title: "A leader's own election timer fires",
			Breaks: []string{progress}, Source: "§5.2; databendlabs/openraft#1839",
			Harmless: "A leader has no election timer here (I7)."},
		{ID: "T14", Exercise: "append", Title: "A leader of an earlier term is not told of the later one",
			Breaks: []string{progress}, Rules: hideTerm,
			Source:   "Figure 2, AppendEntries rule 1; etcd-io/etcd#5451",
			Harmless: "It hears of it another way, as with T11: there is no lease that keeps it from that."},
		{ID: "T15", Title: "The term changes while another step is in progress",
			Breaks: twoLeaders, Source: "Figure 2, All Servers; hashicorp/raft#695",
			Harmless: "There is one term, in one place, and a step is never interrupted."},
	}
}

// timerEvents is ResetsElectionTimer with another answer for one event.
func timerEvents(event raft.TimerEvent, resets bool) func(*raft.Rules) {
	return func(rules *raft.Rules) {
		rules.ResetsElectionTimer = func(e raft.TimerEvent) bool {
			if e == event {
				return resets
			}
			return reference.ResetsElectionTimer(e)
		}
	}
}

// waitsFor is ElectionTimeout, with at least two waits in the range.
func waitsFor(wait func(min, max raft.Duration, draw raft.Draw) raft.Duration) func(*raft.Rules) {
	return func(rules *raft.Rules) {
		rules.ElectionTimeout = func(min, max raft.Duration, draw raft.Draw) raft.Duration {
			if min == max {
				return min
			}
			return wait(min, max, draw)
		}
	}
}

func shortest(min, _ raft.Duration, _ raft.Draw) raft.Duration { return min }

// belowMax forgets that draw(n) gives at most n-1.
func belowMax(min, max raft.Duration, draw raft.Draw) raft.Duration {
	return min + raft.Duration(draw(uint64(max-min)))
}

func standOnce(rules *raft.Rules) {
	rules.StartElection = func(s *raft.State) raft.RequestVote {
		if s.Role == raft.Candidate {
			return raft.RequestVote{Term: s.CurrentTerm, CandidateID: s.ID,
				LastLogIndex: s.Log.LastIndex(), LastLogTerm: s.Log.LastTerm()}
		}
		return reference.StartElection(s)
	}
}

func keepCampaigning(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		if s.Role == raft.Candidate && req.Term == s.CurrentTerm {
			return raft.AppendEntriesReply{Term: s.CurrentTerm}
		}
		return reference.HandleAppendEntries(s, req)
	}
}

func deafLeader(rules *raft.Rules) {
	rules.HandleAppendEntriesReply = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		if reply.Term <= s.CurrentTerm {
			reference.HandleAppendEntriesReply(s, from, reply)
		}
	}
}

func hideTerm(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		reply := reference.HandleAppendEntries(s, req)
		if req.Term < s.CurrentTerm {
			reply.Term = req.Term
		}
		return reply
	}
}
