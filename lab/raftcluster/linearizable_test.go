package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/kv"
	"raftlab/lab/linearizability"
	"raftlab/lab/raftcluster"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// everyOutcome has an operation of each outcome.
const everyOutcome = `# T: Every outcome
servers 3
election-timeout 10s 20s
elect S1
put x 1
await answers
compare-and-set x 8 9
await answers
crash S3
put x 5 via S3
await answers
cut S1 > S2
put x 6
run 2100ms
get x
run 500ms
`

// The judged history holds the clients' knowledge. The answers are changed one at a time, to see how each of them
// counts.
func TestEachOutcomeCountsCorrectly(t *testing.T) {
	play := func() (*raftcluster.Cluster, []*service.Operation) {
		c := raftcluster.New(raftcluster.DefaultSetup())
		runner, err := story.NewRunner(parse(t, everyOutcome), c, raftcluster.InProcess{}, nil)
		require.NoError(t, err)
		require.NoError(t, runner.Finish(eventLimit))
		return c, c.Operations()
	}
	c, operations := play()
	var outcomes []service.Outcome
	for _, op := range operations {
		outcomes = append(outcomes, op.Outcome)
	}
	require.Equal(
		t, []service.Outcome{service.OK, service.Refused, service.Refused, service.Unknown, service.Pending},
		outcomes,
	)
	verdict := c.Linearizable(1000)
	assert.Equal(t, linearizability.Linearizable, verdict.Outcome, verdict.Saying.Text)
	assert.Equal(t, "one order explains every answer (4 operations, 1 key)", verdict.Saying.Text, "one was refused by "+
		"a server that is down")
	assert.Equal(t, linearizability.Inconclusive, c.Linearizable(0).Outcome)

	const stale = "operation 2, compare-and-set x 8 9, found "
	for _, test := range []struct {
		name   string
		change func(operations []*service.Operation)
		want   linearizability.Outcome
		says   string
	}{
		{"a comparison that failed was carried out",
			func(operations []*service.Operation) { operations[1].Result.Value = "" },
			linearizability.NotLinearizable, stale + "nothing instead"},
		{"a refused operation did not happen", func(operations []*service.Operation) { read(operations[4], "5") },
			linearizability.NotLinearizable, "operation 5, get x, read 5"},
		{"an unknown operation may have happened", func(operations []*service.Operation) { read(operations[4], "6") },
			linearizability.Linearizable, "one order"},
		{"an unknown operation may not have happened",
			func(operations []*service.Operation) { read(operations[4], "1") },
			linearizability.Linearizable, "one order"},
		{"a pending operation may have happened", func(operations []*service.Operation) {
			operations[4].Command = kv.Command{Op: kv.Put, Key: "x", Value: "7"}
			operations[1].Result.Value = "7"
			operations[1].ReturnedAt, operations[1].ReturnedEvent = operations[4].InvokedAt,
				operations[4].InvokedEvent+1
		}, linearizability.Linearizable, "one order"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, operations := play()
			test.change(operations)
			verdict := c.Linearizable(1000)
			assert.Equal(t, test.want, verdict.Outcome, verdict.Saying.Text)
			assert.Contains(t, verdict.Saying.Text, test.says)
		})
	}
}

// read gives a pending operation an answer.
func read(op *service.Operation, value string) {
	op.Outcome, op.Answered, op.Result = service.OK, true, kv.Result{Done: true, Value: value}
	op.ReturnedAt = op.InvokedAt + 1000
}

// In scenarios a client's next operation often begins in the microsecond of the previous answer. It is later
// nevertheless.
func TestOperationAfterAnAnswerInTheSameMicrosecondIsLater(t *testing.T) {
	c := raftcluster.New(raftcluster.DefaultSetup())
	runner, err := story.NewRunner(parse(t, "# T: T\nservers 3\nelection-timeout 10s 20s\nelect S1\nput x 1\nawait "+
		"answers\nget x\nawait answers\n"),
		c, raftcluster.InProcess{}, nil)
	require.NoError(t, err)
	require.NoError(t, runner.Finish(eventLimit))
	put, get := c.Operations()[0], c.Operations()[1]
	require.Equal(t, put.ReturnedAt, get.InvokedAt)
	assert.Less(t, put.ReturnedEvent, get.InvokedEvent)
	read(get, "")
	verdict := c.Linearizable(1000)
	assert.Equal(t, linearizability.NotLinearizable, verdict.Outcome)
	assert.Contains(t, verdict.Saying.Text, "operation 2, get x, read nothing")
	assert.Contains(t, verdict.Saying.Text, "although operation 1, put x 1, had ended")
}
