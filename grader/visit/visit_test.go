package visit_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/grader/visit"
)

// reasonOf is the reason of f's panic.
func reasonOf(f func()) (reason any) {
	defer func() { reason = recover() }()
	f()
	return nil
}

func rule(name string, lines ...int) {
	visit.Enter(name)
	defer visit.Leave()
	for _, line := range lines {
		visit.Line(line)
	}
}

// repeat visits a line the given number of times.
func repeat(line, times int) {
	for range times {
		visit.Line(line)
	}
}

func TestRuleMayVisitLimitLinesAndNoMore(t *testing.T) {
	enough := func() {
		visit.Enter("AdvanceCommitIndex")
		defer visit.Leave()
		repeat(12, visit.Limit)
	}
	for _, recording := range []bool{false, true, false} {
		visit.Record(recording)
		assert.Nil(t, reasonOf(enough))
		reason := reasonOf(func() {
			visit.Enter("AdvanceCommitIndex")
			defer visit.Leave()
			repeat(12, visit.Limit)
			visit.Line(14)
		})
		assert.Equal(t, visit.Endless("this call of AdvanceCommitIndex visited 5,000,000 lines "+
			"and does not end: look for a loop that never stops, line 14"), reason)
		assert.Nil(t, reasonOf(enough), "the next call starts from zero")
	}
}

func TestRecoverDoesNotKeepAnEndlessLoopAlive(t *testing.T) {
	recovered := 0
	reason := reasonOf(func() {
		visit.Enter("WhatToSave")
		defer visit.Leave()
		for {
			if reasonOf(func() { repeat(3, visit.Limit+1) }) != nil {
				recovered++
			}
			visit.Line(8)
		}
	})
	assert.LessOrEqual(t, recovered, 1)
	assert.Contains(t, reason, "line 3", "the sentence names the line of the first panic, not of the last")
}

func TestNestedRuleCountsIntoTheOutermost(t *testing.T) {
	visit.Record(false)
	assert.Contains(t, reasonOf(func() {
		visit.Enter("HandleAppendEntriesReply")
		defer visit.Leave()
		for {
			rule("AdvanceCommitIndex", 1, 2, 3)
		}
	}), "this call of HandleAppendEntriesReply")
}

func TestLinesOutsideOfARuleAreNotCounted(t *testing.T) {
	for _, recording := range []bool{false, true} {
		visit.Record(recording)
		repeat(1, 2*visit.Limit)
		rule("Restore", 5)
		repeat(1, 2*visit.Limit)
		visit.Leave() // one call too many
		rule("Restore", 6)
	}
	calls := visit.Take()
	assert.Contains(t, calls, visit.Call{Rule: "Restore", Lines: []int{5}})
	assert.Contains(t, calls, visit.Call{Rule: "Restore", Lines: []int{6}})
}

const tooDeep = " is 500 calls deep, which no rule needs: look for a function that calls itself without end, line 21"

func TestDepth(t *testing.T) {
	visit.Record(false)
	var deeper func(n int)
	deeper = func(n int) {
		visit.Push(21)
		defer visit.Pop()
		if n > 1 {
			deeper(n - 1)
		}
	}
	for range 3 {
		assert.Nil(t, reasonOf(func() { deeper(visit.DepthLimit) }), "outside of a rule")
		assert.Equal(t, visit.Endless("a call outside of the rules"+tooDeep),
			reasonOf(func() { deeper(visit.DepthLimit + 1) }))
		assert.Equal(t, visit.Endless("this call of Restore"+tooDeep), reasonOf(func() {
			visit.Enter("Restore")
			defer visit.Leave()
			_ = reasonOf(func() { deeper(visit.DepthLimit + 1) })
			visit.Line(30) // a recover does not help here either
		}))
	}
}

// TestRecoverAtTheLastLineDoesNotHelp: package fmt recovers from the panic of a String method.
func TestRecoverAtTheLastLineDoesNotHelp(t *testing.T) {
	for _, recording := range []bool{true, false} {
		visit.Record(recording)
		for _, enter := range []func(){func() { visit.Enter("Restore") }, func() { visit.Push(3) }} {
			assert.Contains(t, reasonOf(func() {
				enter()
				defer visit.Leave()
				_ = reasonOf(func() { repeat(3, visit.Limit+1) })
			}), "line 3")
			assert.Nil(t, reasonOf(func() { rule("Restore", 4) }), "the next call starts without it")
		}
	}
}

func TestFunctionOutsideOfARuleIsLimitedToo(t *testing.T) {
	for _, recording := range []bool{true, false} {
		visit.Record(recording)
		function := func(lines int) {
			visit.Push(2)
			defer visit.Pop()
			repeat(7, lines)
		}
		for range 3 {
			assert.Nil(t, reasonOf(func() { function(visit.Limit) }), "each call of it")
		}
		assert.Equal(t, visit.Endless("a call outside of the rules visited 5,000,000 lines "+
			"and does not end: look for a loop that never stops, line 7"),
			reasonOf(func() { function(visit.Limit + 1) }))
		assert.Empty(t, visit.Take(), "it is not a call of a rule")
	}
}

func TestTake(t *testing.T) {
	visit.Record(true)
	defer visit.Record(false)
	assert.Empty(t, visit.Take())

	rule("HandleRequestVote", 12, 14, 14, 14, 18, 14)
	rule("AdvanceCommitIndex")
	_ = reasonOf(func() {
		visit.Enter("Restore")
		defer visit.Leave()
		visit.Line(40)
		rule("WhatToSave", 50)
		panic("the learner's")
	})
	assert.Equal(t, []visit.Call{
		{Rule: "HandleRequestVote", Lines: []int{12, 14, 18, 14}}, {Rule: "AdvanceCommitIndex"},
		{Rule: "Restore", Lines: []int{40, 50}},
	}, visit.Take())
	assert.Empty(t, visit.Take(), "Take removes what it returns")

	visit.Enter("Restore")
	visit.Line(1)
	assert.Empty(t, visit.Take(), "a call that has not ended is not returned")
	visit.Line(2)
	visit.Leave()
	assert.Equal(t, []visit.Call{{Rule: "Restore", Lines: []int{1, 2}}}, visit.Take())

	visit.Record(false)
	rule("HandleRequestVote", 12)
	assert.Empty(t, visit.Take())
}

func TestKeptCallsAreLimited(t *testing.T) {
	visit.Record(true)
	defer visit.Record(false)
	for i := range visit.MaxCalls + 10 {
		rule("Restore", i)
	}
	calls := visit.Take()
	require.Len(t, calls, visit.MaxCalls)
	assert.Equal(t, []int{0}, calls[0].Lines)

	many := make([]int, visit.MaxLines+500)
	for i := range many {
		many[i] = i
	}
	rule("Restore", many...)
	lines := visit.Take()[0].Lines
	require.Len(t, lines, visit.MaxLines)
	assert.Equal(t, visit.MaxLines-2, lines[visit.MaxLines-2])
	assert.Equal(t, many[len(many)-1], lines[visit.MaxLines-1], "the last line is the one that decided")
}

// A loop of one line is kept as one line. It is looked at as often as others are, or it would take a minute to end.
func TestALoopOfOneLineIsLookedAtAFewTimes(t *testing.T) {
	visit.Record(true)
	defer visit.Record(false)
	looks := 0
	visit.Enter("Vote")
	visit.Look(func(add func(name, value string)) {
		looks++
		add("0.Term", "1")
	})
	repeat(7, 10*visit.MaxLooks)
	visit.Leave()
	assert.LessOrEqual(t, looks, visit.MaxLooks+1)
	call := visit.Take()[0]
	assert.Equal(t, []int{7}, call.Lines)
	assert.Empty(t, call.Values, "nobody reads so much")
}

// TestAnyOrderOfCallsIsSafe: after any calls in any order, the next complete rule is recorded separately.
func TestAnyOrderOfCallsIsSafe(t *testing.T) {
	defer visit.Record(false)
	rapid.Check(t, func(t *rapid.T) {
		visit.Record(rapid.Bool().Draw(t, "recording"))
		open := 0
		for _, what := range rapid.SliceOf(rapid.IntRange(0, 5)).Draw(t, "calls") {
			switch what {
			case 0:
				visit.Enter("Restore")
				open++
			case 1:
				visit.Leave()
				open = max(open-1, 0)
			case 2:
				visit.Push(1)
				visit.Pop()
			case 3:
				visit.Take()
			default:
				visit.Line(what)
			}
		}
		for range open {
			visit.Leave()
		}
		visit.Record(true)
		rule("WhatToSave", 7, 8)
		assert.Equal(t, []visit.Call{{Rule: "WhatToSave", Lines: []int{7, 8}}}, visit.Take())
	})
}

func BenchmarkLine(b *testing.B) {
	visit.Record(false)
	visit.Enter("Restore")
	defer visit.Leave()
	for i := 0; b.Loop(); i++ {
		if i%1_000_000 == 0 {
			visit.Leave()
			visit.Enter("Restore")
		}
		visit.Line(3)
	}
}

func BenchmarkPush(b *testing.B) {
	visit.Enter("Restore")
	defer visit.Leave()
	for b.Loop() {
		func() {
			visit.Push(3)
			defer visit.Pop()
		}()
	}
}

func BenchmarkEnter(b *testing.B) {
	for b.Loop() {
		rule("Restore")
	}
}

func TestAllCallsTogetherMayVisitTotalLimitLines(t *testing.T) {
	visit.Record(false)
	visit.Restart()
	defer visit.Restart()
	call := func() {
		visit.Enter("Restore")
		defer visit.Leave()
		repeat(7, visit.Limit)
	}
	for range visit.TotalLimit / visit.Limit {
		require.Nil(t, reasonOf(call))
	}
	assert.EqualValues(t, visit.TotalLimit, visit.Total())
	want := visit.Endless("this call of Restore visited, with the calls before it, 1,000,000,000 lines together, " +
		"far more than any grading needs: the rule is too slow, line 8")
	for range 2 {
		assert.Equal(t, want, reasonOf(func() { rule("Restore", 8, 9) }))
	}
	visit.Restart()
	assert.Nil(t, reasonOf(func() { rule("Restore", 8, 9) }))
	assert.EqualValues(t, 2, visit.Total())
}
