package lab_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/story"
)

func TestRepeatStandsForSeveralCommands(t *testing.T) {
	scenario, err := story.ParseScenario("script", "# T: T\nservers 3\nrepeat 2 crash S1   # twice\n"+
		"  repeat 3 every 20ms  note  two  words\nrun 1ms\n")
	require.NoError(t, err)
	var lines []int
	var texts []string
	for _, c := range scenario.Commands {
		lines, texts = append(lines, c.Line), append(texts, c.Text)
	}
	assert.Equal(t, []string{"servers 3", "crash S1", "crash S1", "note  two  words", "run 20ms", "note  two  words",
		"run 20ms", "note  two  words", "run 20ms", "run 1ms"}, texts)
	assert.Equal(t, []int{2, 3, 3, 4, 4, 4, 4, 4, 4, 5}, lines)
	assert.Equal(t, 24, scenario.Commands[3].Words[0].Column)
}

func TestMistakesInRepeatHaveTheirPlace(t *testing.T) {
	for line, want := range map[string]string{
		"repeat":                        "script:2:1: how many times is missing",
		"repeat 3":                      "script:2:8: a command to repeat is missing",
		"repeat three crash S1":         `script:2:8: want a whole number for how many times, got "three"`,
		"repeat 0 crash S1":             "script:2:8: want 1 to 1000 times, got 0",
		"repeat 2000 crash S1":          "script:2:8: want 1 to 1000 times, got 2000",
		"repeat 3 every soon note x":    "script:2:16: want a duration such as 150ms",
		"repeat 3 repeat 3 note x":      `"repeat" cannot be repeated`,
		"repeat 3 leave":                `"leave" cannot be repeated`,
		"repeat 600 every 1ms note x":   "script:2:1: the scenario is too long: at most 1000 commands",
		"repeat 3 crahs S1":             `script:2:10: unknown verb "crahs"; did you mean "crash"?`,
		"repeat 3 crash S9":             `script:2:16: unknown server "S9": this cluster has S1 to S5`,
		"try repeat 3 crash S1":         `"repeat" cannot be tried`,
		"run 1ms\nrepeat 3 servers 5":   "script:3:10: servers must stand before the first command that is not setup",
		"run 1ms\nrepeat 2 clock S1 up": `script:3:19: want fast, slow, true or jumps, got "up"`,
	} {
		assert.ErrorContains(t, played("# T: T\n"+line), want, line)
	}
}

// TestEveryMistakeIsKnownBeforeTheRun: nothing happens if the words of a later line are wrong, and each such line is
// named.
func TestEveryMistakeIsKnownBeforeTheRun(t *testing.T) {
	err := played("# T: T\nservers 3\nrun 1s\ncrash S4\nclock S1 fats 10%\nrun 1s\ncut S1 > \nnote fine\n")
	require.Error(t, err)
	assert.Equal(t, []string{
		`script:4:7: unknown server "S4": this cluster has S1 to S3`,
		`script:5:10: want fast, slow, true or jumps, got "fats"; did you mean "fast"?`,
		`script:7:8: a server is missing`,
	}, strings.Split(err.Error(), "\n"))
	var first *story.ScriptError
	require.True(t, errors.As(err, &first))
	assert.Equal(t, 4, first.Line)
}
