package gradebook

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"strings"
)

// quoted is what Autolab takes for a key without quotes, anywhere in the last line: it puts quotes around the word.
var quoted = regexp.MustCompile(`[a-zA-Z0-9]+:`)

// problem is the name of an exercise at Autolab.
func problem(exercise string, options Options) string {
	return cmp.Or(options.Names[exercise], exercise)
}

func exportAutolab(b *book, options Options) error {
	var problems []string
	for _, assigned := range b.class.Assignment.Exercises {
		name := problem(assigned.ID, options)
		if quoted.MatchString(name) || strings.ContainsAny(name, "\"\\\n\r") {
			return fmt.Errorf("the problem's name %q breaks its line of scores: use one without quotes, and without a "+
				"colon after a letter or a digit", name)
		}
		problems = append(problems, fmt.Sprintf("%s (%d)", name, assigned.Points))
	}
	b.note(Names, "The assessment at Autolab must have exactly these problems, with these points: %s",
		strings.Join(problems, ", "))
	b.each("feedback.txt", func(r result) []byte {
		for _, row := range r.rows {
			if row.Marks != nil {
				return autolab(r, options)
			}
		}
		return nil // a last line without any score is a zero for every problem
	})
	return nil
}

// autolabTest is a test of a stage.
type autolabTest struct {
	Passed bool   `json:"passed"`
	Hint   string `json:"hint,omitempty"`
}

// autolab is the output of an autograder: a text, the tests, and in the last line the scores. Each line of the report
// has a mark before it: even if the rest was cut off, nothing that judged code printed is a line of scores. A problem
// without a score keeps the one that it has. If no file has a verdict, every problem is named without a number, since
// Autolab takes no scores at all for an error, and an error for a zero.
func autolab(r result, options Options) []byte {
	var b bytes.Buffer
	b.WriteString(r.summary() + "\n")
	if text := r.report(reportMax); text != "" {
		b.WriteString("\n| " + strings.ReplaceAll(text, "\n", "\n| ") + "\n")
	}
	b.WriteByte('\n')
	b.Write(line(autolabStages(r, options)))
	b.Write(line(map[string]any{"scores": autolabScores(r, options)}))
	return b.Bytes()
}

// autolabScores are the points of each problem whose file has a verdict.
func autolabScores(r result, options Options) map[string]*int {
	scores, none := map[string]*int{}, map[string]*int{}
	for _, row := range r.rows {
		name := problem(row.Exercise, options)
		none[name] = nil
		if row.Marks != nil {
			scores[name] = &row.Marks.Points
		}
	}
	if len(scores) == 0 {
		return none
	}
	return scores
}

// autolabStages are the tests, in a stage for each problem, in the form that Autolab draws.
func autolabStages(r result, options Options) map[string]any {
	stages := []string{}
	all := map[string]any{"_presentation": "semantic"}
	for _, c := range r.checks(reportMax) {
		stage := problem(c.exercise, options)
		tests, known := all[stage].(map[string]autolabTest)
		if !known {
			tests = map[string]autolabTest{}
			all[stage] = tests
			stages = append(stages, stage)
		}
		test := autolabTest{Passed: c.passed()}
		if !test.Passed {
			test.Hint = c.detail
		}
		tests[c.number+" "+c.name] = test
	}
	all["stages"] = stages
	return all
}
