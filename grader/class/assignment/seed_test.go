package assignment_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/grader/class"
	"raftlab/grader/class/assignment"
)

// TestSeedsAreTheseForEver: a report from last year gives its verdict again. The numbers are those of another program
// that does what the package says.
func TestSeedsAreTheseForEver(t *testing.T) {
	for _, golden := range []struct {
		secret, exercise, student string
		seed                      uint64
	}{
		{"0123456789abcdef", "vote", "031", 264182439865692},
		{"0123456789abcdef", "append", "031", 89611506484540},
		{"0123456789abcdef", "vote", "058", 23106201057829},
		{"0123456789abcdeg", "vote", "031", 278112614390637},
		{"0123456789abcdef", "vote", "Zoë Ångström", 211620506745861},
	} {
		a := class.Assignment{Secret: golden.secret}
		student := class.Student{ID: golden.student, Name: "any"}
		assert.Equal(t, golden.seed, assignment.Seed(a, student, golden.exercise))
	}
	long := class.Assignment{Secret: strings.Repeat("0123456789abcdef", 5)} // longer than a block of the hash
	assert.Equal(t, uint64(235572073959674), assignment.Seed(long, class.Student{ID: "031"}, "vote"))
	assert.Equal(t, uint64(1), assignment.Seed(class.Assignment{}, class.Student{ID: "031"}, "vote"))
}

func TestSeedsAreFarFromPracticeAndFitIntoJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := class.Assignment{Secret: rapid.StringN(16, 40, -1).Draw(t, "secret")}
		first, second := rapid.String().Draw(t, "student"), rapid.String().Draw(t, "another")
		seed := assignment.Seed(a, class.Student{ID: first}, "vote")
		require.GreaterOrEqual(t, seed, uint64(2_000_000))
		require.Less(t, seed, uint64(1)<<48)
		text, err := json.Marshal(float64(seed))
		require.NoError(t, err)
		var again uint64
		require.NoError(t, json.Unmarshal(text, &again))
		require.Equal(t, seed, again)
		require.Equal(t, seed, assignment.Seed(a, class.Student{ID: first}, "vote"))
		require.NotEqual(t, seed, assignment.Seed(a, class.Student{ID: first}, "append"))
		if first != second {
			require.NotEqual(t, seed, assignment.Seed(a, class.Student{ID: second}, "vote"))
		}
	})
}
