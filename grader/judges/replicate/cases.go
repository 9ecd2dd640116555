package replicate

import (
	"slices"

	"raftlab/grader/call"
	"raftlab/raft"
)

// leaderOf3 is S1, the leader of a term in a cluster of three.
func leaderOf3(term raft.Term, log ...raft.Term) call.Server {
	return call.Server{Servers: 3, Role: raft.Leader, Term: term, VotedFor: 1, Log: log}
}

// sendSituations are what the leader S1 sends to S2.
func sendSituations() []replicateCall {
	committed := func(s call.Server, commit raft.Index) call.Server {
		s.CommitIndex = commit
		return s
	}
	send := func(name, place, why string, leader call.Server, next, match raft.Index, limit int) replicateCall {
		return replicateCall{
			name:   name,
			place:  place,
			why:    why,
			kind:   sendKind,
			leader: leader,
			next:   next,
			match:  match,
			limit:  limit,
		}
	}
	return []replicateCall{
		send("a new entry for a follower that has all before it", leadersSend,
			"S2 has entries 1 and 2. The message carries entry 3, which belongs behind entry 2 of term 1.",
			leaderOf3(1, 1, 1, 1), 3, 2, 10),
		send("the first entry ever", leadersPrev,
			"There is nothing before entry 1: prevLogIndex and prevLogTerm are 0.",
			leaderOf3(1, 1), 1, 0, 10),
		send("a heartbeat to a follower that has everything", leadersSend,
			"There is nothing new. The message carries no entries, and still names the last one, so that S2 can "+
				"check its own.",
			leaderOf3(1, 1, 1), 3, 2, 10),
		send("a new leader's first message", leadersSend,
			"Nothing is known of S2. nextIndex begins behind what S1 had when it won, and that is where its new "+
				"entry goes.",
			leaderOf3(3, 1, 2, 3), 3, 0, 10),
		send("a follower that is far behind", leadersSend, "S2 lacks entries 2 to 4. All of them fit into one message.",
			leaderOf3(2, 1, 1, 2, 2), 2, 1, 10),
		send("more entries than a message may carry", leadersSend,
			"At most limit entries go into one message; the rest follow when S2 has answered. The caller counts on it.",
			leaderOf3(2, 1, 1, 2, 2), 2, 1, 2),
		send("the entry before is of an earlier term", leadersPrev,
			"prevLogTerm is the term of the entry at prevLogIndex: 1. S1's currentTerm of 3 is not that, nor is "+
				"its last entry's term.",
			leaderOf3(3, 1, 2, 3), 2, 1, 10),
		send("the commit index travels along", leadersCommit,
			"A follower learns only from leaderCommit what it may apply. S2 has everything, and nobody else "+
				"will tell it.",
			committed(leaderOf3(1, 1, 1), 2), 3, 2, 10),
	}
}

// answerSituations are what S2 answers to the leader S1.
func answerSituations() []replicateCall { return slices.Concat(presentSituations(), pastSituations()) }

func answer(
	name, place, why string, leader call.Server, next, match raft.Index, reply raft.AppendEntriesReply,
) replicateCall {
	return replicateCall{
		name: name, place: place, why: why, kind: answerKind, leader: leader, next: next, match: match, reply: reply,
	}
}

// presentSituations are answers to S1's present leadership.
func presentSituations() []replicateCall {
	// Present says that the refusal answers S1's present message: S1 must go back.
	present := func(c replicateCall) replicateCall {
		c.present = true
		return c
	}
	return []replicateCall{
		answer("a success", leadersSuccess, "S2 has entries 1 to 3. What it lacks begins at 4.",
			leaderOf3(1, 1, 1, 1), 2, 1, replySuccess(1, 3)),
		answer("a success for a part of what the leader has by now", leadersSuccess,
			"The message ended at entry 2. Entries 3 and 4 came to S1 while it was on its way, and S2 has "+
				"not seen them.",
			leaderOf3(1, 1, 1, 1, 1), 2, 1, replySuccess(1, 2)),
		answer("a success that was overtaken", leadersSuccess,
			"S2 has confirmed entry 3 already. The late answer proves less, and takes nothing back: matchIndex "+
				"increases monotonically.",
			leaderOf3(1, 1, 1, 1), 4, 3, replySuccess(1, 1)),
		answer("a success without news", leadersSuccess, "An answer to a heartbeat. Everything stays.",
			leaderOf3(1, 1, 1), 3, 2, replySuccess(1, 2)),
		present(answer("the follower's log is too short", leadersRefused,
			"S2 has one entry, and was offered entry 4 behind entry 3. It lacks 2 first. matchIndex stays: a "+
				"refusal proves nothing.",
			leaderOf3(2, 1, 1, 2, 2), 4, 0, replyRefusal(2, 2, 0))),
		present(answer("the follower has another entry there", leadersRefused,
			"S2 has an entry of term 2 at index 3, its first of that term is at 2, and S1 has none of term 2. They "+
				"part before index 3.",
			leaderOf3(4, 1, 1, 3, 4), 4, 0, replyRefusal(4, 2, 2))),
		present(answer("the leader has entries of the conflicting term, too", leadersHint,
			"S2 has term 1 at index 3, from index 1 on. S1 has term 1 up to index 2, so they may agree until "+
				"there; but not at 3.",
			leaderOf3(4, 1, 1, 3, 4), 4, 0, replyRefusal(4, 1, 1))),
		present(answer("the follower's log is empty", leadersRefused,
			"S2 lacks entry 1 already. nextIndex can be 1, and never 0.",
			leaderOf3(2, 1, 2), 2, 0, replyRefusal(2, 1, 0))),
		answer("a refusal that was overtaken", leadersRefused,
			"S2 lacked entry 1 when it sent this, and has confirmed entries 1 to 3 since. nextIndex stays above "+
				"matchIndex.",
			leaderOf3(2, 1, 1, 2), 4, 3, replyRefusal(2, 1, 0)),
	}
}

// pastSituations are answers to an earlier leadership.
func pastSituations() []replicateCall {
	other := func(role raft.Role, votedFor raft.NodeID) call.Server {
		return call.Server{Servers: 3, Role: role, Term: 3, VotedFor: votedFor, Log: []raft.Term{1, 3}}
	}
	return []replicateCall{
		answer("a success of an earlier leadership", leadersOldTerm,
			"S1 led term 1, too, and this answers a message from then. Another leader may have had S2 remove those "+
				"entries since.",
			leaderOf3(3, 1, 1, 3), 3, 0, replySuccess(1, 3)),
		answer("a later term", call.AllServers, "S2 is in term 4. So is S1 from now on, and not as its leader.",
			leaderOf3(3, 1, 3), 2, 0, replyRefusal(4, 0, 0)),
		answer("a later term, and the candidate was a leader once", call.AllServers,
			"Whoever sees a later term adopts it and is a follower in it, a candidate too.",
			other(raft.Candidate, 1), 2, 0, replyRefusal(4, 0, 0)),
		answer("the leader has restarted since", leadersOldTerm,
			"S1 crashed after it had sent the message, and is a follower now, of the same term. What a leader does "+
				"with an answer is not for it.",
			other(raft.Follower, 1), 2, 0, replySuccess(3, 2)),
	}
}

func replySuccess(term raft.Term, match raft.Index) raft.AppendEntriesReply {
	return raft.AppendEntriesReply{Term: term, Success: true, MatchIndex: match}
}

func replyRefusal(term raft.Term, index raft.Index, conflict raft.Term) raft.AppendEntriesReply {
	return raft.AppendEntriesReply{Term: term, ConflictIndex: index, ConflictTerm: conflict}
}

// repairSituations are Figure 7: a leader of term 8, which already has its first entry at index 11, and six followers,
// each as S2.
func repairSituations() []replicateCall {
	repair := func(name string, follower ...raft.Term) replicateCall {
		return replicateCall{
			name: "Figure 7, " + name, place: figure7, why: "Step by step, S2's log must become S1's: back to " +
				"where both agree, and on from there.",
			kind: repairKind, leader: leaderOf3(8, 1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 8), next: 11,
			limit: 4, follower: follower,
		}
	}
	return []replicateCall{
		repair("follower (a): it lacks the last entry", 1, 1, 1, 4, 4, 5, 5, 6, 6),
		repair("follower (b): it lacks many", 1, 1, 1, 4),
		repair("follower (c): it has one too many", 1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6),
		repair("follower (d): it led term 7, and nobody knows", 1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7),
		repair("follower (e): it lacks some, and has others", 1, 1, 1, 4, 4, 4, 4),
		repair("follower (f): it led terms 2 and 3", 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3),
	}
}
