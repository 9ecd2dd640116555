package mutants

import (
	"raftlab/raft"
	"raftlab/raft/reference"
)

// votes are the mutants of group V about giving a vote, except V03.
func votes() []Mutant {
	return []Mutant{
		{ID: "V01", Exercise: "vote", Title: "A follower votes for every candidate of its term",
			Breaks: twoLeaders, Rules: voteTwice,
			Source: "Figure 2, RequestVote rule 2; djjonno/kerala#18"},
		{ID: "V02", Exercise: "vote", Title: "A vote is not given again to the candidate that has it",
			Breaks: []string{progress}, Rules: voteOnce,
			Source:   "Figure 2, RequestVote rule 2; ktoso/akka-raft#29",
			Harmless: "A candidate of this core asks once a term, so only a doubled request is refused."},
		{ID: "V03", Exercise: "campaign", Title: "A candidate does not remember that it voted for itself",
			Breaks: ownVote, Rules: forgetOwnVote,
			Source: "Figure 2, Candidates; vesoft-inc/nebula#3415"},
		{ID: "V04", Exercise: "vote", Title: "The longer log wins, whatever its last term",
			Breaks: lostEntry, Rules: compareLogs(longer),
			Source: "§5.4.1; sile/noraft#22"},
		{ID: "V05", Exercise: "vote", Title: "A candidate must be ahead in last term and in length",
			Breaks: []string{progress}, Rules: compareLogs(laterAndLonger),
			Source: "§5.4.1; neo4j/neo4j#6289",
			Harmless: "While all servers are up, the last leader can be elected again: those who elected it " +
				"have had nothing since but what it sent them. Only with that leader down, the others may " +
				"refuse each other for ever."},
		{ID: "V06", Exercise: "vote", Title: "The later last term wins, and of equal ones either",
			Breaks: lostEntry, Rules: compareLogs(laterTerm),
			Source: "§5.4.1; markwylde/liferaft#8"},
		{ID: "V07", Exercise: "vote", Title: "A candidate is refused only if it is behind in last term and in length",
			Breaks: lostEntry, Rules: compareLogs(laterOrLonger),
			Source: "§5.4.1; markwylde/liferaft#8"},
		{ID: "V08", Exercise: "vote", Title: "A candidate with an equal log is refused",
			Breaks: []string{progress}, Rules: compareLogs(strictlyAhead),
			Source: "§5.4.1"},
		{ID: "V09", Exercise: "vote", Title: "The candidate's last term is compared with the voter's current term",
			Breaks: []string{progress}, Rules: compareLogs(laterThanNow),
			Source: "§5.4.1; ravendb/ravendb#9325"},
		{ID: "V10", Exercise: "vote", Title: "A candidate of an earlier term gets the vote, in its own term",
			Breaks: twoLeaders, Rules: voteInThePast,
			Source: "Figure 2, RequestVote rule 1",
			Rare: "A request for a vote must come late to a server that has no vote in its own term: it has heard " +
				"of that term by a refusal, such as a leader that is told to step down."},
		{ID: "V11", Exercise: "vote", Title: "A candidate's later term does not bring a new vote",
			Breaks: []string{progress}, Rules: keepVote,
			Source: "Figure 2, All Servers; butaneprotocol/oracles#18"},
		{ID: "V12", Exercise: "vote", Title: "The old vote is looked at before a later term takes it away",
			Breaks: []string{progress}, Rules: voteBeforeTerm,
			Source: "Figure 2, All Servers; Students' Guide to Raft"},
	}
}

// elections are the rest of group V: which votes are kept, and which count.
func elections() []Mutant {
	return []Mutant{
		{ID: "V13", Title: "A vote for another server is taken back when a role ends in the same term",
			Breaks: twoLeaders,
			Source: "§5.2; microsoft/CCF#8094",
			Harmless: "Without PreVote, a server that voted for another in its term is a follower for the rest " +
				"of it; a candidate that steps down has voted for itself, and can no longer use that vote."},
		{ID: "V14", Exercise: "append", Title: "A follower takes its vote back when it hears from a leader",
			Breaks: twoLeaders, Rules: forgetVoteOnAppend,
			Source: "§5.2; camunda/camunda#5368"},
		{ID: "V15", Exercise: "campaign", Title: "Votes are counted, not voters",
			Breaks: twoLeaders, Rules: countReplies,
			Source: "§5.2; xnnyygn/xraft#27"},
		{ID: "V16", Exercise: "campaign", Title: "A vote of an earlier election counts in this one",
			Breaks: twoLeaders, Rules: countLateVotes,
			Source: "§5.2; andreev-io/little-raft#44"},
		{ID: "V17", Exercise: "campaign", Title: "Votes still make a leader of a server that has stepped down",
			Breaks: ownVote, Rules: leadWithoutCandidacy,
			Source: "§5.2; camunda/camunda#1068",
			Note: "The 296th schedule finds it: " +
				"a majority must have voted before the candidate hears of a later term."},
		{ID: "V18", Title: "A vote given while the timer fires does not stop the candidacy",
			Breaks: []string{progress}, Source: "§5.2; dotnet/dotNext#168",
			Harmless: "That the timer fires and the candidacy that follows are one step here: no vote comes between."},
		{ID: "V19", Exercise: "campaign", Title: "Half of an even number of servers elects",
			Breaks: twoLeaders, Rules: electByHalf,
			Source: "§5.2; etcd-io/raft quorum/testdata/majority_vote.txt"},
		{ID: "V20", Exercise: "campaign", Title: "A majority of the other servers is wanted",
			Breaks: []string{progress}, Rules: electByOthers,
			Source:   "§5.2; amino-os/Amino.Run#143",
			Harmless: "Once all servers are up, enough others answer; only a cluster that lacks one stands still."},
		{ID: "V21", Exercise: "campaign", Title: "A server that is alone waits for a vote",
			Breaks: []string{progress}, Rules: waitWhenAlone,
			Source: "§5.2; amino-os/Amino.Run#143",
			Rare:   "A cluster of one server: random schedules have more."},
		{ID: "V22", Exercise: "append", Title: "A message of an earlier term takes the term back",
			Breaks: ownVote, Rules: followTerm,
			Source: "§5.1; vesoft-inc/nebula#2405"},
		{ID: "V23", Exercise: "campaign", Title: "A candidate is deaf to a later term in a refusal",
			Breaks: []string{progress}, Rules: deafCandidate,
			Source: "Figure 2, All Servers",
			Harmless: "It raises its own term until it is there, or hears of the later one in a request. That costs " +
				"elections."},
	}
}

// voteTwice does not change candidates: V03 is about their own vote.
func voteTwice(rules *raft.Rules) {
	rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if s.Role == raft.Follower && req.Term == s.CurrentTerm {
			s.VotedFor = raft.None
		}
		return reference.HandleRequestVote(s, req)
	}
}

func voteOnce(rules *raft.Rules) {
	rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if req.Term == s.CurrentTerm && s.VotedFor != raft.None {
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		}
		return reference.HandleRequestVote(s, req)
	}
}

func forgetOwnVote(rules *raft.Rules) {
	rules.StartElection = func(s *raft.State) raft.RequestVote {
		req := reference.StartElection(s)
		s.VotedFor = raft.None
		return req
	}
}

// compareLogs is RequestVote with another comparison of the candidate's log and the voter's.
func compareLogs(upToDate func(s *raft.State, req raft.RequestVote) bool) func(*raft.Rules) {
	return func(rules *raft.Rules) {
		rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			if req.Term > s.CurrentTerm {
				s.BecomeFollower(req.Term, raft.None)
			}
			free := s.VotedFor == raft.None || s.VotedFor == req.CandidateID
			if req.Term < s.CurrentTerm || !free || !upToDate(s, req) {
				return raft.RequestVoteReply{Term: s.CurrentTerm}
			}
			s.VotedFor = req.CandidateID
			return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
		}
	}
}

func longer(s *raft.State, req raft.RequestVote) bool { return req.LastLogIndex >= s.Log.LastIndex() }

func laterTerm(s *raft.State, req raft.RequestVote) bool { return req.LastLogTerm >= s.Log.LastTerm() }

// laterThanNow is false for every candidate whose term the voter has just adopted.
func laterThanNow(s *raft.State, req raft.RequestVote) bool { return req.LastLogTerm >= s.CurrentTerm }

func laterAndLonger(s *raft.State, req raft.RequestVote) bool {
	return laterTerm(s, req) && longer(s, req)
}

func laterOrLonger(s *raft.State, req raft.RequestVote) bool {
	return laterTerm(s, req) || longer(s, req)
}

func strictlyAhead(s *raft.State, req raft.RequestVote) bool {
	if req.LastLogTerm != s.Log.LastTerm() {
		return req.LastLogTerm > s.Log.LastTerm()
	}
	return req.LastLogIndex > s.Log.LastIndex()
}

// voteInThePast answers in the term of the candidate. A reply in the voter's own term would only make the candidate
// step down.
func voteInThePast(rules *raft.Rules) {
	rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		term := req.Term
		req.Term = max(req.Term, s.CurrentTerm)
		reply := reference.HandleRequestVote(s, req)
		if reply.VoteGranted {
			reply.Term = term
		}
		return reply
	}
}

func keepVote(rules *raft.Rules) {
	rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if vote := s.VotedFor; req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
			s.VotedFor = vote
		}
		return reference.HandleRequestVote(s, req)
	}
}

func voteBeforeTerm(rules *raft.Rules) {
	rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if s.VotedFor != raft.None && s.VotedFor != req.CandidateID {
			return raft.RequestVoteReply{Term: s.CurrentTerm}
		}
		return reference.HandleRequestVote(s, req)
	}
}

func forgetVoteOnAppend(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		reply := reference.HandleAppendEntries(s, req)
		if req.Term == s.CurrentTerm {
			s.VotedFor = raft.None
		}
		return reply
	}
}

// countReplies counts each reply as another voter, whoever sent it.
func countReplies(rules *raft.Rules) {
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		for s.Role == raft.Candidate && s.VotesGranted.Has(from) {
			from = from%raft.MaxNodeID + 1
		}
		reference.HandleRequestVoteReply(s, from, reply)
		if s.Role == raft.Candidate && s.VotesGranted.Len() >= s.Majority() {
			s.BecomeLeader()
		}
	}
}

func countLateVotes(rules *raft.Rules) {
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		reply.Term = max(reply.Term, s.CurrentTerm)
		reference.HandleRequestVoteReply(s, from, reply)
	}
}

// leadWithoutCandidacy breaks I2, the leader's vote for itself, before a second leader can exist.
func leadWithoutCandidacy(rules *raft.Rules) {
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		if reply.Term > s.CurrentTerm || !reply.VoteGranted || s.Role != raft.Follower {
			reference.HandleRequestVoteReply(s, from, reply)
			return
		}
		s.VotesGranted.Add(from)
		if s.VotesGranted.Len() >= s.Majority() {
			s.BecomeLeader()
		}
	}
}

func electByHalf(rules *raft.Rules) {
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		reference.HandleRequestVoteReply(s, from, reply)
		if s.Role == raft.Candidate && s.VotesGranted.Len() >= half(s) {
			s.BecomeLeader()
		}
	}
}

// half is a majority of an odd number of servers, but only half of an even number.
func half(s *raft.State) int { return (len(s.Servers) + 1) / 2 }

// electWith counts votes like the reference, with another condition for enough votes.
func electWith(enough func(s *raft.State) bool) func(*raft.Rules) {
	return func(rules *raft.Rules) {
		rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
			if reply.Term > s.CurrentTerm {
				s.BecomeFollower(reply.Term, raft.None)
			}
			if reply.Term < s.CurrentTerm || s.Role != raft.Candidate || !reply.VoteGranted {
				return
			}
			s.VotesGranted.Add(from)
			if enough(s) {
				s.BecomeLeader()
			}
		}
	}
}

func electByOthers(rules *raft.Rules) {
	electWith(func(s *raft.State) bool { return s.VotesGranted.Len()-1 >= s.Majority() })(rules)
}

// waitWhenAlone is StartElection without a check of the votes, of which one may be enough.
func waitWhenAlone(rules *raft.Rules) {
	rules.StartElection = func(s *raft.State) raft.RequestVote {
		s.CurrentTerm++
		s.Role, s.Leader, s.VotedFor, s.VotesGranted = raft.Candidate, raft.None, s.ID, raft.SetOf(s.ID)
		return raft.RequestVote{Term: s.CurrentTerm, CandidateID: s.ID,
			LastLogIndex: s.Log.LastIndex(), LastLogTerm: s.Log.LastTerm()}
	}
}

func followTerm(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		s.CurrentTerm = req.Term
		return reference.HandleAppendEntries(s, req)
	}
}

func deafCandidate(rules *raft.Rules) {
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		if reply.Term <= s.CurrentTerm {
			reference.HandleRequestVoteReply(s, from, reply)
		}
	}
}
