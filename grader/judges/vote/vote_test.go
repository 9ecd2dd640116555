package vote_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/vote"
	"raftlab/grader/mutants"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
	"raftlab/raft/reference"
)

type voteRule = func(*raft.State, raft.RequestVote) raft.RequestVoteReply

func gradeVote(rule voteRule, budget grader.Budget) grader.Report {
	return gradeWith(judge.Exercise(), rule, budget)
}

func gradeWith(exercise *call.Exercise, rule voteRule, budget grader.Budget) grader.Report {
	rules := reference.Rules()
	rules.HandleRequestVote = rule
	return grader.Bind(exercise, rules).Grade(budget)
}

// voteRuleOf is the vote rule of the catalogue's mutant with that id.
func voteRuleOf(id string) voteRule { return judgetest.Rules(id).HandleRequestVote }

// unsafe are the mutants that elect two leaders, or one that lacks a committed entry. The others refuse a vote that
// they could give.
var unsafe = []string{"V01", "V04", "V06", "V07", "V10"}

func TestEveryMutantFailsACaseAndSaysWhich(t *testing.T) {
	found := 0
	for _, mutant := range mutants.Graded() {
		if mutant.Exercise != "vote" {
			continue
		}
		found++
		t.Run(mutant.ID, func(t *testing.T) {
			want := grader.Liveness
			if slices.Contains(unsafe, mutant.ID) {
				want = grader.Safety
			}
			report := gradeVote(voteRuleOf(mutant.ID), grader.DefaultBudget())
			require.Equal(t, want, judgetest.Verdict(report), report.Text())
			judgetest.Call(t, report)
			assert.Contains(t, report.Text(), "  allowed   ")
			assert.Contains(t, report.Text(), "Figure 2")
			judgetest.Coded(t, report)
		})
	}
	assert.Equal(t, 11, found)
}

// forgetful does not store the vote that it gives. In the catalogue, V03 is such a candidate.
func forgetful(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	before := s.VotedFor
	reply := reference.HandleRequestVote(s, req)
	if reply.VoteGranted && before != req.CandidateID {
		s.VotedFor = raft.None
	}
	return reply
}

// TestSchedulesAloneFindUnsafeMutants: the clusters find what breaks safety, without the cases. V06 needs a voter that
// alone holds a committed entry of its last term.
func TestSchedulesAloneFindUnsafeMutants(t *testing.T) {
	for name, rule := range map[string]voteRule{
		"V01": voteRuleOf("V01"), "V04": voteRuleOf("V04"), "V06": voteRuleOf("V06"), "forgetful": forgetful,
	} {
		t.Run(name, func(t *testing.T) {
			finding := firstFinding(rule, 200)
			require.NotNil(t, finding, "200 schedules found nothing")
			assert.Equal(t, grader.Safety, finding.Verdict, finding.Sentence)
			assert.Regexp(t, `S\d.*term \d`, finding.Sentence)
		})
	}
}

func firstFinding(rule voteRule, schedules int) *grader.Finding {
	rules := reference.Rules()
	rules.HandleRequestVote = rule
	for seed := range uint64(schedules) {
		stage := judge.Exercise().Stage(rules, nil)
		if finding := grader.PlaySchedule(raftcluster.Nemesis(), seed+1, stage); finding != nil {
			return finding
		}
	}
	return nil
}

func TestTheStarterIsUnfinished(t *testing.T) {
	report := gradeVote(
		func(*raft.State, raft.RequestVote) raft.RequestVoteReply { panic(raft.TODO) },
		grader.DefaultBudget(),
	)
	assert.Equal(t, grader.Unfinished, report.Verdict)
	assert.Zero(t, report.Schedules)
	judgetest.Coded(t, report)
}

func TestAPanicIsAVerdict(t *testing.T) {
	report := gradeVote(func(s *raft.State, _ raft.RequestVote) raft.RequestVoteReply {
		return raft.RequestVoteReply{VoteGranted: s.Log.Entry(99).Term > 0}
	}, grader.DefaultBudget())
	assert.Equal(t, grader.Crash, report.Verdict)
	assert.Contains(t, report.Text(), "entry 99")
}

func TestAPanicInAClusterNamesTheServer(t *testing.T) {
	finding := firstFinding(func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if s.Log.LastIndex() > 2 {
			panic("the log is too long for me")
		}
		return reference.HandleRequestVote(s, req)
	}, 200)
	require.NotNil(t, finding)
	assert.Equal(t, grader.Crash, finding.Verdict)
	assert.Regexp(t, `S\d panicked: the log is too long for me`, finding.Sentence)
}

func TestARuleThatNeverGrantsIsALivenessFinding(t *testing.T) {
	finding := firstFinding(func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		reply := reference.HandleRequestVote(s, req)
		if reply.VoteGranted {
			s.VotedFor = raft.None
		}
		return raft.RequestVoteReply{Term: reply.Term}
	}, 1)
	require.NotNil(t, finding)
	assert.Equal(t, grader.Liveness, finding.Verdict)
	assert.Contains(t, finding.Sentence, "no server leads")
	assert.NotEmpty(t, finding.Code)
}

// TestAReportShowsTheCaseAndABrokenCluster of the same mistake.
func TestAReportShowsTheCaseAndABrokenCluster(t *testing.T) {
	text := gradeVote(voteTwice, grader.DefaultBudget()).Text()
	assert.Contains(t, text, "a second candidate in the same term")
	assert.Contains(t, text, "allowed   refused in term 4")
	assert.Contains(t, text, "Election Safety (safety)   Figure 3, §5.2")
	assert.Regexp(t, `S\d and S\d were both elected leader of term \d+`, text)
	assert.Contains(t, text, "in        the story of two candidates of one term")
	assert.Contains(t, text, "smallest  6 events are enough:\n")
	assert.Contains(t, text, "✗ every small call (safety)")
}

// TestAFailureCanBeReplayed: the report names the broken property, servers, term, seed and command. The same seed gives
// the same report and the same trace.
func TestAFailureCanBeReplayed(t *testing.T) {
	rules := reference.Rules()
	rules.HandleRequestVote = voteTwice
	exercise := judge.Exercise()
	// Without cases and drills, a random schedule finds it.
	exercise.Cases, exercise.Small, exercise.Drills = nil, nil, nil
	first := grader.Bind(exercise, rules).Grade(grader.DefaultBudget())
	require.Len(t, first.Findings, 1)
	seed := first.Findings[0].Seed
	text := first.Text()
	assert.Contains(t, text, "Election Safety")
	assert.Regexp(t, `S\d and S\d were both elected leader of term \d+`, text)
	assert.Regexp(t, `replay +go test ./exercises/vote -seed \d+ -events vote-\d+\.trace`, text)

	var traces [2]strings.Builder
	for i := range traces {
		again := grader.Bind(exercise, rules).Grade(grader.Budget{
			FirstSeed: seed, Schedules: 1, Trace: func(_ uint64, line []byte) { traces[i].Write(line) },
		})
		assert.Equal(t, first.Findings, again.Findings)
	}
	assert.Equal(t, traces[0].String(), traces[1].String())
	assert.Contains(t, traces[0].String(), "violation election-safety")
}

// voteTwice is the lab's wrong rule vote-twice: followers vote more than once in a term.
func voteTwice(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	set, err := raftcluster.FindRules("vote-twice")
	if err != nil {
		panic(err)
	}
	return set.Rules.HandleRequestVote(s, req)
}

func TestTwoGradingsAreTheSameReport(t *testing.T) {
	for _, id := range []string{"V02", "V06"} {
		first := gradeVote(voteRuleOf(id), grader.DefaultBudget())
		second := gradeVote(voteRuleOf(id), grader.DefaultBudget())
		assert.Equal(t, first.Text(), second.Text())
	}
}
