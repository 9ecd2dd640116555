package grader_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
)

// sessions is a rule that is not one of Figure 2: whether a request is new, by the last number seen from its client.
type sessions struct {
	isNew func(last, number int) bool
}

// exactlyOnce is an exercise about such a rule. It has no cluster.
func exactlyOnce() *grader.Exercise[sessions] {
	const place = "§8"
	request := func(last, number int, isNew bool) grader.Case[sessions] {
		name := fmt.Sprintf("request %d after %d", number, last)
		return grader.Case[sessions]{Name: name, Place: place, Why: "A request is done once.",
			Run: func(rules sessions) *grader.CaseFailure {
				if got := rules.isNew(last, number); got != isNew {
					return &grader.CaseFailure{State: name, Yours: fmt.Sprint(got), Allowed: fmt.Sprint(isNew)}
				}
				return nil
			}}
	}
	return &grader.Exercise[sessions]{
		About: grader.About{
			ID: "sessions", Title: "Do it once", File: "exercises/sessions/sessions.go", Rules: []string{"IsNew"},
		},
		Reference: func() sessions { return sessions{func(last, number int) bool { return number > last }} },
		Cases:     []grader.Case[sessions]{request(0, 1, true), request(4, 4, false), request(4, 3, false)},
		Small: grader.SmallestFirst(
			func() []int { return []int{3, 1, 2} }, func(number int) int { return number },
			func(number int) grader.Case[sessions] { return request(2, number, number > 2) }),
		Enter: func(rules sessions) sessions { return rules },
	}
}

// TestAnExerciseMayBeAboutOtherRules: package grader does not depend on Figure 2.
func TestAnExerciseMayBeAboutOtherRules(t *testing.T) {
	t.Parallel()
	exercise := exactlyOnce()
	right := grader.Bind(exercise, exercise.Reference())
	assert.Equal(t, grader.Pass, right.Grade(grader.Budget{}).Verdict)
	assert.Len(t, right.Checks(), 5)

	wrong := grader.Bind(exercise, sessions{func(last, number int) bool { return number != last }})
	report := wrong.Grade(grader.Budget{})
	assert.Equal(t, grader.Safety, report.Verdict)
	assert.Contains(t, report.Text(), "sessions: 3 of 5 checks pass   1 call\n")
	assert.Equal(t, "request 3 after 4", report.Findings[0].Check)
	assert.Equal(t, "sessions.request-3-after-4", report.JSON().Findings[0].Code)
	assert.Len(t, report.JSON().Findings, 2)
}
