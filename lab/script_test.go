package lab_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/story"
)

var rewrite = flag.Bool("rewrite", false, "rewrite testdata from the present output; then read the difference")

// pingPong is a whole protocol on one page. A client asks S1 to ping another server; that server answers, and the
// client hears its name. The protocol has verbs of its own.
type pingPong struct {
	probe
	beginErr error
}

func newPingPong() *pingPong {
	p := &pingPong{}
	p.step = func(id lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
		var request lab.RequestID
		var other lab.ServerID
		words := string(in.Payload)
		switch {
		case in.Kind == lab.Ask:
			_, _ = fmt.Sscanf(words, "ping S%d", &other)
			return lab.Output{
				Records:  [][]byte{in.Payload},
				Messages: []lab.Outgoing{{To: other, Payload: fmt.Appendf(nil, "ping r%d from S%d", in.Request, id)}},
			}
		case strings.HasPrefix(words, "ping"):
			_, _ = fmt.Sscanf(words, "ping r%d from S%d", &request, &other)
			return lab.Output{
				Messages: []lab.Outgoing{{To: other, Payload: fmt.Appendf(nil, "pong r%d from S%d", request, id)}},
			}
		case strings.HasPrefix(words, "pong"):
			_, _ = fmt.Sscanf(words, "pong r%d from S%d", &request, &other)
			return lab.Output{
				Answers: []lab.Answer{{Request: request, Payload: fmt.Appendf(nil, "pong from S%d", other)}},
			}
		}
		return lab.Output{}
	}
	return p
}

func (p *pingPong) ID() string { return "ping-pong" }

// errNobody is the reason why no server is first.
var errNobody = lab.NotNow("no client has an answer yet")

// Named knows one word: first is the server whose client was answered first.
func (p *pingPong) Named(_ *lab.World, word string) (lab.ServerID, error) {
	if word != "first" {
		return 0, nil
	}
	if len(p.answered) == 0 {
		return 0, errNobody
	}
	var request, id int
	_, err := fmt.Sscanf(p.answered[0], "r%d S%d", &request, &id)
	return lab.ServerID(id), err
}

func (p *pingPong) Begin(*lab.Options) error { return p.beginErr }

func (p *pingPong) Checks() []lab.Check { return nil }

func (p *pingPong) Verbs() []story.Verb {
	return []story.Verb{
		{Name: "ping", Usage: "ping S1 S2", Run: func(r *story.Runner, args *story.Args) (story.Wait, error) {
			from, to := args.Server(), args.Server()
			if err := args.End(); err != nil {
				return story.Wait{}, err
			}
			_, err := r.World().Request(from, fmt.Appendf(nil, "ping S%d", to))
			return story.Wait{}, err
		}},
		{Name: "await", Usage: "await 2", Run: func(r *story.Runner, args *story.Args) (story.Wait, error) {
			answers := int(args.Number("how many answers"))
			return story.Wait{
				Until: r.World().Now().Add(lab.Second),
				Done:  func() bool { return len(p.answered) >= answers },
				Late:  func() string { return fmt.Sprintf("%d answers have come", answers) },
			}, args.End()
		}},
		{Name: "expect", Usage: "expect saw WORDS", Run: func(r *story.Runner, args *story.Args) (story.Wait, error) {
			args.Keyword("saw")
			if !args.More() && args.End() != nil {
				return story.Wait{}, args.End()
			}
			return story.Wait{}, story.ExpectSaw(r, args, true)
		}},
		{Name: "home", Usage: "home S1", Setup: true, Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
			args.Server()
			return story.Wait{}, args.End()
		}},
		{Name: "fail", Usage: "fail", Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
			return story.Wait{}, cmp.Or(args.End(), errPlanted)
		}},
		{Name: "break", Usage: "break [100ms]", Run: func(r *story.Runner, args *story.Args) (story.Wait, error) {
			planted := &lab.Violation{ID: "planted", Name: "Planted", Section: "§1", Sentence: "this was to be"}
			if !args.More() {
				return story.Wait{Break: planted}, nil
			}
			return story.Wait{
				Until:  r.World().Now().Add(args.Duration()),
				Done:   func() bool { return false },
				Broken: func() *lab.Violation { return planted },
			}, args.End()
		}},
	}
}

// played parses and plays a script, and returns why it failed.
func played(script string) error {
	scenario, err := story.ParseScenario("script", script)
	if err != nil {
		return err
	}
	p := newPingPong()
	runner, err := story.NewRunner(scenario, p, p, nil)
	if err != nil {
		return err
	}
	return runner.Finish(10_000)
}

const pingScript = `# P1: Ping
# Two servers that know one word each.

servers 3   # the third is quiet
seed 4
loss 10%

ping S1 S2
await 1
cut S2 > S1
ping S1 S2
run 100ms
expect saw S1 drop because=cut
note the pong is lost, and so is the client's patience
heal
crash S2
restart S2
ping S2 S3
await 2
`

func TestLabPlaysATinyProtocol(t *testing.T) {
	scenario, err := story.ParseScenario("p1-ping", pingScript)
	require.NoError(t, err)
	assert.Equal(
		t, []string{"P1", "Ping", "Two servers that know one word each."},
		[]string{scenario.Subject, scenario.Title, scenario.Story},
	)
	p := newPingPong()
	var trace strings.Builder
	runner, err := story.NewRunner(scenario, p, p, nil, func(line []byte) { trace.Write(line) })
	require.NoError(t, err)
	require.NoError(t, runner.Finish(10_000))
	assert.Equal(t, story.Finished, runner.Status())
	assert.Equal(t, []string{"r1 S1 pong from S2", "r3 S2 pong from S3"}, p.answered)

	const golden = "testdata/p1-ping.trace"
	if *rewrite {
		require.NoError(t, os.WriteFile(golden, []byte(trace.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err, "write it with -rewrite, and read it")
	assert.Equal(t, string(want), trace.String(), "the run has changed: use -rewrite, and read the difference")
}

func TestMistakesInAScriptHaveTheirPlace(t *testing.T) {
	const wantDuration = "want a duration such as 150ms, 2s or 500us, at most 1000s, got "
	for name, test := range map[string]struct{ line, want string }{
		"an unknown verb":         {"crahs S1", `script:2:1: unknown verb "crahs"; did you mean "crash"?`},
		"a verb like no other":    {"  xylophone", `script:2:3: unknown verb "xylophone"`},
		"a server too many":       {"crash S9", `script:2:7: unknown server "S9": this cluster has S1 to S5`},
		"no server":               {"crash", `script:2:1: a server is missing`},
		"a word too many":         {"crash S1 S2", `script:2:10: unexpected argument "S2"`},
		"a wrong sign":            {"cut S1 < S2", `script:2:8: want ">", got "<"`},
		"a time without a unit":   {"run 200", `script:2:5: ` + wantDuration + `"200"`},
		"a time that is too long": {"run 4000000000s", `script:2:5: ` + wantDuration + `"4000000000s"`},
		"a negative time":         {"run -5ms", `script:2:5: ` + wantDuration + `"-5ms"`},
		"a share above all":       {"loss 101%", `script:2:6: want 0% to 100%, with at most one decimal, got "101%"`},
		"a share too fine":        {"loss 0.55%", `script:2:6: want 0% to 100%, with at most one decimal, got "0.55%"`},
		"a negative number":       {"seed -1", `script:2:6: want a whole number for the seed, got "-1"`},
		"no server at all":        {"servers 0", `script:2:1: lab: want 1 to 9 servers, got 0`},
		"a thousand servers":      {"servers 18446744073709551615", `script:2:1: lab: want 1 to 9 servers, got 1000`},
		"setup too late": {"heal\nseed 3",
			`script:3:1: seed must stand before the first command that is not setup`},
		"a partition without servers": {"partition",
			`script:2:1: name the servers of each side, as in S1 S2 | S3 S4 S5`},
		"a server on both sides":       {"partition S1 | S1", `script:2:1: S1: no server may be in two groups`},
		"a crash of what is crashed":   {"crash S1\ncrash S1", `script:3:1: S1: the server is down: restart it first`},
		"an expectation without words": {"expect saw", `script:2:8: a word to look for is missing`},
		"an expectation not met": {"expect saw S1 crash",
			`script:2:1: this is not as expected: no line of the trace so far has all of: S1 crash`},
		"a wait that runs out": {"await 1",
			`script:2:1: this is not as expected: by 1000 ms: 1 answers have come`},
		"no duration":                  {"run", `script:2:1: a duration is missing`},
		"no share":                     {"loss", `script:2:1: a percentage is missing`},
		"no number":                    {"servers", `script:2:1: the number of servers is missing`},
		"half a slow disk":             {"slow-disk S1", `script:2:11: a duration is missing`},
		"a clock without a percentage": {"clock S1 fast", `script:2:10: a percentage is missing`},
		"half a link":                  {"cut S1 >", `script:2:8: a server is missing`},
		"a flaky link without share":   {"flaky S1 > S2", `script:2:12: a percentage is missing`},
		"half a link that is held":     {"hold S1", `script:2:6: ">" is missing`},
		"to hold all and more":         {"hold all now", `script:2:10: unexpected argument "now"`},
		"to hold one and more":         {"hold m1 now", `script:2:9: unexpected argument "now"`},
		"to drop one and more":         {"drop S1 > S2 1 again", `script:2:16: unexpected argument "again"`},
		"to heal more":                 {"heal now", `script:2:6: unexpected argument "now"`},
		"to recover more":              {"recover now", `script:2:9: unexpected argument "now"`},
		"to leave the story": {"leave",
			`script:2:1: leave can only be typed: a scenario ends after its last line`},
		"a dial out of its bounds": {"latency 101s",
			`script:2:1: lab: want latency from 0 to 100000000, got 101000000`},
	} {
		t.Run(name, func(t *testing.T) {
			assert.EqualError(t, played("# T: Title\n"+test.line+"\n"), test.want)
		})
	}
}

func TestInvalidScriptsAreRefused(t *testing.T) {
	for name, test := range map[string]struct {
		script string
		want   error
	}{
		"nothing":        {"", story.ErrNoTitle},
		"no title":       {"servers 3\n", story.ErrNoTitle},
		"no subject":     {"# Title\n", story.ErrNoTitle},
		"an empty title": {"# A1: \n", story.ErrNoTitle},
		"too many bytes": {"# T: Title\n" + strings.Repeat("#", story.MaxScenario), story.ErrTooLong},
		"too many commands": {"# T: Title\n" + strings.Repeat("heal\n",
			story.MaxCommands+1), story.ErrTooLong},
		"one line of 64 KB":            {"# T: Title\nnote " + strings.Repeat("x", story.MaxScenario-20), nil},
		"as many as allowed":           {"# T: Title\n" + strings.Repeat("heal\n", story.MaxCommands), nil},
		"lines that end as in Windows": {"# T: Title\r\nheal\r\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			err := played(test.script)
			if test.want == nil {
				assert.NoError(t, err)
				return
			}
			assert.ErrorIs(t, err, test.want)
			assert.ErrorContains(t, err, "script:1", "the error has a place")
		})
	}
}

func TestTypedLineIsCarriedOutOrRefused(t *testing.T) {
	scenario, err := story.ParseScenario("free", "# T: Free play\nservers 2\n")
	require.NoError(t, err)
	p := newPingPong()
	runner, err := story.NewRunner(scenario, p, p, nil)
	require.NoError(t, err)
	assert.Equal(t, story.Playing, runner.Status(), "free play does not end by itself")

	for line, want := range map[string]string{
		"":       "typed:1:1: the command is empty",
		" # hm":  "typed:1:1: the command is empty",
		"seed 3": "typed:1:1: seed is a setup verb: start a new run to use it",
		"heel":   `typed:1:1: unknown verb "heel"; did you mean "heal"?`,
	} {
		before := runner.World().Trace.Hash()
		assert.EqualError(t, runner.Do(line), want, "%q", line)
		assert.Equal(t, before, runner.World().Trace.Hash(), "%q changed something", line)
	}
	// A typed command stands in the trace as typed, even if its verb rejects the arguments.
	before := runner.World().Trace.Event()
	assert.EqualError(t, runner.Do("crash  S3"), `typed:1:8: unknown server "S3": this cluster has S1 to S2`)
	assert.Equal(t, before+1, runner.World().Trace.Event())
	require.NoError(t, runner.Do("ping S1 S2"))
	runner.Advance(lab.Time(lab.Second), 1000)
	assert.Equal(t, []string{"r1 S1 pong from S2"}, p.answered)
	assert.Equal(t, lab.Time(lab.Second), runner.World().Now())
}

// A script that cannot be read gives an error, any other is played, and nothing panics.
func FuzzScenario(f *testing.F) {
	f.Add(pingScript)
	f.Add("# T: Title\nrun 1000s\nrun 1000s\npartition S1 | S2 |\ncrash S1\nrestart S1")
	f.Add("# T: \x00\nping S1 \x00\n\x00")
	f.Add("# T: T\nservers 9\nlatency 0us\njitter 0us\ndisk 0us\nping S1 S1\npause S1\nresume S1")
	f.Add("# T: T\nmanual\nping S1 S2\nhold m1\ndeliver S1 > S2 again\ndrop S1 > S2 sent 1\n" +
		"wake S1\nrecover\ntry run 1s\nleave")
	f.Add("# T: T\ntorn 50%\nslow-disk S1 9s\nclock S1 fast 90%\nreorder 9% 9ms\nflaky S1 > S2 5%\n" +
		"bridge S1 | S2\nping S1 S2\ncrash S1\nrecover\nrun 9s")
	f.Add("# T: T\nlatency 99s\nduplicate 100%\nping S1 S9\nrun 18446744073709551615us")
	f.Fuzz(func(_ *testing.T, script string) {
		_ = played(script)
	})
}
