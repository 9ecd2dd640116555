package lab_test

import (
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

var rewrite = flag.Bool("rewrite", false, "write testdata anew from what the code gives now; read the difference")

// pingPong is a whole protocol in a page: a client asks S1 to ping another server, which answers,
// and the client hears who it was. It has a verb of its own, and nothing of Raft.
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
			return lab.Output{Messages: []lab.Outgoing{{To: other, Payload: fmt.Appendf(nil, "pong r%d from S%d", request, id)}}}
		case strings.HasPrefix(words, "pong"):
			_, _ = fmt.Sscanf(words, "pong r%d from S%d", &request, &other)
			return lab.Output{Answers: []lab.Answer{{Request: request, Payload: fmt.Appendf(nil, "pong from S%d", other)}}}
		}
		return lab.Output{}
	}
	return p
}

func (p *pingPong) ID() string { return "ping-pong" }

// errNobody is why nobody is first.
var errNobody = lab.NotNow("nobody was answered yet")

// Named knows first, the server whose client was answered first.
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
			return story.Wait{}, story.ExpectSaw(r, args.Rest())
		}},
		{Name: "home", Usage: "home S1", Setup: true, Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
			args.Server()
			return story.Wait{}, args.End()
		}},
		{Name: "fail", Usage: "fail", Run: func(*story.Runner, *story.Args) (story.Wait, error) {
			return story.Wait{}, errPlanted
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

// played parses and plays a script, and gives why it did not end well.
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

func TestTheLabPlaysAProtocolThatIsNotRaft(t *testing.T) {
	scenario, err := story.ParseScenario("p1-ping", pingScript)
	require.NoError(t, err)
	assert.Equal(t, []string{"P1", "Ping", "Two servers that know one word each."}, []string{scenario.Subject, scenario.Title, scenario.Story})
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
	assert.Equal(t, string(want), trace.String(), "what happens has changed: use -rewrite, and read the difference")
}

func TestMistakesInAScriptAreShownWithTheirPlace(t *testing.T) {
	for name, test := range map[string]struct{ line, want string }{
		"an unknown verb":            {"crahs S1", `script:2:1: the command's words are off: there is no verb "crahs"; did you mean "crash"?`},
		"a verb like no other":       {"  xylophone", `script:2:3: the command's words are off: there is no verb "xylophone"`},
		"a server too many":          {"crash S9", `script:2:7: the command's words are off: "S9" is not a server: this cluster has S1 to S5`},
		"no server":                  {"crash", `script:2:1: the command's words are off: a server is missing`},
		"a word too many":            {"crash S1 S2", `script:2:10: the command's words are off: "S2" is one word too many`},
		"a sign that is another":     {"cut S1 < S2", `script:2:8: the command's words are off: "<" stands where ">" should`},
		"a time without a unit":      {"run 200", `script:2:5: the command's words are off: "200" is not a duration: write 150ms, 2s or 500us, at most 1000s`},
		"a time that is too long":    {"run 4000000000s", `script:2:5: the command's words are off: "4000000000s" is not a duration: write 150ms, 2s or 500us, at most 1000s`},
		"a negative time":            {"run -5ms", `script:2:5: the command's words are off: "-5ms" is not a duration: write 150ms, 2s or 500us, at most 1000s`},
		"a share above all":          {"loss 101%", `script:2:6: the command's words are off: "101%" is not a percentage: write 0% to 100%, with at most one decimal`},
		"a share too fine":           {"loss 0.55%", `script:2:6: the command's words are off: "0.55%" is not a percentage: write 0% to 100%, with at most one decimal`},
		"a number that is none":      {"seed -1", `script:2:6: the command's words are off: "-1" is not a whole number, which the seed should be`},
		"no server at all":           {"servers 0", `script:2:1: lab: a world has 1 to 9 servers, not 0`},
		"a thousand servers":         {"servers 18446744073709551615", `script:2:1: lab: a world has 1 to 9 servers, not 1000`},
		"setup too late":             {"heal\nseed 3", `script:3:1: the command's words are off: seed must stand before the first command that is not setup`},
		"a partition of nobody":      {"partition", `script:2:1: the command's words are off: name the servers of each side, as in S1 S2 | S3 S4 S5`},
		"a server on both sides":     {"partition S1 | S1", `script:2:1: S1: no server may be in two groups`},
		"a crash of what is crashed": {"crash S1\ncrash S1", `script:3:1: S1: the server is down: restart it first`},
		"an expectation of nothing":  {"expect saw", `script:2:1: the command's words are off: name the words of the line`},
		"an expectation not met":     {"expect saw S1 crash", `script:2:1: this is not as expected: no line of the trace so far has all of: S1 crash`},
		"a wait in vain":             {"await 1", `script:2:1: this is not as expected: by 1000 ms: 1 answers have come`},
		"no duration":                {"run", `script:2:1: the command's words are off: a duration is missing`},
		"no share":                   {"loss", `script:2:1: the command's words are off: a percentage is missing`},
		"no number":                  {"servers", `script:2:1: the command's words are off: the number of servers is missing`},
		"half a slow disk":           {"slow-disk S1", `script:2:11: the command's words are off: a duration is missing`},
		"a clock that is neither":    {"clock S1 fast", `script:2:10: the command's words are off: a percentage is missing`},
		"half a link":                {"cut S1 >", `script:2:8: the command's words are off: a server is missing`},
		"a flaky link without share": {"flaky S1 > S2", `script:2:12: the command's words are off: a percentage is missing`},
		"half a link that is held":   {"hold S1", `script:2:6: the command's words are off: ">" is missing`},
		"to hold all and more":       {"hold all now", `script:2:10: the command's words are off: "now" is one word too many`},
		"to hold one and more":       {"hold m1 now", `script:2:9: the command's words are off: "now" is one word too many`},
		"to drop one and more":       {"drop S1 > S2 1 again", `script:2:16: the command's words are off: "again" is one word too many`},
		"to heal more":               {"heal now", `script:2:6: the command's words are off: "now" is one word too many`},
		"to recover more":            {"recover now", `script:2:9: the command's words are off: "now" is one word too many`},
		"to leave the story":         {"leave", `script:2:1: the command's words are off: leave is for typing; a scenario just ends`},
		"a dial out of its bounds":   {"latency 101s", `script:2:1: lab: latency 101000000 is not between 0 and 100000000`},
	} {
		t.Run(name, func(t *testing.T) {
			assert.EqualError(t, played("# T: Title\n"+test.line+"\n"), test.want)
		})
	}
}

func TestScriptsThatAreNoneAreRefused(t *testing.T) {
	for name, test := range map[string]struct {
		script string
		want   error
	}{
		"nothing":                      {"", story.ErrNoTitle},
		"no title":                     {"servers 3\n", story.ErrNoTitle},
		"no subject":                   {"# Title\n", story.ErrNoTitle},
		"an empty title":               {"# A1: \n", story.ErrNoTitle},
		"too many bytes":               {"# T: Title\n" + strings.Repeat("#", story.MaxScenario), story.ErrTooLong},
		"too many commands":            {"# T: Title\n" + strings.Repeat("heal\n", story.MaxCommands+1), story.ErrTooLong},
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
			assert.ErrorContains(t, err, "script:1", "the place is told")
		})
	}
}

func TestATypedLineIsCarriedOutOrExplained(t *testing.T) {
	scenario, err := story.ParseScenario("free", "# T: Free play\nservers 2\n")
	require.NoError(t, err)
	p := newPingPong()
	runner, err := story.NewRunner(scenario, p, p, nil)
	require.NoError(t, err)
	assert.Equal(t, story.Playing, runner.Status(), "free play does not end by itself")

	for line, want := range map[string]string{
		"":       "typed:1:1: the command's words are off: it is empty",
		" # hm":  "typed:1:1: the command's words are off: it is empty",
		"seed 3": "typed:1:1: the command's words are off: seed describes a world before it begins; start a new one",
		"heel":   `typed:1:1: the command's words are off: there is no verb "heel"; did you mean "heal"?`,
	} {
		before := runner.World().Trace.Hash()
		assert.EqualError(t, runner.Do(line), want, "%q", line)
		assert.Equal(t, before, runner.World().Trace.Hash(), "%q changed something", line)
	}
	// What a verb does not take stands in the trace as it was typed, and nothing comes of it.
	before := runner.World().Trace.Event()
	assert.EqualError(t, runner.Do("crash  S3"), `typed:1:8: the command's words are off: "S3" is not a server: this cluster has S1 to S2`)
	assert.Equal(t, before+1, runner.World().Trace.Event())
	require.NoError(t, runner.Do("ping S1 S2"))
	runner.Advance(lab.Time(lab.Second), 1000)
	assert.Equal(t, []string{"r1 S1 pong from S2"}, p.answered)
	assert.Equal(t, lab.Time(lab.Second), runner.World().Now())
}

// What cannot be read gives an error; what can be read is played; and nothing panics.
func FuzzScenario(f *testing.F) {
	f.Add(pingScript)
	f.Add("# T: Title\nrun 1000s\nrun 1000s\npartition S1 | S2 |\ncrash S1\nrestart S1")
	f.Add("# T: \x00\nping S1 \x00\n\x00")
	f.Add("# T: T\nservers 9\nlatency 0us\njitter 0us\ndisk 0us\nping S1 S1\npause S1\nresume S1")
	f.Add("# T: T\nmanual\nping S1 S2\nhold m1\ndeliver S1 > S2 again\ndrop S1 > S2 sent 1\nwake S1\nrecover\ntry run 1s\nleave")
	f.Add("# T: T\ntorn 50%\nslow-disk S1 9s\nclock S1 fast 90%\nreorder 9% 9ms\nflaky S1 > S2 5%\nbridge S1 | S2\nping S1 S2\ncrash S1\nrecover\nrun 9s")
	f.Add("# T: T\nlatency 99s\nduplicate 100%\nping S1 S9\nrun 18446744073709551615us")
	f.Fuzz(func(_ *testing.T, script string) {
		_ = played(script)
	})
}
