package instrument_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/instrument"
)

// The bound is between what nests and what only is long: a browser's stack does not grow with the latter.
func TestWhatNestsTooDeeplyIsRefused(t *testing.T) {
	many := strings.Repeat
	for name, test := range map[string]struct {
		deep string
		wide string
	}{
		"brackets":   {many("(", 200) + "1" + many(")", 200), many("(1)\n", 5000)},
		"indexes":    {"x" + many("[0]", 600), many("x[0]\n", 5000)},
		"operators":  {"1" + many("+1", 600), many("x = 1 + 1\n", 5000)},
		"signs":      {many("- ", 1100) + "1", many("x = -1\n", 5000)},
		"types":      {"[]any{" + many("[]", 600) + "int{}}", many("var x []int\n", 5000)},
		"calls":      {"f" + many("(1, 2)", 600), "f(" + many("1, ", 5000) + "1)"},
		"selectors":  {"x" + many(".x", 600), many("x.x()\n", 5000)},
		"else":       {"if x {" + many("} else if x {", 300) + "}", many("if x {\n}\n", 5000)},
		"labels":     {many("a: ", 600) + "x()", many("a:\n\tx()\n", 5000)},
		"blocks":     {many("{", 200) + many("}", 200), many("{\n}\n", 5000)},
		"cases":      {"switch x {\ncase " + many("1+", 600) + "1:\n}", "switch x {\n" + many("case 1:\n", 5000) + "}"},
		"functions":  {many("func() {", 150) + many("}", 150), many("func() {\n\tx()\n}()\n", 5000)},
		"too closed": {")))" + many("(", 200), many(")\n", 5000)},
	} {
		const begin = "package vote\n\nfunc f() {\n"
		refused := instrument.TooDeep([]byte(begin + test.deep + "\n}\n"))
		if assert.NotNil(t, refused, name) {
			assert.GreaterOrEqual(t, refused.Line, 4, name)
			assert.Contains(t, refused.Message, "nested too deeply")
		}
		assert.Nil(t, instrument.TooDeep([]byte(begin+test.wide+"}\n")), name)
	}
}

// Nothing that people write comes near the bound: these files nest at most half as deep.
func TestOurOwnFilesDoNotNestTooDeeply(t *testing.T) {
	files, err := filepath.Glob("../../*/*/*.go")
	require.NoError(t, err)
	require.Greater(t, len(files), 200)
	for _, name := range files {
		source, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.Nil(t, instrument.TooDeep(source), name)
	}
}
