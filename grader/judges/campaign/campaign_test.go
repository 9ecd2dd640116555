package campaign_test

import (
	"math/bits"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/exercises/campaign"
	"raftlab/exercises/campaign/solution"
	"raftlab/grader"
	"raftlab/grader/call"
	judge "raftlab/grader/judges/campaign"
	"raftlab/grader/judges/judgetest"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// campaignRules is the two rules of the exercise; nil means the solution's.
type campaignRules struct {
	start  func(s *raft.State) raft.RequestVote
	digest func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply)
}

func (r campaignRules) grade(exercise *call.Exercise, budget grader.Budget) grader.Report {
	rules := reference.Rules()
	rules.StartElection, rules.HandleRequestVoteReply = solution.StartElection, solution.HandleRequestVoteReply
	if r.start != nil {
		rules.StartElection = r.start
	}
	if r.digest != nil {
		rules.HandleRequestVoteReply = r.digest
	}
	return grader.Bind(exercise, rules).Grade(budget)
}

func TestCampaignSolutionReachesEveryBranch(t *testing.T) {
	t.Parallel()
	report := campaignRules{}.grade(judge.Exercise(), grader.DefaultBudget())
	assert.Equal(t, grader.Pass, report.Verdict, report.Text())
	assert.Empty(t, report.Unreached())
	assert.Greater(t, report.Calls, 10_000)
}

func TestCampaignStarterIsUnfinished(t *testing.T) {
	t.Parallel()
	starter := campaignRules{campaign.StartElection, campaign.HandleRequestVoteReply}
	assert.Equal(t, grader.Unfinished, starter.grade(judge.Exercise(), grader.DefaultBudget()).Verdict)
	half := campaignRules{digest: campaign.HandleRequestVoteReply}
	assert.Equal(t, grader.Unfinished, half.grade(judge.Exercise(), grader.DefaultBudget()).Verdict)
}

// stand is StartElection without the case of a cluster of one server, so that variants and mutants can differ in it.
func stand(s *raft.State) raft.RequestVote {
	s.CurrentTerm++
	s.Role, s.Leader, s.VotedFor, s.VotesGranted = raft.Candidate, raft.None, s.ID, raft.SetOf(s.ID)
	return raft.RequestVote{
		Term: s.CurrentTerm, CandidateID: s.ID, LastLogIndex: s.Log.LastIndex(), LastLogTerm: s.Log.LastTerm(),
	}
}

// count is HandleRequestVoteReply with another answer to the question whether the votes are enough.
func count(
	enough func(s *raft.State) bool,
	lead func(s *raft.State),
) func(*raft.State, raft.NodeID, raft.RequestVoteReply) {
	return func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		if reply.Term > s.CurrentTerm {
			s.BecomeFollower(reply.Term, raft.None)
		}
		if reply.Term != s.CurrentTerm || s.Role != raft.Candidate || !reply.VoteGranted {
			return
		}
		s.VotesGranted.Add(from)
		if enough(s) {
			lead(s)
		}
	}
}

func majority(s *raft.State) bool { return s.VotesGranted.Len() >= s.Majority() }

// standAlone is stand, and leads at once in a cluster of one server.
func standAlone(s *raft.State) raft.RequestVote {
	req := stand(s)
	if len(s.Servers) == 1 {
		s.BecomeLeader()
	}
	return req
}

// campaignVariants are correct, each in its own way. Those from the catalogue's list of correct variants have its
// number.
var campaignVariants = map[string]campaignRules{
	"compares the reply's term with its own, and nothing else (N6)": {
		start: standAlone, digest: count(majority, (*raft.State).BecomeLeader),
	},
	"doubles the votes instead of halving the servers": {
		start: standAlone,
		digest: count(
			func(s *raft.State) bool { return 2*s.VotesGranted.Len() > len(s.Servers) }, (*raft.State).BecomeLeader),
	},
	"keeps the votes of others only, and adds its own": {
		start: func(s *raft.State) raft.RequestVote {
			req := standAlone(s)
			s.VotesGranted = 0
			return req
		},
		digest: count(
			func(s *raft.State) bool { return s.VotesGranted.Len()+1 >= s.Majority() },
			(*raft.State).BecomeLeader,
		),
	},
	"still names the leader that it waited for": {start: func(s *raft.State) raft.RequestVote {
		leader := s.Leader
		req := standAlone(s)
		if s.Role == raft.Candidate {
			s.Leader = leader
		}
		return req
	}},
	"begins as a follower of the new term": {start: func(s *raft.State) raft.RequestVote {
		s.BecomeFollower(s.CurrentTerm+1, raft.None)
		s.CurrentTerm--
		return standAlone(s)
	}},
	"leads by hand, and sends the whole log first (N9)": {
		start: standAlone,
		digest: count(majority, func(s *raft.State) {
			s.Role, s.Leader, s.Awaiting = raft.Leader, s.ID, 0
			for _, id := range s.Servers {
				s.NextIndex[id], s.MatchIndex[id] = 1, 0
			}
			s.NextIndex[s.ID], s.MatchIndex[s.ID] = s.Log.LastIndex()+1, s.Log.LastIndex()
		}),
	},
	"appends a no-op of its own (N11)": {
		start: standAlone,
		digest: count(majority, func(s *raft.State) {
			s.BecomeLeader()
			s.AppendAsLeader(raft.NoOp, nil)
		}),
	},
	"gives up when a majority has refused":                        {start: standAlone, digest: giveUp(false)},
	"gives up, and takes its own vote back (N2)":                  {start: standAlone, digest: giveUp(true)},
	"does not ask for its role where no majority can come of it":  {start: standAlone, digest: withoutRole},
	"counts the votes of its own term first, later terms at last": {start: standAlone, digest: laterLast},
}

// giveUp makes a follower of a candidate that cannot win any more, as etcd does. It keeps the servers that refused
// in the upper half of VotesGranted.
func giveUp(takeBack bool) func(*raft.State, raft.NodeID, raft.RequestVoteReply) {
	return func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		if reply.Term > s.CurrentTerm {
			s.BecomeFollower(reply.Term, raft.None)
		}
		if reply.Term != s.CurrentTerm || s.Role != raft.Candidate {
			return
		}
		if !reply.VoteGranted {
			from += 32
		}
		s.VotesGranted.Add(from)
		switch votes := uint64(s.VotesGranted); {
		case bits.OnesCount64(votes<<32) >= s.Majority():
			s.BecomeLeader()
		case len(s.Servers)-bits.OnesCount64(votes>>32) < s.Majority():
			s.BecomeFollower(s.CurrentTerm, raft.None)
			if takeBack {
				s.VotedFor = raft.None
			}
		}
	}
}

// withoutRole counts for a follower, too. Its votes were forgotten when it became one, and in a term that
// another leads they are no majority.
func withoutRole(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
	}
	if reply.Term < s.CurrentTerm || s.Role == raft.Leader || !reply.VoteGranted {
		return
	}
	s.VotesGranted.Add(from)
	if majority(s) {
		s.BecomeLeader()
	}
}

// laterLast checks the vote first: no vote is of a later term than the candidate's.
func laterLast(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
	if reply.VoteGranted && reply.Term == s.CurrentTerm {
		if s.Role == raft.Candidate {
			s.VotesGranted.Add(from)
			if majority(s) {
				s.BecomeLeader()
			}
		}
		return
	}
	if reply.Term > s.CurrentTerm {
		s.BecomeFollower(reply.Term, raft.None)
	}
}

func TestCampaignAcceptsWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, variant := range campaignVariants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := variant.grade(judge.Exercise(), grader.Budget{FirstSeed: 1, Schedules: judgetest.Variants()})
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}

// campaignMutants are the rows of groups V and T that these two rules can have, the first check that finds each,
// which is always an example, and the verdict. They cannot have these rows:
//
//	V01 V02 V04-V12 V14  are HandleRequestVote's and HandleAppendEntries'.
//	V13  No rule of this exercise ends a role in the same term but for a candidate that gives up, which
//	     voted for itself: that is variant N2.
//	V18  A timer that fires and the candidacy that follows are one step here: no vote comes between.
//	T08  The timer of a leader that steps down is set by the node.
//	T10 T11  are rules of exercises append and replicate.
//	T12  A new leader's first heartbeat is sent by the node.
//	T13  A leader has no election timer in this core (I7).
var campaignMutants = map[string]struct {
	campaignRules
	by      string
	verdict grader.Verdict
}{
	"V03 does not store its own vote": {campaignRules{start: func(s *raft.State) raft.RequestVote {
		req := standAlone(s)
		s.VotedFor = raft.None
		return req
	}}, "a follower's wait is over", grader.Safety},
	"V03 keeps the vote of the term before": {campaignRules{start: func(s *raft.State) raft.RequestVote {
		vote := s.VotedFor
		req := standAlone(s)
		s.VotedFor = vote
		return req
	}}, "a follower's wait is over", grader.Safety},
	"V15 counts replies": {
		campaignRules{start: countFromOne, digest: countReplies}, "the same vote arrives twice", grader.Safety,
	},
	"V16 counts votes of earlier terms": {campaignRules{digest: judgetest.Rules("V16").HandleRequestVoteReply},
		"votes of an election that is over", grader.Safety},
	"V16 keeps the votes of the term before": {campaignRules{start: func(s *raft.State) raft.RequestVote {
		votes := s.VotesGranted
		req := standAlone(s)
		s.VotesGranted |= votes
		return req
	}}, "two votes in one term and one in the next", grader.Safety},
	"V17 leads without being a candidate": {campaignRules{digest: judgetest.Rules("V17").HandleRequestVoteReply},
		"votes arrive after a later term", grader.Safety},
	"V17 is elected again while it leads": {
		campaignRules{digest: func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
			if reply.Term == s.CurrentTerm && s.Role == raft.Leader {
				s.BecomeLeader()
			}
			solution.HandleRequestVoteReply(s, from, reply)
		}},
		"a vote that comes when S1 leads already",
		grader.Liveness,
	},
	"V19 half is enough": {campaignRules{digest: judgetest.Rules("V19").HandleRequestVoteReply}, "two votes of four",
		grader.Safety},
	"V19 half is enough, rounded down": {campaignRules{digest: count(func(s *raft.State) bool {
		return s.VotesGranted.Len() >= len(s.Servers)/2
	}, (*raft.State).BecomeLeader)}, "two votes of five", grader.Safety},
	"V20 wants a majority of others": {
		campaignRules{digest: judgetest.Rules("V20").HandleRequestVoteReply}, "three votes of five",
		grader.Liveness,
	},
	"V20 wants more than a majority": {campaignRules{digest: count(func(s *raft.State) bool {
		return s.VotesGranted.Len() > s.Majority()
	}, (*raft.State).BecomeLeader)}, "three votes of five", grader.Liveness},
	"V21 waits for replies when it is alone": {
		campaignRules{start: judgetest.Rules("V21").StartElection}, "a cluster of one server", grader.Liveness,
	},
	"V22 asks in a term that it does not store": {campaignRules{start: func(s *raft.State) raft.RequestVote {
		req := standAlone(s)
		s.CurrentTerm--
		return req
	}}, "a follower's wait is over", grader.Safety},
	"V23 a candidate is deaf to later terms": {
		campaignRules{digest: judgetest.Rules("V23").HandleRequestVoteReply}, "a voter is in a later term",
		grader.Liveness,
	},
	"V23 a leader is deaf to later terms (T11)": {
		campaignRules{digest: func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
			if s.Role == raft.Candidate {
				solution.HandleRequestVoteReply(s, from, reply)
			}
		}},
		"a leader is told of a later term",
		grader.Liveness,
	},
	"V23 adopts the term and stays a candidate": {
		campaignRules{digest: func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
			if reply.Term > s.CurrentTerm {
				s.CurrentTerm = reply.Term
				return
			}
			solution.HandleRequestVoteReply(s, from, reply)
		}},
		"a voter is in a later term",
		grader.Safety,
	},
	"T05 a candidate does not stand again": {
		campaignRules{start: judgetest.Rules("T05").StartElection}, "a candidate's wait is over", grader.Liveness,
	},
	"counts refusals": {campaignRules{digest: func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		reply.VoteGranted = true
		solution.HandleRequestVoteReply(s, from, reply)
	}}, "two refusals", grader.Safety},
	"gives up at the first refusal": {
		campaignRules{digest: func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
			if reply.Term == s.CurrentTerm && s.Role == raft.Candidate && !reply.VoteGranted {
				s.BecomeFollower(s.CurrentTerm, raft.None)
			}
			solution.HandleRequestVoteReply(s, from, reply)
		}},
		"two refusals",
		grader.Liveness,
	},
	"tells voters of a shorter log": {campaignRules{start: func(s *raft.State) raft.RequestVote {
		req := standAlone(s)
		req.LastLogIndex = max(req.LastLogIndex, 1) - 1
		return req
	}}, "a follower's wait is over", grader.Liveness},
	"says its own term for that of its log": {campaignRules{start: func(s *raft.State) raft.RequestVote {
		req := standAlone(s)
		req.LastLogTerm = req.Term
		return req
	}}, "a follower's wait is over", grader.Safety},
	"leads without looking at its followers": {campaignRules{digest: count(majority, func(s *raft.State) {
		s.Role, s.Leader = raft.Leader, s.ID
	})}, "a leader is elected again", grader.Safety},
}

// countFromOne and countReplies keep a number of votes in VotesGranted: as many bits as votes.
func countFromOne(s *raft.State) raft.RequestVote {
	req := standAlone(s)
	s.VotesGranted = 1
	return req
}

func countReplies(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
	solution.HandleRequestVoteReply(s, raft.NodeID(s.VotesGranted.Len()), reply)
}

func TestCampaignMutantsAreKilledByTheirCheck(t *testing.T) {
	t.Parallel()
	for name, mutant := range campaignMutants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exercise := judge.Exercise()
			exercise.Drills = nil // the next test is about clusters
			report := mutant.grade(exercise, grader.Budget{})
			require.NotEmpty(t, report.Findings)
			assert.Equal(t, mutant.by, judgetest.Gravest(report).Check, report.Text())
			assert.Equal(t, mutant.verdict, judgetest.Verdict(report), report.Text())
			require.NotNil(t, report.Findings[0].Case)
			judgetest.Coded(t, report)
		})
	}
}

// TestCampaignClustersAloneFindUnsafeMutants: the clusters find what breaks safety or stops a cluster, without the
// single calls. Drill is the story that finds it, "" for a random schedule.
func TestCampaignClustersAloneFindUnsafeMutants(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ drill, property string }{
		"V03 does not store its own vote":        {"a cluster of one server", "sound-server"},
		"V15 counts replies":                     {"a vote that arrives twice", "election-safety"},
		"V16 counts votes of earlier terms":      {"votes of an earlier election", "election-safety"},
		"V16 keeps the votes of the term before": {"votes of an earlier election", "election-safety"},
		"V19 half is enough":                     {"four servers cut in two halves", "election-safety"},
		"V19 half is enough, rounded down":       {"a vote that arrives twice", "election-safety"},
		"V21 waits for replies when it is alone": {"a cluster of one server", "progress"},
		"counts refusals":                        {"", "leader-completeness"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exercise := judge.Exercise()
			exercise.Cases, exercise.Small = nil, nil
			report := campaignMutants[name].grade(exercise, grader.DefaultBudget())
			require.NotEmpty(t, report.Findings)
			assert.Equal(t, test.drill, report.Findings[0].Drill, report.Text())
			assert.Equal(t, test.property, report.Findings[0].Property, report.Text())
		})
	}
}

// TestCampaignSmallCallsAloneFindEveryMutant, without the examples.
func TestCampaignSmallCallsAloneFindEveryMutant(t *testing.T) {
	t.Parallel()
	for name, mutant := range campaignMutants {
		exercise := judge.Exercise()
		exercise.Cases, exercise.Drills = nil, nil
		report := mutant.grade(exercise, grader.Budget{})
		require.NotEmpty(t, report.Findings, name)
		if name == "leads without looking at its followers" {
			mutant.verdict = grader.Liveness // small stories are too short for a second leadership
		}
		assert.Equal(t, mutant.verdict, report.Verdict, "%s: %s", name, report.Text())
		assert.NotEmpty(t, report.Findings[0].Place)
		assert.NotEmpty(t, report.Findings[0].Sentence)
		judgetest.Coded(t, report)
	}
}

func TestCampaignThatPanics(t *testing.T) {
	t.Parallel()
	report := campaignRules{digest: func(s *raft.State, from raft.NodeID, _ raft.RequestVoteReply) {
		s.NextIndex[int(from)*100] = 1
	}}.grade(judge.Exercise(), grader.DefaultBudget())
	assert.Equal(t, grader.Crash, report.Verdict)
	assert.Contains(t, report.Text(), "The rule panicked: runtime error: index out of range")
	assert.Equal(t, len(judge.Exercise().Checks()), report.Checks)
	assert.Empty(t, report.Left, "a panic fails its own check")

	rare := campaignRules{digest: func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		if s.Log.LastIndex() > 5 {
			s.NextIndex[int(from)*100] = 1
		}
		solution.HandleRequestVoteReply(s, from, reply)
	}}.grade(judge.Exercise(), grader.DefaultBudget())
	assert.Equal(t, grader.Crash, rare.Verdict)
	assert.Regexp(t, `S\d panicked: runtime error: index out of range`, rare.Text())
	judgetest.Coded(t, rare)
}
