package puzzles

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
)

const form = "title: T\nsubjects: A4 C1\nsections: §5.2\nlesson: l\ngoal: Two\n  lines.\nopen: O\nclosed: C\n" +
	"hint: H.\nhint: I.\n" +
	"won: W.\nnever: N.\nopen script:\n  rules vote-twice\nscript:\n  servers 3\n  manual\nsolution:\n  wake S1\n" +
	"  80ms crash S1\nsearched: depth 8 terms 2\n"

func TestParse(t *testing.T) {
	p, err := parse("x", form)
	require.NoError(t, err)
	assert.Equal(t, "Two lines.", p.Goal)
	assert.Equal(t, []string{"H.", "I."}, p.Hints)
	assert.Equal(t, []Move{{Do: "wake S1"}, {At: lab.Time(80 * lab.Millisecond), Do: "crash S1"}}, p.Solution)
	assert.Equal(t, &Bounds{Depth: 8, Terms: 2}, p.Searched)
	assert.Equal(t, "# A4: T\n#\n# Two lines.\n\nrules vote-twice\nservers 3\nmanual\n", p.Text(OpenSide))
	assert.Equal(t, "# A4: T\n#\n# Two lines.\n\nservers 3\nmanual\n", p.Text(ClosedSide))
}

func TestBadFormIsReported(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"an unknown field", "title:", "tilte:", `no field "tilte"`},
		{"a field that stands twice", "won: W.", "won: W.\nwon: V.", "won stands twice"},
		{"a line without a key", "open: O", "open O", "is not KEY: VALUE"},
		{"no hint", "hint: H.\nhint: I.\n", "", "no hint"},
		{"two equal sides", "open script:\n  rules vote-twice\n", "", "no open script or closed script"},
		{"a move without a command", "80ms crash S1", "80ms", "has no command"},
		{"an unknown bound", "depth 8", "deep 8", "no bound"},
		{"a search without a depth", "depth 8 terms 2", "terms 2", "needs depth and terms"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := parse("x", strings.Replace(form, test.old, test.new, 1))
			require.ErrorIs(t, err, ErrForm)
			assert.ErrorContains(t, err, test.want)
		})
	}
}

func TestOrderHasEveryFile(t *testing.T) {
	entries, err := files.ReadDir(".")
	require.NoError(t, err)
	var got, want []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	for _, id := range order {
		want = append(want, id+".txt")
	}
	assert.ElementsMatch(t, want, got)
}
