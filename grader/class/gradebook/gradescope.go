package gradebook

import "raftlab/grader"

// scopeResult is the file results.json of Gradescope. All texts are marked as plain: by default it takes some for HTML.
type scopeResult struct {
	// Score overrides the sum of the tests. Without it, and without scores of tests, there is no grade.
	Score            *int        `json:"score,omitempty"`
	ExecutionTime    int         `json:"execution_time,omitempty"`
	Output           string      `json:"output"`
	OutputFormat     string      `json:"output_format"`
	TestOutputFormat string      `json:"test_output_format"`
	TestNameFormat   string      `json:"test_name_format"`
	Visibility       string      `json:"visibility"`
	StdoutVisibility string      `json:"stdout_visibility"`
	ExtraData        scopeExtra  `json:"extra_data"`
	Tests            []scopeTest `json:"tests"`
}

type scopeExtra struct {
	Infrastructure bool             `json:"infrastructure"`
	Files          []about          `json:"files"`
	Grader         grader.BuildJSON `json:"grader"`
}

type scopeTest struct {
	Score        *int     `json:"score,omitempty"`
	MaxScore     *int     `json:"max_score,omitempty"`
	Status       string   `json:"status"`
	Name         string   `json:"name"`
	NameFormat   string   `json:"name_format"`
	Number       string   `json:"number,omitempty"`
	Output       string   `json:"output,omitempty"`
	OutputFormat string   `json:"output_format"`
	Tags         []string `json:"tags,omitempty"`
	Visibility   string   `json:"visibility"`
}

// asText, isVisible and isHidden are words of Gradescope.
const (
	asText    = "text"
	isVisible = "visible"
	isHidden  = "hidden"
)

// gradescope is the result of one student. If one file has no verdict, nothing has a score: with the rest alone, the
// sum would count that file as a zero.
func gradescope(r result, _ Options) []byte {
	return within(scopeMax, func(limit int) []byte { return indented(scope(r, limit)) })
}

// scopeMax bounds a result in bytes. Gradescope states no limit; this is far below what a page can show.
const scopeMax = 4_000_000

func scope(r result, limit int) scopeResult {
	s := scopeResult{
		Output: r.summary(), OutputFormat: asText, TestOutputFormat: asText, TestNameFormat: asText,
		Visibility: isVisible, StdoutVisibility: isHidden, Tests: []scopeTest{},
		ExtraData: scopeExtra{!r.judged(), r.abouts(), r.by},
	}
	if r.judged() {
		points := r.points()
		s.Score = &points
	}
	for _, row := range r.rows {
		s.ExecutionTime += int(row.Took.Seconds())
	}
	for _, c := range r.checks(limit) {
		test := scopeTest{
			Status: status(c.passed()), Name: c.name, NameFormat: asText, Number: c.number, Output: c.detail,
			OutputFormat: asText, Tags: []string{c.exercise}, Visibility: isVisible,
		}
		if r.judged() {
			test.Score, test.MaxScore = &c.points, &c.of
		}
		s.Tests = append(s.Tests, test)
	}
	if text := r.report(limit); text != "" {
		s.Tests = append(s.Tests, scopeTest{
			Status: status(r.passed()), Name: "The whole report", NameFormat: asText, Output: text,
			OutputFormat: asText, Visibility: isVisible,
		})
	}
	return s
}

func status(passed bool) string {
	if passed {
		return "passed"
	}
	return "failed"
}
