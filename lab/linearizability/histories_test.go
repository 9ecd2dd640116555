package linearizability_test

import (
	_ "embed"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/linearizability"
)

var rewrite = flag.Bool("rewrite", false, "rewrite testdata from the present results; read the difference")

// Embedded, so that the test also runs without a file system.
//
//go:embed testdata/histories.txt
var histories string

const plenty = 1_000_000

// TestHistories judges the histories of testdata/histories.txt. Below each stands the verdict.
func TestHistories(t *testing.T) {
	var got strings.Builder
	var block []linearizability.Operation
	open := false
	judge := func() {
		if !open {
			return
		}
		v := linearizability.Check(block, plenty)
		fmt.Fprintf(&got, "    %s, steps %d%s\n    %s\n", v.Outcome, v.Steps, culprits(v), v.Saying.Text)
		block, open = nil, false
	}
	for line := range strings.Lines(histories) {
		switch {
		case strings.HasPrefix(line, "    "):
			continue // the recorded verdict
		case strings.TrimSpace(line) == "":
			judge()
		case line == "empty\n":
			open = true
		case line[0] != '#':
			block, open = append(block, parse(t, line)), true
		}
		got.WriteString(line)
	}
	judge()
	if *rewrite {
		require.NoError(t, os.WriteFile("testdata/histories.txt", []byte(got.String()), 0o644))
		return
	}
	assert.Equal(t, histories, got.String(), "a verdict has changed: use -rewrite, and read the difference")
}

func culprits(v linearizability.Verdict) string {
	if v.Culprits == nil {
		return ""
	}
	var ids []string
	for _, o := range v.Culprits {
		ids = append(ids, strconv.Itoa(o.ID))
	}
	return ", key " + v.Key + ", culprits " + strings.Join(ids, " ")
}

func parse(t *testing.T, line string) linearizability.Operation {
	t.Helper()
	question, answer, known := strings.Cut(strings.TrimSpace(line), "=")
	words := strings.Fields(question)
	require.Greater(t, len(words), 2, line)
	id, err := strconv.Atoi(words[0])
	require.NoError(t, err, line)
	command, err := kv.Parse(words[2:])
	require.NoError(t, err, line)
	invoked, returned, _ := strings.Cut(words[1], "-")
	o := linearizability.Operation{ID: id, Command: command, Known: known}
	o.InvokedAt, o.InvokedEvent = instant(t, invoked)
	if known {
		o.ReturnedAt, o.ReturnedEvent = instant(t, returned)
		value, refused := strings.CutPrefix(strings.TrimSpace(answer), "refused")
		o.Result = kv.Result{Done: !refused, Value: strings.TrimSpace(value)}
	}
	return o
}

// instant reads 10.5#3: event 3, at 10.5 ms.
func instant(t *testing.T, text string) (lab.Time, uint64) {
	t.Helper()
	text, number, _ := strings.Cut(text, "#")
	whole, fraction, _ := strings.Cut(text, ".")
	micros, err := strconv.Atoi(whole + (fraction + "000")[:3])
	require.NoError(t, err, text)
	event, err := strconv.ParseUint("0"+number, 10, 64)
	require.NoError(t, err, number)
	return lab.Time(micros), event
}

func block(t *testing.T, text string) []linearizability.Operation {
	t.Helper()
	var operations []linearizability.Operation
	for line := range strings.Lines(strings.TrimSpace(text)) {
		operations = append(operations, parse(t, line))
	}
	return operations
}
