package lessons

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestGlossaryHasTheWordsOfRaft: no word that a lesson needs is missing, and each is one sentence, in order.
func TestGlossaryHasTheWordsOfRaft(t *testing.T) {
	words, err := Glossary()
	require.NoError(t, err)
	forms := map[string]bool{}
	var names []string
	for _, word := range words {
		names = append(names, strings.ToLower(word.Name))
		assert.Regexp(t, `^[A-Z][^.?!]*\.( Figure 2 has two kinds\.)?$`, word.Sentence, word.Name)
		for _, form := range word.Forms {
			assert.False(t, forms[form], "%q is a form of two words", form)
			forms[form] = true
		}
	}
	assert.IsIncreasing(t, names)
	for _, needed := range []string{
		"committed", "applied", "term", "quorum", "majority", "match index", "next index", "commit index",
		"log", "entry", "index", "leader", "follower", "candidate", "heartbeat", "election timeout",
		"split vote", "up to date", "no-op", "state machine", "consistency check", "snapshot",
		"write-ahead log", "persistent", "volatile", "PreVote", "CheckQuorum", "Election Safety",
		"Leader Append-Only", "Log Matching", "Leader Completeness", "State Machine Safety", "linearizable",
		"joint consensus",
	} {
		assert.True(t, forms[needed], needed)
	}
}

// TestEachWordIsTaughtWhereTheGlossarySays: its lesson has it.
func TestEachWordIsTaughtWhereTheGlossarySays(t *testing.T) {
	words, err := Glossary()
	require.NoError(t, err)
	for _, word := range words {
		if word.Lesson == "" {
			continue
		}
		text, err := files.ReadFile(word.Lesson + ".md")
		require.NoError(t, err)
		running := strings.ToLower(strings.Join(strings.Fields(string(text)), " "))
		assert.True(t, slices.ContainsFunc(word.Forms, func(form string) bool {
			return strings.Contains(running, strings.ToLower(form))
		}), "%s is not in %s", word.Name, word.Lesson)
	}
}

func TestBadWordIsReported(t *testing.T) {
	for _, below := range []string{"", "*term · zz-none*\n\n"} {
		_, err := glossary("# G\n\n## term\n\n" + below + "A number.\n")
		require.ErrorIs(t, err, ErrForm)
	}
}

// TestFigure2HasEveryRule: the numbers of the paper's two boxes, and all four roles' rules.
func TestFigure2HasEveryRule(t *testing.T) {
	boxes, err := Figure2()
	require.NoError(t, err)
	rules := map[string]int{}
	var exercises []string
	for _, box := range boxes {
		rules[box.Title] = len(box.Rules)
		for _, rule := range box.Rules {
			exercises = append(exercises, rule.Exercises...)
		}
	}
	// The requests have a rule of the sender more than the paper's numbers for the receiver.
	assert.Equal(t, map[string]int{
		"State: on disk": 3, "State: in memory": 4, "RequestVote": 2 + 1, "AppendEntries": 5 + 1,
		"Rules for all servers": 2, "Rules for followers": 2, "Rules for candidates": 4, "Rules for leaders": 6,
	}, rules)
	slices.Sort(exercises)
	assert.Equal(t, []string{"append", "campaign", "commit", "persist", "replicate", "timeout", "vote"},
		slices.Compact(exercises), "each exercise writes a part of Figure 2")
}

func TestBadRuleIsReported(t *testing.T) {
	for _, text := range []string{"# F\n\n## Box\n\n- A rule.\n", "# F\n\n## Box\n\n*A note.*\n"} {
		_, err := figure2(text)
		require.ErrorIs(t, err, ErrForm)
	}
}
