package assignment

import (
	"raftlab/grader/class/marks"
	"raftlab/grader/gradable"
)

// Schema is the JSON Schema of the file. Read wants more, which no schema says: no exercise is there twice, no key is,
// the points of an exercise are the sum of its groups, which is not 0, and a deadline that begins with a date is a
// whole time.
func Schema() map[string]any {
	exercises := []any{map[string]any{"enum": ids(), "description": "An exercise with its own points."}}
	for _, judge := range gradable.All() {
		exercises = append(exercises, exerciseSchema(judge.About().ID))
	}
	text := func(says string) map[string]any {
		return map[string]any{"type": "string", "maxLength": maxText, "description": says}
	}
	secret := text("Makes the final seeds of each student. Keep it to yourself. This makes one: " + MakeSecret)
	secret["minLength"] = minSecret
	return map[string]any{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"title":                "An assignment of Raft Lab",
		"type":                 "object",
		"required":             []string{"exercises"},
		"additionalProperties": false,
		"properties": map[string]any{
			"$schema":   text("The address of this schema, for editors."),
			"title":     text("What students know it as."),
			"course":    text("The course, for people."),
			"exercises": map[string]any{"type": "array", "minItems": 1, "items": map[string]any{"anyOf": exercises}},
			"schedules": number("How many random schedules each file is judged by.", 1, maxSchedules),
			"secret":    secret,
			"deadline":  text("Any text, or a time such as 2026-05-12T18:00:00+02:00: later files are marked as late."),
		},
	}
}

func number(says string, least, most int) map[string]any {
	return map[string]any{"type": "integer", "minimum": least, "maximum": most, "description": says}
}

// exerciseSchema is the schema of an exercise with points.
func exerciseSchema(id string) map[string]any {
	groups := map[string]any{}
	for _, group := range marks.Groups(id) {
		groups[group.ID] = number(group.Title+".", 0, maxPoints)
	}
	return map[string]any{
		"type":                 "object",
		"required":             []string{"id"},
		"additionalProperties": false,
		"properties": map[string]any{
			"id":     map[string]any{"const": id},
			"points": number("What a pass is worth. They are spread over the groups.", 1, maxPoints),
			"groups": map[string]any{
				"type": "object", "additionalProperties": false, "minProperties": 1, "properties": groups,
				"description": "Points for each group of checks. One that is not named has 0.",
			},
		},
	}
}
