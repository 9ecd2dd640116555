package runfile

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
)

func TestOnlyProgressIsRead(t *testing.T) {
	var kinds []grader.ProgressKind
	lines := []string{
		`{"kind":"check","stage":"examples","name":"a vote","passed":true,"index":1,"of":23}`,
		`what a learner's program prints there`,
		`{"kind":"calls","done":5000}`,
		strings.Repeat("x", maxProgressLine+1),
		`{"kind":"calls","done":10000}`,
	}
	readProgress(
		strings.NewReader(strings.Join(lines, "\n")),
		func(p grader.Progress) { kinds = append(kinds, p.Kind) },
	)
	assert.Equal(t, []grader.ProgressKind{grader.CheckProgress, grader.CallsProgress}, kinds)
}
