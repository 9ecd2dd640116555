package main

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/wasm/protocol"
)

// applied is what static/src/run/opening.ts does.
func applied(before, change any) any {
	parts, ok := change.(map[string]any)
	if !ok {
		return change
	}
	switch old := before.(type) {
	case map[string]any:
		now := map[string]any{}
		for key, value := range old {
			if !slices.Contains(listOf(parts[gone]), any(key)) {
				now[key] = value
			}
		}
		for key, part := range parts {
			if key != gone {
				now[key] = applied(old[key], part)
			}
		}
		return now
	case []any:
		now := []any{}
		for i, one := range old {
			if _, ok := parts[added]; ok {
				if !slices.Contains(listOf(parts[gone]), idOf(one)) {
					now = append(now, one)
				}
			} else if part, ok := parts[strconv.Itoa(i)]; ok {
				now = append(now, applied(one, part))
			} else {
				now = append(now, one)
			}
		}
		return append(now, listOf(parts[added])...)
	}
	return change
}

func listOf(value any) []any {
	list, _ := value.([]any)
	return list
}

// again reads what was written, as the page does.
func again(t *testing.T, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	read, err := decoded(text)
	require.NoError(t, err)
	return read
}

func TestTheOpeningIsTheRunThatTheEnginePlays(t *testing.T) {
	made, err := opening()
	require.NoError(t, err)

	shown := again(t, made.Frame)
	began, err := shown.(map[string]any)["now"].(json.Number).Int64()
	require.NoError(t, err)
	s, frame, err := openingAt(began)
	require.NoError(t, err)
	assert.Equal(t, "finished", frame.Status, "the page goes on when the text is over")
	var told []string
	for i, step := range made.Steps {
		frame, err = ask(s, protocol.StepRequest{})
		require.NoError(t, err)
		shown = applied(shown, again(t, step))
		require.Equal(t, again(t, slim(frame)), shown, "step %d", i+1)
		told = append(told, frame.Lines...)
	}
	lines := strings.Join(told, "\n")
	assert.Contains(t, lines, " request ", "a client writes")
	assert.Contains(t, lines, " role candidate ")
	assert.Contains(t, lines, " role leader ", "the recording goes on until somebody leads")
	assert.Less(t, began, electionTime(t), "it begins before the election")
	assert.GreaterOrEqual(t, frame.Now, began+openingLength)
}

func electionTime(t *testing.T) int64 {
	t.Helper()
	at, err := electionAfter()
	require.NoError(t, err)
	return at
}

func TestTheOpeningHasNothingThatTheFirstPageDoesNotDraw(t *testing.T) {
	made, err := opening()
	require.NoError(t, err)
	text, err := json.Marshal(made)
	require.NoError(t, err)
	assert.NotContains(t, string(text), " deliver ")
	assert.Less(t, len(text), 32_000, "it is part of the first paint")
}

func TestAChangeIsWhatIsOther(t *testing.T) {
	for _, one := range []struct{ name, before, after, want string }{
		{"nothing", `{"a":1}`, `{"a":1}`, `{}`},
		{"a value", `{"a":1,"b":2}`, `{"a":1,"b":3}`, `{"b":3}`},
		{"a value inside", `{"a":{"b":1,"c":2}}`, `{"a":{"b":1,"c":3}}`, `{"a":{"c":3}}`},
		{"a key less", `{"a":1,"b":2}`, `{"a":1}`, `{"-":["b"]}`},
		{"an element", `[{"id":1,"a":1},{"id":2,"a":1}]`, `[{"id":1,"a":1},{"id":2,"a":2}]`, `{"1":{"a":2}}`},
		{"one goes and one comes", `[{"id":1},{"id":2}]`, `[{"id":2},{"id":3}]`, `{"+":[{"id":3}],"-":[1]}`},
		{"one comes", `[1,2]`, `[1,2,3]`, `{"+":[3]}`},
		{"another order", `[{"id":1},{"id":2}]`, `[{"id":2},{"id":1}]`, `[{"id":2},{"id":1}]`},
		{"without ids", `[1,2]`, `[2]`, `[2]`},
	} {
		t.Run(one.name, func(t *testing.T) {
			step, isOther, err := changedJSON([]byte(one.before), []byte(one.after))
			require.NoError(t, err)
			text, err := json.Marshal(step)
			require.NoError(t, err)
			assert.JSONEq(t, one.want, string(text))
			assert.Equal(t, one.before != one.after, isOther)
			before, err := decoded([]byte(one.before))
			require.NoError(t, err)
			after, err := decoded([]byte(one.after))
			require.NoError(t, err)
			assert.Equal(t, after, applied(before, again(t, step)))
		})
	}
}
