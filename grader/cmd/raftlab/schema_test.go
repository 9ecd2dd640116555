package main

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
)

// obeys reports what in a value is against a schema, "" for nothing. It knows as much of JSON Schema as ours needs.
func obeys(schema, defs map[string]any, value any, at string) string {
	if ref, ok := schema["$ref"].(string); ok {
		return obeys(defs[ref[len("#/$defs/"):]].(map[string]any), defs, value, at)
	}
	if enum, ok := schema["enum"].([]any); ok && !slices.Contains(enum, value) {
		return at + " is none of the values"
	}
	kind, right := schema["type"], true
	if several, ok := kind.([]any); ok {
		if value == nil && slices.Contains(several, any("null")) {
			return ""
		}
		kind = several[0]
	}
	switch kind {
	case "string":
		_, right = value.(string)
	case "boolean":
		_, right = value.(bool)
	case "integer":
		_, right = value.(float64)
	case "array":
		list, ok := value.([]any)
		for _, item := range list {
			if wrong := obeys(schema["items"].(map[string]any), defs, item, at+"[]"); wrong != "" {
				return wrong
			}
		}
		right = ok
	case "object":
		object, _ := value.(map[string]any)
		for _, name := range schema["required"].([]any) {
			if _, ok := object[name.(string)]; !ok {
				return at + " has no " + name.(string)
			}
		}
		for name, item := range object {
			property, known := schema["properties"].(map[string]any)[name].(map[string]any)
			if !known {
				return at + " has an unknown " + name
			}
			if wrong := obeys(property, defs, item, at+"."+name); wrong != "" {
				return wrong
			}
		}
	}
	if !right {
		return at + " is not of type " + kind.(string)
	}
	return ""
}

func TestEveryReportObeysTheSchema(t *testing.T) {
	code, out, errOut := runForTest("schema")
	require.Equal(t, exitDone, code, errOut)
	var schema map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &schema))
	defs := schema["$defs"].(map[string]any)
	for body, verdict := range map[string]grader.Verdict{
		"{ return right(s, req) }\n": grader.Pass,
		voteTwice:                    grader.Safety,
		"{ panic(\"my own\") }\n":    grader.Crash,
		"{ panic(raft.TODO) }\n":     grader.Unfinished,
		"{ return wrong }\n":         grader.Compile,
		"{ go right(s, req); return raft.RequestVoteReply{} }": grader.Refused,
	} {
		file := learnersFile(t, "func HandleRequestVote"+signature+body)
		_, out, errOut := runForTest("grade", "vote", file, "--json", "--schedules", "5")
		var report map[string]any
		require.NoError(t, json.Unmarshal([]byte(out), &report), errOut)
		assert.EqualValues(t, verdict, report["verdict"])
		assert.Empty(t, obeys(schema, defs, report, "report"), verdict)
		by, _ := report["by"].(map[string]any)
		assert.NotEmpty(t, by["hash"], "a report says what judged")
		assert.NotEmpty(t, by["go"])
		delete(report, "verdict")
		assert.Equal(t, "report has no verdict", obeys(schema, defs, report, "report"))
	}
	t.Setenv("PATH", "")
	code, out, _ = runForTest("grade", "vote", "--solutions", "--json")
	assert.Equal(t, exitInconclusive, code)
	var report map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &report))
	assert.EqualValues(t, grader.Infrastructure, report["verdict"])
	assert.Empty(t, obeys(schema, defs, report, "report"))
}
