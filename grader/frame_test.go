package grader_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/grader/judges/campaign"
	"raftlab/grader/judges/replicate"
	"raftlab/grader/judges/timeout"
	"raftlab/grader/judges/vote"
	"raftlab/grader/visit"
	"raftlab/lab"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// rulesWith are the reference's rules with a change.
func rulesWith(change func(*raft.Rules)) raft.Rules {
	rules := reference.Rules()
	change(&rules)
	return rules
}

// votesOf are the reference's rules with another vote.
func votesOf(rule func(*raft.State, raft.RequestVote) raft.RequestVoteReply) raft.Rules {
	return rulesWith(func(rules *raft.Rules) { rules.HandleRequestVote = rule })
}

// countsOldVotes has two mistakes: alone, it never leads, and it counts votes of earlier terms.
func countsOldVotes() raft.Rules {
	return rulesWith(func(rules *raft.Rules) {
		rules.StartElection = func(s *raft.State) raft.RequestVote {
			s.CurrentTerm++
			s.Role, s.VotedFor, s.VotesGranted = raft.Candidate, s.ID, raft.SetOf(s.ID)
			return raft.RequestVote{
				Term: s.CurrentTerm, CandidateID: s.ID, LastLogIndex: s.Log.LastIndex(), LastLogTerm: s.Log.LastTerm(),
			}
		}
		rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
			if reply.VoteGranted {
				s.VotesGranted.Add(from)
			}
			if s.VotesGranted.Len() >= s.Majority() {
				s.BecomeLeader()
			}
		}
	})
}

// TestTheGravestFindingComesFirst: a story that gets stuck does not keep the next one from being played.
func TestTheGravestFindingComesFirst(t *testing.T) {
	t.Parallel()
	report := grader.Bind(campaign.Exercise(), countsOldVotes()).Grade(grader.DefaultBudget())
	assert.Equal(t, grader.Safety, report.Verdict)
	gravest := report.Findings[0]
	assert.Equal(t, "election-safety", gravest.Property)
	assert.Regexp(t, `S\d and S\d were both elected leader of term \d`, gravest.Sentence)
	require.NotNil(t, gravest.Small, "its run is the one that is made small")
	stuck := false
	for i, f := range report.Findings {
		stuck = stuck || f.Drill == "a cluster of one server" && f.Verdict == grader.Liveness
		assert.True(t, i == 0 || f.Small == nil, "only the gravest run is made small: %s", f.Check)
		if f.Verdict == grader.Safety {
			assert.False(t, stuck, "%s comes after a story that gets stuck", f.Check)
		}
	}
	assert.True(t, stuck)
}

// TestTheNumberOfChecksIsTheSameForEveryFile, whatever the rule does.
func TestTheNumberOfChecksIsTheSameForEveryFile(t *testing.T) {
	t.Parallel()
	right := reference.HandleRequestVote
	for name, rule := range map[string]func(*raft.State, raft.RequestVote) raft.RequestVoteReply{
		"right":         right,
		"unwritten":     func(*raft.State, raft.RequestVote) raft.RequestVoteReply { panic(raft.TODO) },
		"always panics": func(*raft.State, raft.RequestVote) raft.RequestVoteReply { panic("no") },
		"never ends": func(*raft.State, raft.RequestVote) raft.RequestVoteReply {
			panic(visit.Endless("it visited 5" + visit.EndlessLoop))
		},
		"votes twice": voteForAll,
		"panics once": panicsBehind,
	} {
		report := grader.Bind(vote.Exercise(), votesOf(rule)).Grade(grader.Budget{FirstSeed: 1, Schedules: 20})
		assert.Equal(t, len(vote.Exercise().Checks()), report.Checks, name)
		assert.Len(t, report.Left, report.Checks-report.Passed-len(report.Findings), "%s: %s", name, report.Text())
		assert.Equal(t, report.Left, append([]string(nil), report.JSON().Left...), name)
	}
}

func voteForAll(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
}

// panicsBehind is right, but for one comparison of logs that reads an entry too many.
func panicsBehind(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	if req.Term >= s.CurrentTerm && req.LastLogTerm == s.Log.LastTerm() && req.LastLogIndex < s.Log.LastIndex() {
		s.Log.Entry(s.Log.LastIndex() + 1)
	}
	return reference.HandleRequestVote(s, req)
}

// TestAPanicFailsItsOwnCheckOnly: the others are made, and most pass.
func TestAPanicFailsItsOwnCheckOnly(t *testing.T) {
	t.Parallel()
	report := grader.Bind(vote.Exercise(), votesOf(panicsBehind)).Grade(grader.DefaultBudget())
	assert.Equal(t, grader.Crash, report.Verdict, report.Text())
	assert.Empty(t, report.Left)
	assert.Greater(t, report.Passed, 17)
	var examples []string
	for _, f := range report.Findings {
		assert.Equal(t, grader.Crash, f.Verdict, f.Check)
		assert.Equal(t, 4, f.Task, "the task is that of the example, also in a story: %s", f.Check)
		if f.Case != nil {
			examples = append(examples, f.Check)
			assert.Contains(t, f.Case.Request, "RequestVote{", "the report shows the call that panicked")
		}
	}
	assert.Equal(t, []string{"the same last term, and a shorter log", "every small call"}, examples)
}

// TestCallsThatDoNotEndAreStoppedSoon: the checks after ten such calls are left, and the report names them.
func TestCallsThatDoNotEndAreStoppedSoon(t *testing.T) {
	t.Parallel()
	calls := 0
	report := grader.Bind(vote.Exercise(), votesOf(func(*raft.State, raft.RequestVote) raft.RequestVoteReply {
		calls++
		panic(visit.Endless("it visited 5" + visit.EndlessLoop))
	})).Grade(grader.DefaultBudget())
	assert.Equal(t, grader.Crash, report.Verdict)
	assert.Equal(t, 10, calls)
	assert.Len(t, report.Findings, 10)
	assert.Contains(t, report.Text(), "\n  not played: 15 checks\n")
}

// TestOnlyARuleThatNeverAnswersIsUnfinished: whoever panics with TODO where it is hard does not stay green.
func TestOnlyARuleThatNeverAnswersIsUnfinished(t *testing.T) {
	t.Parallel()
	calls := 0
	for name, test := range map[string]struct {
		exercise *call.Exercise
		rules    raft.Rules
		want     grader.Verdict
	}{
		"one of two rules is not written": {campaign.Exercise(), rulesWith(func(rules *raft.Rules) {
			rules.HandleRequestVoteReply = func(*raft.State, raft.NodeID, raft.RequestVoteReply) { panic(raft.TODO) }
		}), grader.Unfinished},
		"one is not written, and the other is wrong": {campaign.Exercise(), rulesWith(func(rules *raft.Rules) {
			rules.StartElection = func(s *raft.State) raft.RequestVote { return raft.RequestVote{} }
			rules.HandleRequestVoteReply = func(*raft.State, raft.NodeID, raft.RequestVoteReply) { panic(raft.TODO) }
		}), grader.Safety},
		"TODO where the log is behind": {vote.Exercise(), votesOf(
			func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
				if req.LastLogIndex < s.Log.LastIndex() {
					panic(raft.TODO)
				}
				return reference.HandleRequestVote(s, req)
			}), grader.Crash},
		"TODO after all examples": {vote.Exercise(), votesOf(
			func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
				if calls++; calls > 19 {
					panic(raft.TODO)
				}
				return reference.HandleRequestVote(s, req)
			}), grader.Crash},
		"TODO in clusters": {vote.Exercise(), votesOf(
			func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
				if s.Log.LastIndex() > 3 {
					panic(raft.TODO)
				}
				return reference.HandleRequestVote(s, req)
			}), grader.Crash},
	} {
		report := grader.Bind(test.exercise, test.rules).Grade(grader.DefaultBudget())
		assert.Equal(t, test.want, report.Verdict, "%s: %s", name, report.Text())
		for _, f := range report.Findings {
			if test.want == grader.Crash {
				assert.Equal(t, grader.Crash, f.Verdict, "%s: %s", name, f.Check)
				assert.NotContains(t, f.Sentence, "still the starter's", name)
			}
		}
	}
}

// TestATimerThatIsNotSetAgainIsNamed, in each story, with a run to watch.
func TestATimerThatIsNotSetAgainIsNamed(t *testing.T) {
	t.Parallel()
	report := grader.Bind(timeout.Exercise(), rulesWith(func(rules *raft.Rules) {
		rules.ResetsElectionTimer = func(e raft.TimerEvent) bool {
			return e == raft.HeardFromLeader || e == raft.GrantedVote
		}
	})).Grade(grader.DefaultBudget())
	assert.Equal(t, grader.Liveness, report.Verdict)
	gravest := report.Findings[0]
	assert.Equal(t, lab.TimerID, gravest.Property)
	assert.Contains(t, gravest.Sentence, "the timer is not set again")
	require.NotNil(t, gravest.Small)
	assert.Equal(t, 1, gravest.Small.Commands)
	assert.Less(t, report.Events, 100_000, "no run goes on for long")
}

// TestARunThatIsNotOverSaysWhy, and its beginning is short enough to watch.
func TestARunThatIsNotOverSaysWhy(t *testing.T) {
	t.Parallel()
	report := grader.Bind(timeout.Exercise(), rulesWith(func(rules *raft.Rules) {
		rules.ElectionTimeout = impatient
	})).Grade(grader.DefaultBudget())
	assert.Equal(t, grader.Liveness, report.Verdict)
	found := 0
	for _, f := range report.JSON().Findings {
		if f.Code != "run.unended" {
			continue
		}
		found++
		assert.Regexp(t, `^The run does not come to its end: the last 1000 steps took \d+ ms, in which S\d `+
			`woke \d+ times: its timer rings too soon$`, f.Sentence)
		assert.Contains(t, f.Smallest, "\nrun 100ms\n")
		assert.Less(t, strings.Count(f.Trace, "\n"), 20_000)
		assert.Equal(t, f.SmallestEvent, uint64(lastEvent(t, f.Trace)))
	}
	assert.GreaterOrEqual(t, found, 2)
	assert.LessOrEqual(t, report.Schedules, 10, "such runs take long, so few are played")
}

// lastEvent is the number of a trace's last event.
func lastEvent(t *testing.T, trace string) (number int) {
	t.Helper()
	for line := range strings.Lines(trace) {
		if !strings.HasPrefix(line, "#") {
			number++
		}
	}
	require.NotZero(t, number)
	return number
}

// TestEachExampleThatPanicsHasItsOwnTask, and a story has that of an example.
func TestEachExampleThatPanicsHasItsOwnTask(t *testing.T) {
	t.Parallel()
	report := grader.Bind(vote.Exercise(), votesOf(
		func(*raft.State, raft.RequestVote) raft.RequestVoteReply { panic("no") },
	)).Grade(grader.Budget{FirstSeed: 1})
	tasks := map[int]bool{}
	for _, f := range report.Findings {
		if f.Case != nil {
			tasks[f.Task] = true
		}
	}
	assert.Equal(t, map[int]bool{1: true, 2: true, 3: true, 4: true}, tasks)
}

// TestAFindingHasTheTaskThatItBelongsTo: an example that fails in another way than the one that it is about has the
// task of that. A story has its own task if a call has it, too, and otherwise that of a call.
func TestAFindingHasTheTaskThatItBelongsTo(t *testing.T) {
	t.Parallel()
	report := grader.Bind(vote.Exercise(), votesOf(voteForAll)).
		Grade(grader.Budget{FirstSeed: 1, Schedules: 5, All: true})
	tasks := map[string]int{}
	for _, f := range report.JSON().Findings {
		assert.NotZero(t, f.Task, f.Check)
		tasks[f.Check+f.Drill] = f.Task
	}
	assert.Equal(t, 3, tasks["a second candidate in the same term"])
	assert.Equal(t, 1, tasks["a later term brings a new vote"])
	assert.Equal(t, 2, tasks["a candidate of an earlier term"])
	assert.Equal(t, 1, tasks["a longer log with an earlier last term"], "the term is not adopted")
	assert.Equal(t, 3, tasks["a shorter log with a later last term, in S1's own term"], "the vote is not stored")
	assert.Equal(t, 3, tasks["Election Safetytwo candidates of one term"])

	// Its only mistake is that a candidate's log is not compared: every run that breaks is due to that.
	report = grader.Bind(vote.Exercise(), votesOf(func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		req.LastLogIndex, req.LastLogTerm = s.Log.LastIndex()+1, s.Log.LastTerm()
		return reference.HandleRequestVote(s, req)
	})).Grade(grader.Budget{FirstSeed: 1, Schedules: 40, All: true})
	schedules := 0
	for _, f := range report.Findings {
		if f.Case == nil {
			assert.Equal(t, 4, f.Task, "%s in %q", f.Check, f.Drill)
		}
		if f.Seed > 0 {
			schedules++
		}
	}
	assert.Equal(t, 1, schedules)
}

// TestAnUnsoundServerIsAsGraveAsItsCalls: nextIndex that falls too low makes a server unsound, and a leader that sends
// too much. No property of the cluster is in danger, as the calls say. They come first.
func TestAnUnsoundServerIsAsGraveAsItsCalls(t *testing.T) {
	t.Parallel()
	report := grader.Bind(replicate.Exercise(), rulesWith(func(rules *raft.Rules) {
		rules.HandleAppendEntriesReply = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
			reference.HandleAppendEntriesReply(s, from, reply)
			if s.Role == raft.Leader && !reply.Success {
				s.NextIndex[from] = 1
			}
		}
	})).Grade(grader.Budget{FirstSeed: 1})
	assert.Equal(t, grader.Liveness, report.Verdict)
	assert.NotNil(t, report.Findings[0].Case)
	unsound := 0
	for _, f := range report.Findings {
		if f.Property == lab.SoundServerID {
			unsound++
			assert.Equal(t, grader.Liveness, f.Verdict)
		}
	}
	assert.NotZero(t, unsound)
}
