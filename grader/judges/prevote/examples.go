package prevote

import (
	"raftlab/grader/call"
	"raftlab/raft"
)

// follower is S1 of five servers before it asks: it voted for S2 in term 3.
func follower(servers int) call.Server {
	return call.Server{Servers: servers, Role: raft.Follower, Term: 3, VotedFor: 2, Log: []raft.Term{1, 1, 3}}
}

// led is the follower, and S2 leads.
func led(servers int) call.Server {
	s := follower(servers)
	s.Leader = 2
	return s
}

// attemptExamples are about a server that asks.
func attemptExamples() []one {
	return []one{
		&attemptCall{name: "a follower's wait is over", place: asks, about: "prevote.call.ask.term",
			why: "S1 asks whether others would vote for it in term 4, and stays in term 3: nobody hears of its " +
				"question later. If it raised its term each time, it would come back with a high term, and depose a " +
				"leader that works.",
			server: follower(5), steps: []step{ask()}},
		&attemptCall{name: "its leader has been silent for too long", place: asks, about: "prevote.call.ask.heard",
			why: "S1 counted on S2 until now. It has waited for a whole election timeout, so it stops to: otherwise " +
				"two servers whose leader is gone refuse each other for ever.",
			server: led(3), heard: true, steps: []step{ask()}},
		&attemptCall{name: "a server that has voted asks", place: asks, about: "prevote.call.vote",
			why: "S1 voted for S2 in term 3, and S2 may lead that term. To ask is not to stand: the vote stays. A " +
				"late request of S3 for term 3 would get it otherwise, and term 3 would have two leaders.",
			server: led(5), steps: []step{ask()}},
		&attemptCall{name: "a candidate's wait is over", place: asks, about: "prevote.call.ask.for-term",
			why:    "S1 stood in term 4 and did not win. It asks again before it stands again, for term 5.",
			server: call.Server{Servers: 5, Role: raft.Candidate, Term: 4, VotedFor: 1, Log: []raft.Term{1, 1, 3}},
			steps:  []step{ask()}},
		&attemptCall{name: "the first question of an empty cluster", place: asks, about: "prevote.call.ask.log",
			why:    "An empty log ends with 0/0, and the first election is in term 1.",
			server: call.Server{Servers: 3}, steps: []step{ask()}},
		&attemptCall{name: "a pre-candidate asks again, and its first answers do not count", place: asks,
			about: "prevote.call.again",
			why: "S1 asks again. Whoever said yes before may hear a leader by now, so the count begins with S1 " +
				"alone.",
			server: follower(5), steps: []step{ask(), grants(2, 4), ask(), grants(3, 4)}},
	}
}

// answerExamples are about the answers that a pre-candidate gets.
func answerExamples() []one {
	return []one{
		answer("two of five would vote for it", "prevote.call.counted",
			"S1 and S2 are two of five. A majority is three.", grants(2, 4)),
		answer("three of five would vote for it", "prevote.call.won",
			"S1, S2 and S3 are three of five: S1 may stand.", grants(2, 4), grants(3, 4)),
		answer("the same answer arrives twice", "prevote.call.doubled",
			"Networks deliver messages twice. S2 has one voice, however often S1 hears of it.", grants(2, 4), grants(2,
				4)),
		answer("a server refuses", "prevote.call.gives-up",
			"S2 refuses, and that is no reason to give up: three others may say yes.", refuses(2, 3)),
		answer("two refuse, and a majority would vote for it all the same", "prevote.call.won",
			"S2 and S3 refuse. With S4 and S5, S1 has three of five.", refuses(2, 3), refuses(3, 3), grants(4, 4),
			grants(5, 4)),
		answer("a server that is ahead refuses", "prevote.call.deaf",
			"S2 is in term 9. If S1 does not adopt it, it asks for term 4 again and again, and everybody who is ahead "+
				"refuses for ever.", refuses(2, 9)),
		answer("a yes of an earlier attempt", "prevote.call.earlier",
			"S2 and S3 said yes to a question for term 4, and their answers are late. S1 asks for term 6 now, "+
				"an answer says nothing about another term.",
			refuses(4, 5), ask(), grants(2, 4), grants(3, 4)),
		answer("a yes after the leader was heard", "prevote.call.over",
			"S5 leads, and S1 follows it. The answers of S2 and S3 are late: if S1 stood now, it would depose S5.",
			hears(), grants(2, 4), grants(3, 4), grants(4, 4)),
		answer("a yes while S1 stands already", "prevote.call.leads",
			"S1 stands in term 4, and S4 says late that it would vote for it there. Would is not does: S4 may vote "+
				"for S5 in term 4. A pre-vote that is counted as a vote elects two leaders.",
			grants(2, 4), grants(3, 4), stands(), grants(4, 4), grants(5, 4)),
	}
}

// answer is an example of S1 of five servers, which has asked.
func answer(name, about, why string, steps ...step) *attemptCall {
	return &attemptCall{name: name, place: counts, about: about, why: why, server: led(5),
		steps: append([]step{ask()}, steps...)}
}

// question is an example of S1 of three servers, which S2 asks.
func question(name, why string, voter call.Server, heard bool, term raft.Term, last raft.Index, lastTerm raft.Term,
) questionCall {
	return questionCall{name: name, place: answers, why: why, voter: voter, heard: heard,
		request: raft.PreVote{Term: term, CandidateID: 2, LastLogIndex: last, LastLogTerm: lastTerm}}
}

// questionExamples are about a server that is asked.
func questionExamples() []one {
	voter := func(vote raft.NodeID, log ...raft.Term) call.Server {
		return call.Server{Servers: 3, Term: 3, VotedFor: vote, Log: log}
	}
	heard, named := voter(3, 1, 3), voter(3, 1, 3)
	leader, candidate, asking := voter(1, 1, 3), voter(1, 1, 3), voter(3, 1, 3)
	heard.Leader, named.Leader, leader.Leader = 3, 3, 1
	leader.Role, candidate.Role, asking.Role = raft.Leader, raft.Candidate, raft.PreCandidate
	return []one{
		question("no leader is known, and the logs are equal",
			"S1 would vote for S2 in term 4, and says so. The answer has term 4, the one that was asked for.",
			voter(3, 1, 3), false, 4, 2, 3),
		question("a leader is heard, and the log is as good as any",
			"S1 has just heard from S3, which leads. A comparison of logs alone would let S2 depose it again and "+
				"again, as long as S2 does not hear S3.",
			heard, true, 4, 2, 3),
		question("the leader that it knew is silent",
			"S1 still sends clients to S3, but it has not heard from S3 for a least election timeout. It is Heard "+
				"that says whether a leader works.", named, false, 4, 2, 3),
		question("the leader itself is asked",
			"S1 leads. It hears itself, so it knows of a leader that works.", leader, true, 4, 2, 3),
		question("its log is behind", "S1's last entry is of term 3, and that of S2's log of term 1. S1 would not "+
			"vote for it, and says so before the term rises.", voter(3, 1, 3), false, 4, 5, 1),
		question("its log is longer, and ends in a later term",
			"S2 has all that S1 has, and more.", voter(3, 1, 3), false, 4, 3, 3),
		question("S1 has voted for another in the present term",
			"S1's vote for S3 belongs to term 3. S2 asks for term 4, and a later term brings a new vote.", voter(3, 1,
				3),
			false, 4, 2, 3),
		question("S1 asks itself",
			"S1 is a pre-candidate, and S2 asks for the same term. To say yes is to promise nothing. Two that refuse "+
				"each other would wait for ever.", asking, false, 4, 2, 3),
		question("a question for the present term, and the vote is taken",
			"S2 is one term behind and asks for term 3, in which S1 has voted for S3. It would not get the vote.",
			voter(3, 1, 3), false, 3, 2, 1),
		question("a question for a term that is over",
			"S2 is in term 1. S1 refuses, and its answer has term 3, so that S2 learns how far it is behind. If S2's "+
				"log is the only one that can win, nobody would be elected without that.",
			voter(3), false, 2, 3, 1),
		question("a candidate is asked for the term that it stands in",
			"S1 has voted for itself in term 3.", candidate, false, 3, 2, 3),
	}
}

// requestExamples are about RequestVote where a leader is known.
func requestExamples() []one {
	base := call.Server{Servers: 3, Term: 3, VotedFor: 3, Log: []raft.Term{1, 3}}
	heard, leader := base, base
	heard.Leader = 3
	leader.Role, leader.VotedFor, leader.Leader = raft.Leader, 1, 1
	request := func(term raft.Term) raft.RequestVote {
		return raft.RequestVote{Term: term, CandidateID: 2, LastLogIndex: 2, LastLogTerm: 3}
	}
	return []one{
		requestCall{name: "a request while a leader is heard", voter: heard, heard: true, request: request(7),
			why: "S1 has just heard from S3. If it handled the request of S2, it would adopt term 7, and S3 would " +
				"hear of that at its next heartbeat."},
		requestCall{name: "a request to the leader", voter: leader, heard: true, request: request(7),
			why: "S1 leads, and works. If it handled the request, it would step down for no good reason."},
		requestCall{name: "a request when no leader is known", voter: heard, request: request(7),
			why: "S1 has not heard from S3 for a least election timeout. If it were silent now, nobody could be " +
				"elected."},
		requestCall{name: "a request that the leader asked for", voter: heard, heard: true, transfer: true,
			request: request(4),
			why: "S3 hands over, and told S2 to stand. S1 hears S3, and answers all the same: otherwise no transfer " +
				"ever ends well."},
		requestCall{name: "a request of an earlier term when no leader is known", voter: base, request: request(2),
			why: "S2 is behind, and learns of it from S1's refusal only."},
	}
}

// intervalExamples are about a leader at the end of an interval.
func intervalExamples() []one {
	leader := func(servers int) call.Server {
		return call.Server{Servers: servers, Role: raft.Leader, Term: 3, VotedFor: 1, Leader: 1, Log: []raft.Term{1, 3}}
	}
	return []one{
		intervalCall{name: "two followers of four have answered", leader: leader(5), active: raft.SetOf(2, 4),
			why: "S1, S2 and S4 are three of five, which is a majority: S1 can work, and leads on."},
		intervalCall{name: "one follower of four has answered", leader: leader(5), active: raft.SetOf(2),
			why: "S1 and S2 are two of five. S1 can commit nothing, and its clients would wait for it for as long as " +
				"it leads. It steps down."},
		intervalCall{name: "nobody has answered", leader: leader(3),
			why: "S1 is alone, one of three. The others may have another leader by now."},
		intervalCall{name: "half of the servers", leader: leader(4), active: raft.SetOf(3),
			why: "S1 and S3 are two of four. Half is no majority: the other half could elect nobody either, but " +
				"neither can S1 commit."},
		intervalCall{name: "a cluster of one server", leader: leader(1),
			why: "S1 is a majority of one. It needs no answer."},
	}
}

// handoverExamples are about a leader that hands over.
func handoverExamples() []one {
	leader := call.Server{
		Servers: 3, Role: raft.Leader, Term: 3, VotedFor: 1, Leader: 1, Log: []raft.Term{1, 3, 3}, CommitIndex: 2,
	}
	empty := call.Server{Servers: 3, Role: raft.Leader, Term: 1, VotedFor: 1, Leader: 1}
	return []one{
		handoverCall{name: "the target has the whole log", leader: leader, target: 2, has: 3, others: 2,
			why: "S2 can win: no log is more up to date than its own. S1 tells it to stand."},
		handoverCall{name: "the target lacks an entry", leader: leader, target: 2, has: 2, others: 3,
			why: "S3 has entry 3, and S2 does not: S3 would refuse it. S1 sends the entry first, and waits for the " +
				"answer."},
		handoverCall{name: "the target has all that is committed, and not the rest", leader: leader, target: 3, has: 2,
			others: 2,
			why: "Entry 3 is on S1 alone. S1 would refuse S3, so S3 depends on S2. S1 waits for a moment, and S3 " +
				"has it all."},
		handoverCall{name: "the log is empty", leader: empty, target: 2,
			why: "S2 lacks nothing."},
	}
}
