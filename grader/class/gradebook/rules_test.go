package gradebook_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/gradebook"
)

// kind gives what is wrong with a value, "" if nothing is.
type kind func(value any) string

// field is a key of an object.
type field struct {
	must bool
	is   kind
}

// object is an object with these keys. Open ones may have others.
func object(open bool, fields map[string]field) kind {
	return func(value any) string {
		o, ok := value.(map[string]any)
		if !ok {
			return fmt.Sprintf("%v is no object", value)
		}
		for key, f := range fields {
			v, has := o[key]
			if !has && f.must {
				return key + " is missing"
			}
			if has {
				if wrong := f.is(v); wrong != "" {
					return key + ": " + wrong
				}
			}
		}
		for key := range o {
			if _, known := fields[key]; !known && !open {
				return key + " is unknown"
			}
		}
		return ""
	}
}

func list(of kind) kind {
	return func(value any) string {
		all, ok := value.([]any)
		if !ok {
			return fmt.Sprintf("%v is no list", value)
		}
		for i, v := range all {
			if wrong := of(v); wrong != "" {
				return fmt.Sprintf("%d: %s", i, wrong)
			}
		}
		return ""
	}
}

// either is one of several kinds.
func either(kinds ...kind) kind {
	return func(value any) string {
		wrong := ""
		for _, k := range kinds {
			if wrong = k(value); wrong == "" {
				return ""
			}
		}
		return wrong
	}
}

func isText(value any) string {
	if _, ok := value.(string); !ok {
		return fmt.Sprintf("%v is no text", value)
	}
	return ""
}

func isFilled(value any) string {
	if text, ok := value.(string); !ok || text == "" {
		return fmt.Sprintf("%v is no text, or empty", value)
	}
	return ""
}

func isTruth(value any) string {
	if _, ok := value.(bool); !ok {
		return fmt.Sprintf("%v is neither true nor false", value)
	}
	return ""
}

func isNull(value any) string {
	if value != nil {
		return fmt.Sprintf("%v is not null", value)
	}
	return ""
}

func between(low, high float64) kind {
	return func(value any) string {
		if n, ok := value.(float64); !ok || n < low || n > high {
			return fmt.Sprintf("%v is no number from %g to %g", value, low, high)
		}
		return ""
	}
}

func isCount(value any) string {
	if n, ok := value.(float64); !ok || n < 0 || n != math.Trunc(n) {
		return fmt.Sprintf("%v is no whole number from 0", value)
	}
	return ""
}

func oneOf(words ...string) kind {
	return func(value any) string {
		if text, ok := value.(string); !ok || !slices.Contains(words, text) {
			return fmt.Sprintf("%v is none of %s", value, strings.Join(words, ", "))
		}
		return ""
	}
}

// rules check a file of a receiver.
type rules func(text []byte) string

// asJSON reads a file, and checks it by a kind and by what a kind cannot say.
func asJSON(k kind, more func(map[string]any) string) rules {
	return func(text []byte) string {
		var value any
		if err := json.Unmarshal(text, &value); err != nil {
			return err.Error()
		}
		if wrong := k(value); wrong != "" {
			return wrong
		}
		return more(value.(map[string]any))
	}
}

// scopeRules are those of Gradescope's autograder specification: every key and its words. A score at the top counts in
// place of the sum; without one, each test needs its own, and without any there is no grade.
var scopeRules = asJSON(object(false, map[string]field{
	"score": {false, between(0, 1e9)}, "execution_time": {false, between(0, 1e9)}, "output": {false, isText},
	"output_format":      {false, oneOf("text", "simple_format", "html", "md", "ansi")},
	"test_output_format": {false, oneOf("text", "simple_format", "html", "md", "ansi")},
	"test_name_format":   {false, oneOf("text", "simple_format", "html", "md", "ansi")},
	"visibility":         {false, oneOf("hidden", "after_due_date", "after_published", "visible")},
	"stdout_visibility":  {false, oneOf("hidden", "after_due_date", "after_published", "visible")},
	"extra_data":         {false, object(true, nil)}, "leaderboard": {false, list(object(true, nil))},
	"tests": {false, list(object(false, map[string]field{
		"score": {false, between(0, 1e9)}, "max_score": {false, between(0, 1e9)},
		"status": {false, oneOf("passed", "failed")}, "name": {false, isText}, "number": {false, isText},
		"name_format":   {false, oneOf("text", "simple_format", "html", "md", "ansi")},
		"output_format": {false, oneOf("text", "simple_format", "html", "md", "ansi")},
		"output":        {false, isText}, "tags": {false, list(isText)}, "extra_data": {false, object(true, nil)},
		"visibility": {false, oneOf("hidden", "after_due_date", "after_published", "visible")},
	}))},
}), func(o map[string]any) string {
	sum, scored := 0.0, false
	tests, _ := o["tests"].([]any)
	for _, test := range tests {
		if score, has := test.(map[string]any)["score"].(float64); has {
			sum, scored = sum+score, true
		}
	}
	top, has := o["score"].(float64)
	switch {
	case has && scored && top != sum:
		return fmt.Sprintf("the score is %g, and that of the tests %g", top, sum)
	case !has && scored:
		return "the sum of the tests would be a grade"
	case o["output_format"] != "text" || o["test_output_format"] != "text" || o["test_name_format"] != "text":
		return "a text would be taken for HTML"
	}
	return ""
})

// learnRules are those of PrairieLearn's external grading: a score from 0 to 1 unless the file is not gradable, and at
// most 1 MB.
var learnRules = rules(func(text []byte) string {
	if len(text) > 1_000_000 {
		return fmt.Sprintf("it has %d bytes", len(text))
	}
	images := field{false, list(object(false, map[string]field{"label": {false, isText}, "url": {true, isText}}))}
	return asJSON(object(true, map[string]field{
		"gradable": {false, isTruth}, "score": {false, between(0, 1)},
		"format_errors": {false, either(isText, list(isText))}, "message": {false, isText}, "output": {false, isText},
		"images": images,
		"tests": {false, list(object(false, map[string]field{
			"name": {false, isText}, "description": {false, isText}, "points": {false, between(0, 1e9)},
			"max_points": {false, between(0, 1e9)}, "message": {false, isText}, "output": {false, isText},
			"images": images,
		}))},
	}), func(o map[string]any) string {
		_, scored := o["score"]
		if gradable := o["gradable"] != false; gradable != scored {
			return fmt.Sprintf("gradable is %v, and there is a score: %v", gradable, scored)
		}
		return ""
	})(text)
})

// exercismRules are those of the test runner interface, version 3.
var exercismRules = asJSON(object(false, map[string]field{
	"version": {true, between(3, 3)}, "status": {true, oneOf("pass", "fail", "error")},
	"message": {false, either(isNull, isText)},
	"tests": {true, list(object(false, map[string]field{
		"name": {true, isFilled}, "status": {true, oneOf("pass", "fail", "error")},
		"message": {false, either(isNull, isText)}, "output": {false, either(isNull, isText)},
		"test_code": {false, isText}, "task_id": {false, between(1, 1000)},
	}))},
}), func(o map[string]any) string {
	message, told := o["message"].(string)
	tests, notPassed := o["tests"].([]any), 0
	for _, test := range tests {
		one := test.(map[string]any)
		if one["status"] != "pass" {
			notPassed++
		}
		if output, ok := one["output"].(string); ok {
			long := len([]rune(output))
			if long > 500 || output == "" {
				return fmt.Sprintf("an output has %d characters", long)
			}
		}
	}
	switch isError := o["status"] == "error"; {
	case isError != told:
		return "there is a message exactly if no test ran"
	case len(message) > 65_535 || told && message == "":
		return "the message is too long, or empty"
	case o["status"] == "error" && len(tests) > 0:
		return "tests ran, and the status is error"
	case o["status"] == "pass" && (notPassed > 0 || len(tests) == 0), o["status"] == "fail" && notPassed == 0:
		return "the status differs from that of the tests"
	}
	return ""
})

// autolabRules are those of Autolab: the last line has a score for each problem, also after what Autolab does to that
// line. No other line may be taken for it if the end is lost, but for the one before it, which has no scores.
func autolabRules(text []byte) string {
	lines := strings.Split(strings.TrimRight(string(text), " \n\t\r"), "\n")
	last := lines[len(lines)-1]
	var result struct {
		Scores map[string]*float64 `json:"scores"`
	}
	changed := autolabKeys.ReplaceAllString(last, `"$1":`)
	if err := json.Unmarshal([]byte(changed), &result); err != nil {
		return "the last line: " + err.Error()
	}
	if len(result.Scores) == 0 {
		return "without scores, Autolab writes a zero"
	}
	for i, l := range lines[:len(lines)-1] {
		var scores struct{ Scores any }
		if json.Unmarshal([]byte(l), &scores) == nil && scores.Scores != nil {
			return fmt.Sprintf("line %d could be taken for the last one", i+1)
		}
	}
	var stages map[string]any
	err := json.Unmarshal([]byte(lines[len(lines)-2]), &stages)
	if err != nil || stages["_presentation"] != "semantic" {
		return "the line before the last one is no presentation"
	}
	for _, stage := range stages["stages"].([]any) {
		wrong := object(true, nil)(stages[stage.(string)])
		if wrong != "" {
			return wrong
		}
	}
	return ""
}

// eachFile are the files of an export, by their path without the student's.
func eachFile(t *testing.T, c *class.Class, target string, options gradebook.Options) map[string][]byte {
	t.Helper()
	exported, err := gradebook.Export(c, target, options)
	require.NoError(t, err)
	return exported.Files
}

// ruled are the targets with rules for each of their files.
var ruled = map[string]rules{
	"gradescope": scopeRules, "prairielearn": learnRules, "exercism": exercismRules, "autolab": autolabRules,
	"classroom50": roomRules, "junit": junitRules,
}

func TestEachExportFollowsTheReceiversRules(t *testing.T) {
	for target, rules := range ruled {
		for path, text := range eachFile(t, graded(), target, templateFor(t, target)) {
			assert.Empty(t, rules(text), "%s %s", target, path)
		}
	}
}

// TestTheRulesFindMistakes plants a mistake in a right file.
func TestTheRulesFindMistakes(t *testing.T) {
	for _, planted := range []struct{ target, path, old, new, says string }{
		{"gradescope", "1001/results.json", `"score": 30`, `"score": 29`, "that of the tests 30"},
		{"gradescope", "1001/results.json", `"passed"`, `"pass"`, "pass is none of passed, failed"},
		{"gradescope", "1001/results.json", `"max_score"`, `"maxScore"`, "maxScore is unknown"},
		{"gradescope", "1001/results.json", `"output_format": "text"`, `"output_format": "html"`, "HTML"},
		{"prairielearn", "1001/results.json", `"score": 1,`, `"score": 30,`, "no number from 0 to 1"},
		{"prairielearn", "1001/results.json", `"gradable": true`, `"gradable": false`, "there is a score"},
		{"prairielearn", "1001/results.json", `"message": "`, `"message": "` + strings.Repeat("x", 1e6), "bytes"},
		{"exercism", "1001/vote/results.json", `"status": "pass"`, `"status": "passed"`, "none of pass"},
		{"exercism", "bo.lind/vote/results.json", `"output": "`, `"output": "` + strings.Repeat("x", 500), "an output"},
		{"exercism", "1003/vote/results.json", `"status": "error"`, `"status": "fail"`, "message exactly if"},
		{"autolab", "1001/feedback.txt", `{"scores":{"append":20,"vote":10}}`, "", "last line"},
		{"autolab", "1001/feedback.txt", `{"append":20`, `{"task 1: append":20`, "last line"},
		{"autolab", "1001/feedback.txt", "\n| {", "\n{", "could be taken for the last one"},
		{"autolab", "1001/feedback.txt", `{"append":20,"vote":10}`, "{}", "writes a zero"},
		{"classroom50", "1001/result.json", `"score": 30`, `"score": 30.5`, "whole number"},
		{"classroom50", "1001/result.json", `"score": 30`, `"score": 31`, "more than"},
		{"classroom50", "1001/result.json", `"schema"`, `"version": 1, "schema"`, "version is unknown"},
		{"classroom50", "1001/result.json", `2026-05-12T18:04:00Z`, `2026-05-12T18:04:00+00:00`, "graded_at"},
		{"junit", "junit.xml", `tests="2"`, `tests="3"`, "tests"},
		{"junit", "junit.xml", `failures="2"`, `failures="1"`, "failures"},
		{"junit", "junit.xml", `timestamp="2026-05-12T18:04:00"`, `timestamp="2026-05-12T18:04:00Z"`, "timestamp"},
		{"junit", "junit.xml", `<system-err></system-err>`, ``, "order"},
		{"junit", "junit.xml", ` package="raftlab.vote"`, ``, "package"},
	} {
		files := eachFile(t, graded(), planted.target, templateFor(t, planted.target))
		text := string(files[planted.path])
		require.Contains(t, text, planted.old, "%s %s", planted.target, planted.path)
		changed := strings.Replace(text, planted.old, planted.new, 1)
		assert.Contains(t, ruled[planted.target]([]byte(changed)), planted.says, "%s: %s", planted.target, planted.old)
	}
}

// TestInfrastructureIsNeverAZero: no export has a number for a file that was not judged.
func TestInfrastructureIsNeverAZero(t *testing.T) {
	c := &class.Class{Assignment: assignment, By: grader.BuildJSON{Hash: "4fb5"}, Rows: []class.Row{
		unjudged(finn, "vote"), unjudged(finn, "append"),
	}}
	read := func(target, path string) string {
		text := eachFile(t, c, target, gradebook.Options{})[path]
		require.NotEmpty(t, text)
		assert.Empty(t, ruled[target](text), target)
		return string(text)
	}
	assert.NotContains(t, read("gradescope", "1006/results.json"), "score\"")
	assert.Contains(t, read("gradescope", "1006/results.json"), "infrastructure: this was not graded.")
	learn := read("prairielearn", "1006/results.json")
	assert.NotContains(t, learn, `"score"`)
	assert.Contains(t, learn, `"gradable": false`)
	assert.Contains(t, read("exercism", "1006/vote/results.json"), `"status": "error"`)
	assert.Contains(t, read("junit", "junit.xml"), `<error message="infrastructure: this was not graded.`)
	assert.NotContains(t, read("junit", "junit.xml"), `name="points"`)
	assert.Empty(t, eachFile(t, c, "autolab", gradebook.Options{}))
	for _, target := range []string{"canvas", "moodle", "classroom50"} {
		options := templateFor(t, target)
		for path, text := range eachFile(t, c, target, options) {
			assert.Equal(t, string(options.Template), string(text), "%s: nothing may change in %s", target, path)
		}
	}
}
