package mutants

import (
	"raftlab/raft"
	"raftlab/raft/reference"
)

// afterwards is why random schedules do not see most mutants of group Q.
const afterwards = "It costs elections while faults last. Once they are over, a leader is elected all the same."

// calm are the mutants of group Q: elections that do not disturb a leader that works, and a leader that steps down when
// it cannot work. Nearly all of them cost time only, and only where somebody looks at whose leader was deposed for no
// good reason: the stories of exercise prevote do. Random schedules judge a cluster after its faults have ended.
func calm() []Mutant {
	return []Mutant{
		{ID: "Q01", Exercise: "prevote", Title: "A server raises its term when it asks",
			Breaks: []string{steadyLeader}, Rules: raiseToAsk,
			Source: "thesis §9.6; hashicorp/raft#474", Harmless: afterwards},
		{ID: "Q02", Exercise: "prevote", Title: "A voter adopts the term of a question",
			Breaks: []string{steadyLeader}, Rules: adoptQuestion,
			Source: "thesis §9.6", Harmless: afterwards},
		{ID: "Q03", Exercise: "prevote", Title: "A server takes its vote back when it asks",
			Breaks: twoLeaders, Rules: askWithoutVote,
			Source: "thesis §9.6; canonical/raft#196"},
		{ID: "Q04", Exercise: "prevote", Title: "Pre-votes are counted as votes",
			Breaks: twoLeaders, Rules: countPreVotes,
			Source: "thesis §9.6; canonical/raft#196"},
		{ID: "Q05", Exercise: "prevote", Title: "A refusal hides that the pre-candidate is behind",
			Breaks: []string{progress}, Rules: hideFromAsker,
			Source: "thesis §9.6; etcd-io/etcd#8243, #8501", Harmless: afterwards},
		{ID: "Q06", Exercise: "prevote", Title: "A server that asks still counts on its leader",
			Breaks: []string{progress}, Rules: stillCounts,
			Source: "thesis §9.6; etcd-io/etcd#8334; tikv/tikv#3270",
			Harmless: "The caller forgets the leader, too, after a least election timeout. Only a server that stands " +
				"before that is refused."},
		{ID: "Q07", Title: "A yes starts the voter's wait again",
			Breaks: []string{progress}, Source: "thesis §9.6; hashicorp/raft#530",
			Harmless: "The node starts no wait for a question, and asks no rule."},
		{ID: "Q08", Exercise: "prevote", Title: "A vote of the present term binds in a later one",
			Breaks: []string{progress}, Rules: boundForEver,
			Source: "thesis §9.6; canonical/raft#196"},
		{ID: "Q09", Exercise: "prevote", Title: "A voter that hears a leader says yes",
			Breaks: []string{steadyLeader}, Rules: yesInSpiteOfLeader,
			Source: "thesis §9.6; cockroachdb/cockroach#104042", Harmless: afterwards},
	}
}

// quorums are the rest of group Q, from Q10 on.
func quorums() []Mutant {
	return []Mutant{
		{ID: "Q10", Exercise: "prevote", Title: "A leader without a majority leads on",
			Breaks: []string{steadyLeader}, Rules: leadOn,
			Source: "thesis §6.2; cockroachdb/cockroach#6219", Harmless: afterwards},
		{ID: "Q11", Exercise: "prevote", Title: "Whoever answered a leader once counts for ever",
			Breaks: []string{steadyLeader}, Rules: neverCleared,
			Source: "thesis §6.2", Harmless: afterwards},
		{ID: "Q12", Title: "A leader that does not vote counts itself",
			Breaks: []string{progress}, Source: "thesis §6.2, §4.2.2; apache/kafka#16211",
			Harmless: "CheckQuorum asks IsQuorum, which counts voters only. A rule that counts others is M13."},
		{ID: "Q13", Exercise: "membership", Title: "A server that does not vote asks and stands",
			Breaks: []string{progress}, Rules: learnersStand, Source: "thesis §4.2.1; redpanda-data/redpanda#8495",
			Harmless: "It costs time only: a learner deposes leaders, and steps down when it is elected. A story " +
				"shows it."},
		{ID: "Q14", Title: "Requests for votes are left unanswered where nobody asks first",
			Breaks: []string{progress}, Source: "thesis §4.2.3, §9.6; etcd-io/etcd#5451, #5468",
			Harmless: "That is a setup, and no mistake in a rule: the story of stickiness alone shows it."},
		{ID: "Q15", Exercise: "prevote", Title: "A leader handles a request that would depose it",
			Breaks: []string{steadyLeader}, Rules: leaderHandles,
			Source: "thesis §4.2.3; etcd-io/etcd#12673", Harmless: afterwards},
		{ID: "Q16", Title: "Some servers ask first, and others do not",
			Breaks: []string{progress}, Source: "thesis §9.6; etcd-io/etcd#8501",
			Harmless: "The switch is one for all servers."},
		{ID: "Q17", Exercise: "prevote", Title: "A leader that steps down without a majority takes its vote back",
			Breaks: twoLeaders, Rules: stepDownWithoutVote,
			Source: "thesis §6.2; Figure 2, RequestVote rule 2",
			Harmless: "A leader of this core has an entry of its own term (§8). No other candidate of that term has " +
				"one, so its log is behind, and it gets no vote. Without that entry there would be two leaders."},
		{ID: "Q18", Exercise: "prevote", Title: "A yes is compared with the present term",
			Breaks: []string{progress}, Rules: presentTerm,
			Source: "thesis §9.6"},
	}
}

// handovers are the mutants of group X: a leader hands over on purpose.
func handovers() []Mutant {
	const node = "The node does that, and asks no rule."
	return []Mutant{
		{ID: "X01", Exercise: "prevote", Title: "The target is told to stand before it has the whole log",
			Breaks: []string{progress}, Rules: tellEarly,
			Source:   "thesis §3.10; redpanda-data/redpanda#2606",
			Harmless: "It is refused, and a moment without a leader passes."},
		{ID: "X02", Exercise: "prevote", Title: "Commands are taken again as soon as the target is told to stand",
			Breaks: []string{progress}, Rules: takeCommands,
			Source: "thesis §3.10; hashicorp/raft#487, #581",
			Harmless: "A command that comes meanwhile may get lost, and its client is told that its outcome is " +
				"unknown."},
		{ID: "X03", Title: "A transfer never ends if its target is dead",
			Breaks: []string{progress}, Source: "thesis §3.10; databendlabs/openraft#2088", Harmless: node},
		{ID: "X04", Title: "The target asks first, and is refused",
			Breaks: []string{progress}, Source: "thesis §3.10, §9.6; RedisLabs/raft#88", Harmless: node},
		{ID: "X05", Exercise: "prevote", Title: "A request that the leader asked for is left unanswered",
			Breaks: []string{progress}, Rules: deafToTransfer,
			Source:   "thesis §4.2.3; etcd-io/etcd#5451",
			Harmless: "The target does not win, and after a while somebody else does."},
		{ID: "X06", Title: "A server that does not vote is the target",
			Breaks: []string{progress}, Source: "thesis §3.10; etcd-io/etcd#10727", Harmless: node},
		{ID: "X07", Title: "A server stands because a leader of an earlier term told it to",
			Breaks: []string{progress}, Source: "thesis §3.10", Harmless: node},
	}
}

func raiseToAsk(rules *raft.Rules) {
	rules.StartPreVote = func(s *raft.State) raft.PreVote {
		s.CurrentTerm++
		s.VotedFor = raft.None
		return reference.StartPreVote(s)
	}
}

func adoptQuestion(rules *raft.Rules) {
	rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
		}
		return reference.HandlePreVote(s, req)
	}
}

func askWithoutVote(rules *raft.Rules) {
	rules.StartPreVote = func(s *raft.State) raft.PreVote {
		s.VotedFor = raft.None
		return reference.StartPreVote(s)
	}
}

func countPreVotes(rules *raft.Rules) {
	rules.HandlePreVoteReply = func(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) bool {
		if reply.Granted && s.Role == raft.Candidate && reply.Term == s.CurrentTerm {
			s.VotesGranted.Add(from)
			if s.IsQuorum(s.VotesGranted) {
				s.BecomeLeader()
			}
			return false
		}
		return reference.HandlePreVoteReply(s, from, reply)
	}
}

func hideFromAsker(rules *raft.Rules) {
	rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
		reply := reference.HandlePreVote(s, req)
		if !reply.Granted {
			reply.Term = min(reply.Term, req.Term-1)
		}
		return reply
	}
}

func stillCounts(rules *raft.Rules) {
	rules.StartPreVote = func(s *raft.State) raft.PreVote {
		leader, heard := s.Leader, s.Heard
		question := reference.StartPreVote(s)
		s.Leader, s.Heard = leader, heard
		return question
	}
}

func boundForEver(rules *raft.Rules) {
	rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
		if s.VotedFor != raft.None && s.VotedFor != req.CandidateID {
			return raft.PreVoteReply{Term: s.CurrentTerm}
		}
		return reference.HandlePreVote(s, req)
	}
}

func yesInSpiteOfLeader(rules *raft.Rules) {
	rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
		deaf := *s
		deaf.Heard = false
		return reference.HandlePreVote(&deaf, req)
	}
}

func leadOn(rules *raft.Rules) {
	rules.CheckQuorum = func(s *raft.State) { s.Active = 0 }
}

func neverCleared(rules *raft.Rules) {
	rules.CheckQuorum = func(s *raft.State) {
		active := s.Active
		reference.CheckQuorum(s)
		if s.Role == raft.Leader {
			s.Active = active
		}
	}
}

func leaderHandles(rules *raft.Rules) {
	rules.LeavesUnanswered = func(s *raft.State, req raft.RequestVote, transfer bool) bool {
		return s.Role != raft.Leader && reference.LeavesUnanswered(s, req, transfer)
	}
}

func stepDownWithoutVote(rules *raft.Rules) {
	rules.CheckQuorum = func(s *raft.State) {
		reference.CheckQuorum(s)
		if s.Role != raft.Leader {
			s.VotedFor = raft.None
		}
	}
}

func presentTerm(rules *raft.Rules) {
	rules.HandlePreVoteReply = func(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) bool {
		if reply.Granted && reply.Term != s.CurrentTerm {
			return false
		}
		return reference.HandlePreVoteReply(s, from, reply)
	}
}

func tellEarly(rules *raft.Rules) {
	rules.TransferTo = func(*raft.State) bool { return true }
}

func takeCommands(rules *raft.Rules) {
	rules.TransferTo = func(s *raft.State) bool {
		send := reference.TransferTo(s)
		if send {
			s.Transferee = raft.None
		}
		return send
	}
}

func deafToTransfer(rules *raft.Rules) {
	rules.LeavesUnanswered = func(s *raft.State, req raft.RequestVote, _ bool) bool {
		return reference.LeavesUnanswered(s, req, false)
	}
}
