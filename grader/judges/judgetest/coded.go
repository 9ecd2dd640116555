package judgetest

import (
	"regexp"
	"strings"
	"testing"

	"raftlab/grader"
)

// codeForm is the form of a code: words in lower case, dots between its parts.
var codeForm = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)*$`)

// Coded requires that each finding of the report has a code, for the page in another language, and a task, for the
// hint. The arguments of a call's sentence must be parts of it.
func Coded(t testing.TB, graded grader.Report) {
	t.Helper()
	for i, f := range graded.JSON().Findings {
		if !codeForm.MatchString(f.Code) || f.Code != graded.Findings[i].Code {
			t.Errorf("%s: the code is %q: %s", f.Check, f.Code, f.Sentence)
		}
		if f.Task == 0 {
			t.Errorf("%s: no task, and so no hint: %s (%s)", f.Check, f.Code, f.Place)
		}
		for _, arg := range f.Args {
			if f.Case != nil && !strings.Contains(f.Sentence, arg.Text) {
				t.Errorf("%s: %s: the argument %q is not in the sentence: %s", f.Check, f.Code, arg.Text, f.Sentence)
			}
		}
	}
}
