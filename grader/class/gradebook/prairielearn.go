package gradebook

import "raftlab/grader"

// learnResult is the file results.json of PrairieLearn's external grading.
type learnResult struct {
	// Gradable is false for a file that was not judged: that costs the student no attempt. Then there is no score.
	Gradable     bool             `json:"gradable"`
	Score        *float64         `json:"score,omitempty"`
	FormatErrors []string         `json:"format_errors,omitempty"`
	Message      string           `json:"message"`
	Output       string           `json:"output,omitempty"`
	Tests        []learnTest      `json:"tests,omitempty"`
	Files        []about          `json:"files"`
	Grader       grader.BuildJSON `json:"grader"`
}

type learnTest struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Points      int    `json:"points"`
	MaxPoints   int    `json:"max_points"`
	Message     string `json:"message,omitempty"`
}

// learnMax is PrairieLearn's limit for a result, with some room.
const learnMax = 1_000_000 - 10_000

// prairieLearn is the result of one student. One file that is missing or does not compile beside others that were
// judged counts as a zero among them; if nothing was judged, the submission is not gradable.
func prairieLearn(r result, _ Options) []byte {
	return within(learnMax, func(limit int) []byte { return indented(learn(r, limit)) })
}

func learn(r result, limit int) learnResult {
	l := learnResult{Message: r.summary(), Files: r.abouts(), Grader: r.by}
	checks := r.checks(limit)
	broken := true
	for _, row := range r.rows {
		broken = broken && isBroken(verdictOf(row))
	}
	if !r.judged() || broken {
		for _, c := range checks {
			if c.verdict == grader.Infrastructure || isBroken(c.verdict) {
				l.FormatErrors = append(l.FormatErrors, c.name+": "+c.detail)
			}
		}
		return l
	}
	l.Gradable = true
	score := fraction(r.points(), r.assignment.Points(), r.passed())
	l.Score = &score
	l.Output = r.report(limit)
	for _, c := range checks {
		l.Tests = append(l.Tests, learnTest{
			Name: c.name, Description: c.exercise + " " + c.number, Points: c.points, MaxPoints: c.of,
			Message: c.detail,
		})
	}
	return l
}

// fraction is a share of all points, from 0 to 1. Without points, a pass is everything.
func fraction(points, of int, passed bool) float64 {
	if of > 0 {
		return float64(min(max(points, 0), of)) / float64(of)
	}
	if passed {
		return 1
	}
	return 0
}
