package assignment_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class/assignment"
	"raftlab/grader/class/marks"
	"raftlab/grader/judges"
)

// obeys reports what in a value is against a schema, "" for nothing. It fails for a word that it does not know.
func obeys(t *testing.T, schema map[string]any, value any) string {
	t.Helper()
	for word, wants := range schema {
		if wrong := obeysWord(t, schema, word, wants, value); wrong != "" {
			return wrong
		}
	}
	return ""
}

func obeysWord(t *testing.T, schema map[string]any, word string, wants, value any) string {
	t.Helper()
	text, isText := value.(string)
	number, isNumber := value.(float64)
	list, isList := value.([]any)
	object, isObject := value.(map[string]any)
	right := true
	switch word {
	case "$schema", "title", "description":
	case "type":
		right = wants == "string" && isText || wants == "integer" && isNumber && number == math.Trunc(number) ||
			wants == "array" && isList || wants == "object" && isObject
	case "const":
		right = value == wants
	case "enum":
		right = false
		for _, one := range wants.([]any) {
			right = right || one == value
		}
	case "minLength":
		right = !isText || float64(utf8.RuneCountInString(text)) >= wants.(float64)
	case "maxLength":
		right = !isText || float64(utf8.RuneCountInString(text)) <= wants.(float64)
	case "minimum":
		right = !isNumber || number >= wants.(float64)
	case "maximum":
		right = !isNumber || number <= wants.(float64)
	case "minItems":
		right = !isList || float64(len(list)) >= wants.(float64)
	case "minProperties":
		right = !isObject || float64(len(object)) >= wants.(float64)
	case "required":
		for _, name := range wants.([]any) {
			_, has := object[name.(string)]
			right = right && (has || !isObject)
		}
	case "additionalProperties":
		for name := range object {
			_, known := schema["properties"].(map[string]any)[name]
			right = right && known
		}
	case "properties", "items", "anyOf":
		right = obeysParts(t, word, wants, value)
	default:
		require.Fail(t, "the test does not know "+word)
	}
	if !right {
		return word
	}
	return ""
}

// obeysParts is for the words that have schemas in them.
func obeysParts(t *testing.T, word string, wants, value any) bool {
	t.Helper()
	list, _ := value.([]any)
	object, _ := value.(map[string]any)
	right := true
	switch word {
	case "properties":
		for name, item := range object {
			if property, known := wants.(map[string]any)[name]; known && right {
				right = obeys(t, property.(map[string]any), item) == ""
			}
		}
	case "items":
		for _, item := range list {
			right = right && obeys(t, wants.(map[string]any), item) == ""
		}
	case "anyOf":
		right = false
		for _, one := range wants.([]any) {
			right = right || obeys(t, one.(map[string]any), value) == ""
		}
	}
	return right
}

// schema is the schema as its readers get it.
func schema(t *testing.T) map[string]any {
	t.Helper()
	text, err := json.Marshal(assignment.Schema())
	require.NoError(t, err)
	var schema map[string]any
	require.NoError(t, json.Unmarshal(text, &schema))
	return schema
}

// isUnsaid reports whether a mistake is one of those that no schema can name.
func isUnsaid(text string) bool {
	for _, m := range mistakes {
		if m.text == text {
			for _, part := range []string{"twice", "no points", "points in all", "no whole time"} {
				if strings.Contains(m.want, part) {
					return true
				}
			}
		}
	}
	return false
}

// TestTheSchemaTakesWhatReadTakes, and refuses what Read refuses.
func TestTheSchemaTakesWhatReadTakes(t *testing.T) {
	schema := schema(t)
	texts := []string{
		whole, `{"exercises": ["vote"], "schedules": 1e2}`, `{"exercises": ["vote"], "schedules": 1000000}`,
		`{"exercises": ["vote"], "schedules": 1000001}`, `{"exercises": ["vote"], "schedules": 1.5}`,
		`{"exercises": [{"id": "vote"}], "secret": "äöüäöüäöüäöüäöüä"}`,
		`{"exercises": [{"id": "vote", "groups": {}}]}`,
	}
	for _, m := range mistakes {
		texts = append(texts, m.text)
	}
	for _, judge := range judges.All() {
		id := judge.About().ID
		texts = append(texts, fmt.Sprintf(`{"exercises": [%q]}`, id))
		for task := range 9 {
			texts = append(texts, fmt.Sprintf(`{"exercises": [{"id": %q, "groups": {"task-%d": 3}}]}`, id, task))
		}
		for _, group := range marks.Groups(id) {
			with := fmt.Sprintf(`{"exercises": [{"id": %q, "groups": {%q: 3}, "points": 3}]}`, id, group.ID)
			texts = append(texts, with)
		}
	}
	taken, refused := 0, 0
	for _, text := range texts {
		var value any
		if json.Unmarshal([]byte(text), &value) != nil || isUnsaid(text) {
			continue
		}
		_, err := assignment.Read([]byte(text))
		against := obeys(t, schema, value)
		assert.Equal(t, err == nil, against == "", "%s\nRead: %v\nschema: %s", text, err, against)
		if err == nil {
			taken++
		} else {
			refused++
		}
	}
	assert.Greater(t, taken, 150)
	assert.Greater(t, refused, 50)
}
