package gradebook

import (
	"strings"
	"unicode/utf8"

	"raftlab/grader"
	"raftlab/grader/plaintext"
)

// exercismResult is the file results.json of an Exercism test runner, version 3.
type exercismResult struct {
	Version int    `json:"version"`
	Status  string `json:"status"`
	// Message is there only if no test ran.
	Message *string        `json:"message"`
	Tests   []exercismTest `json:"tests"`
}

type exercismTest struct {
	Name    string  `json:"name"`
	Status  string  `json:"status"`
	Message *string `json:"message"`
	Output  *string `json:"output"`
	TaskID  int     `json:"task_id,omitempty"`
}

// The words of Exercism for an outcome.
const (
	exercismPass  = string(passed)
	exercismFail  = string(failed)
	exercismError = string(errored)
)

// exportExercism writes a result for each student and exercise, since Exercism judges one exercise at a time.
func exportExercism(b *book, options Options) error {
	for _, assigned := range b.class.Assignment.Exercises {
		b.each(assigned.ID+"/results.json", func(r result) []byte {
			one, _ := r.of(assigned.ID)
			return exercism(one, options)
		})
	}
	return nil
}

// exercism is the result of one file, or of several as if they were one exercise.
func exercism(r result, _ Options) []byte {
	e := exercismResult{Version: 3, Status: exercismPass, Tests: []exercismTest{}}
	checks := r.checks(reportMax)
	ran := 0
	for _, c := range checks {
		if c.verdict != grader.Infrastructure && !isBroken(c.verdict) {
			ran++
		}
	}
	if ran == 0 || !r.judged() {
		e.Status = exercismError
		var all []string
		for _, c := range checks {
			if !c.passed() {
				all = append(all, c.name+": "+c.detail)
			}
		}
		message := atMost(strings.Join(all, "\n"), exercismMessage)
		e.Message = &message
		return indented(e)
	}
	output := exercismOutput(r)
	for _, c := range checks {
		test := exercismTest{Name: c.name, Status: string(outcomeOf(c.verdict)), TaskID: c.task}
		if !c.passed() {
			e.Status = exercismFail
			test.Message = &c.detail
			test.Output, output = output, nil // only the first failure is shown to the learner
		}
		e.Tests = append(e.Tests, test)
	}
	if output != nil && len(e.Tests) > 0 {
		e.Tests[0].Output = output
	}
	return indented(e)
}

// The limits of Exercism: a message in bytes, as its database has it, and an output in characters.
const (
	exercismMessage   = 65_535
	exercismOutputMax = 500
	exercismTruncated = "\nOutput was truncated. Please limit to 500 chars"
)

// exercismOutput is what the code printed, nil for nothing. Exercism gives the limit, and the words after it.
func exercismOutput(r result) *string {
	var b strings.Builder
	for _, row := range r.rows {
		if row.Report != nil {
			b.WriteString(row.Report.Output)
		}
	}
	text := plaintext.Lines(b.String(), 10*exercismOutputMax)
	if text == "" {
		return nil
	}
	if utf8.RuneCountInString(text) > exercismOutputMax {
		rest := exercismOutputMax - utf8.RuneCountInString(exercismTruncated)
		text = string([]rune(text)[:rest]) + exercismTruncated
	}
	return &text
}

// atMost is the beginning of a text in at most so many bytes, cut between two characters.
func atMost(text string, bytesMax int) string {
	if len(text) <= bytesMax {
		return text
	}
	for bytesMax > 0 && !utf8.RuneStart(text[bytesMax]) {
		bytesMax--
	}
	return text[:bytesMax]
}
