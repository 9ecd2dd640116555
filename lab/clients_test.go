package lab_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
)

// echo answers every request with its own words, at once and twice.
func echo(_ lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
	if in.Kind != lab.Ask {
		return lab.Output{}
	}
	answer := lab.Answer{Request: in.Request, Payload: in.Payload}
	return lab.Output{Answers: []lab.Answer{answer, answer}}
}

func TestClientGetsOneAnswer(t *testing.T) {
	p := &probe{step: echo}
	w := p.world(t, 1, nil)
	request(t, w, 1, "hello")
	w.RunUntil(19)
	assert.Empty(t, p.answered, "10 us there and 10 us back")
	w.RunUntil(5000)
	assert.Equal(t, []string{"r1 S1 hello"}, p.answered)
	assert.Contains(t, p.trace.String(), " 0 C1 request r1 S1 hello\n")
	assert.Contains(t, p.trace.String(), " 20 C1 answer r1 S1 hello\n")
}

func TestClientLearnsThatServerIsDown(t *testing.T) {
	p := &probe{step: echo}
	w := p.world(t, 1, nil)
	require.NoError(t, w.Crash(1))
	request(t, w, 1, "hello")
	w.RunUntil(5000)
	assert.Equal(t, []string{"r1 S1  down"}, p.answered)
	assert.Contains(t, p.trace.String(), " 20 C1 answer r1 S1 down\n")
	assert.Empty(t, p.only("ask"))
}

func TestClientGivesUpAfterItsPatience(t *testing.T) {
	p := &probe{}
	w := p.world(t, 1, nil) // patience is 1000 us
	request(t, w, 1, "hello")
	w.RunUntil(999)
	assert.Empty(t, p.answered)
	w.RunUntil(1000)
	assert.Equal(t, []string{"r1 S1  timeout"}, p.answered)
}

func TestLateAnswerIsIgnored(t *testing.T) {
	p := &probe{step: echo}
	w := p.world(t, 1, nil)
	require.NoError(t, w.Pause(1))
	request(t, w, 1, "hello")
	w.RunUntil(2000)
	require.NoError(t, w.Resume(1))
	w.RunUntil(5000)
	assert.Equal(t, []string{"r1 S1  timeout"}, p.answered)
	assert.Len(t, p.only("ask"), 1, "it was carried out all the same")
}

func TestImpossibleFaultsAreRefused(t *testing.T) {
	for name, test := range map[string]struct {
		do   func(w *lab.World) error
		want error
	}{
		"crash of a server that is down":    {func(w *lab.World) error { return w.Crash(2) }, lab.ErrDown},
		"restart of a server that is up":    {func(w *lab.World) error { return w.Restart(1) }, lab.ErrUp},
		"restart of no server":              {func(w *lab.World) error { return w.Restart(7) }, lab.ErrNoServer},
		"pause of a server that is down":    {func(w *lab.World) error { return w.Pause(2) }, lab.ErrDown},
		"pause of a paused server":          {func(w *lab.World) error { return w.Pause(3) }, lab.ErrPaused},
		"resume of a server that is awake":  {func(w *lab.World) error { return w.Resume(1) }, lab.ErrAwake},
		"resume of a server that is down":   {func(w *lab.World) error { return w.Resume(2) }, lab.ErrDown},
		"a nudge for a server that is down": {func(w *lab.World) error { return w.Control(2, "x") }, lab.ErrDown},
		"a server that does not exist":      {func(w *lab.World) error { return w.Crash(4) }, lab.ErrNoServer},
		"server 0":                          {func(w *lab.World) error { return w.Isolate(0) }, lab.ErrNoServer},
		"a cut to nowhere":                  {func(w *lab.World) error { return w.Cut(1, 9) }, lab.ErrNoServer},
		"a link to itself":                  {func(w *lab.World) error { return w.Cut(1, 1) }, lab.ErrOneLink},
		"a server in two groups": {func(w *lab.World) error {
			return w.Partition([][]lab.ServerID{{1}, {1, 2}})
		}, lab.ErrGroups},
		"a group with an unknown server": {func(w *lab.World) error {
			return w.Partition([][]lab.ServerID{{-1}})
		}, lab.ErrNoServer},
		"a request to no server": {func(w *lab.World) error {
			_, err := w.Request(0, nil)
			return err
		}, lab.ErrNoServer},
	} {
		t.Run(name, func(t *testing.T) {
			p := &probe{}
			w := p.world(t, 3, nil)
			require.NoError(t, w.Crash(2))
			require.NoError(t, w.Pause(3))
			before := w.Trace.Hash()
			require.ErrorIs(t, test.do(w), test.want)
			assert.Equal(t, before, w.Trace.Hash(), "a refused action writes no line")
			assert.Empty(t, w.Cuts())
		})
	}
}

func TestDialsAndSizesAreBounded(t *testing.T) {
	p := &probe{}
	for _, servers := range []int{-1, 0, 10} {
		_, err := lab.New(lab.Options{Servers: servers}, p, p)
		assert.Error(t, err, "%d servers", servers)
	}
	w := p.world(t, 1, nil)
	before := w.Dials()
	for _, dials := range []lab.Dials{
		{LatencyMicros: -1}, {JitterMicros: 101 * lab.Second}, {DiskLatencyMicros: -1},
		{LossPermille: 1001}, {DuplicatePermille: -1},
	} {
		assert.Error(t, w.SetDials(dials), "%+v", dials)
	}
	assert.Equal(t, before, w.Dials())
	assert.NoError(t, w.SetDials(lab.Dials{LatencyMicros: 100 * lab.Second, LossPermille: 1000}))
}

// Otherwise servers would draw the same timeouts.
func TestEachLifeOfEachServerHasItsOwnSeed(t *testing.T) {
	p := &probe{}
	w := p.world(t, 3, nil)
	require.NoError(t, w.Crash(1))
	require.NoError(t, w.Restart(1))
	seen := map[uint64]bool{}
	for _, seed := range p.seeds {
		seen[seed] = true
	}
	assert.Len(t, seen, 4)
}
