package raftcluster_test

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/raftcluster"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// liars is a host of Raft servers that lie: each step goes through lie, which may change the server's inputs and
// outputs.
type liars struct {
	rules *raft.Rules
	lie   func(id lab.ServerID, in lab.Input, step func(lab.Input) lab.Output) lab.Output
}

type liar struct {
	lab.Machine
	host liars
	id   lab.ServerID
}

func (h liars) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	machine, err := raftcluster.InProcess{Rules: h.rules}.Start(id, config)
	return liar{machine, h, id}, err
}

func (l liar) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	var failure error
	step := func(in lab.Input) lab.Output {
		out, err := l.Machine.Step(now, in)
		failure = err
		return out
	}
	if l.host.lie == nil {
		return step(in), failure
	}
	return l.host.lie(l.id, in, step), failure
}

// perform plays a script with these servers, and also returns the trace's lines.
func perform(t *testing.T, host lab.Host, script string) (c *raftcluster.Cluster, lines []string, err error) {
	t.Helper()
	c = raftcluster.New(raftcluster.DefaultSetup())
	runner, err := story.NewRunner(parse(t, "# T: T\n"+script), c, host, nil, func(line []byte) {
		if line[0] != '#' {
			lines = append(lines, strings.TrimSpace(string(line)))
		}
	})
	if err != nil {
		require.ErrorIs(t, err, story.ErrUsage)
		return c, lines, err
	}
	return c, lines, runner.Finish(eventLimit)
}

// forgetful servers find nothing on their disks, whatever they saved.
var forgetful = liars{lie: func(_ lab.ServerID, in lab.Input, step func(lab.Input) lab.Output) lab.Output {
	in.Records = nil
	return step(in)
}}

// answerWith makes servers answer some commands at once, as if the commands were done.
func answerWith(lie func(command kv.Command) (service.Answer, bool)) liars {
	return liars{lie: func(_ lab.ServerID, in lab.Input, step func(lab.Input) lab.Output) lab.Output {
		command, err := kv.Decode(in.Payload)
		if in.Kind != lab.Ask || err != nil {
			return step(in)
		}
		answer, lies := lie(command)
		if !lies {
			return step(in)
		}
		out := step(lab.Input{Kind: lab.Wake}) // a wake before its time does nothing
		out.Answers = append(out.Answers, lab.Answer{Request: in.Request, Payload: service.AppendAnswer(nil, answer)})
		return out
	}}
}

func hasty(index raft.Index) liars {
	return answerWith(func(kv.Command) (service.Answer, bool) {
		return service.Answer{Kind: service.AnswerDone, Result: kv.Result{Done: true}, Index: uint64(index)}, true
	})
}

const toldAndKeptByTwo = `servers 3
election-timeout 10s 20s
elect S1
cut S1 > S3
put x 3
await answers
run 100ms
`

func TestDurabilityIsFoundBroken(t *testing.T) {
	for name, test := range map[string]struct {
		host     lab.Host
		script   string
		says     string
		evidence string // the line that the violation speaks of
	}{
		"a server forgets what it saved": {
			forgetful, toldAndKeptByTwo + "crash S2\nrestart S2\n",
			"S1 told a client that entry 2 of term 1 (put x 3) is done, and now that S2 has lost it only S1 of 3 " +
				"servers has it",
			"C1 answer r1 S1 ok 3",
		},
		"the leader forgets": {
			forgetful, toldAndKeptByTwo + "crash S1\nrestart S1\n",
			"S1 told a client that entry 2 of term 1 (put x 3) is done, and now that S1 has lost it only S2 of 3 " +
				"servers has it",
			"C1 answer r1 S1 ok 3",
		},
		"the only server forgets": {
			forgetful, "servers 1\nelect S1\nput x 3\nawait answers\ncrash S1\nrestart S1\n",
			"S1 told a client that entry 2 of term 1 (put x 3) is done, and now that S1 has lost it no server has it",
			"C1 answer r1 S1 ok 3",
		},
		"more than half forget": {
			forgetful, "servers 5\nelect S1\nput x 3\nawait commit 2\ncrash S2\ncrash S3\ncrash S4\nrestart " +
				"S2\nrestart S3\nrestart S4\n",
			"S1 told a client that entry 2 of term 1 (put x 3) is done, and now that S4 has lost it only S1 and S5 " +
				"of 5 servers have it",
			"C1 answer r1 S1 ok 3",
		},
		"an answer before its time": {
			hasty(7), "servers 3\nput x 3 via S2\nrun 100ms\n",
			"S2 told a client that put x 3 is done, at entry 7, but no server has committed an entry there",
			"C1 answer r1 S2 ok",
		},
		"an answer without an entry": {
			hasty(0), "servers 3\nelect S1\nrun 100ms\nput x 3\nrun 100ms\n",
			"S1 told a client that put x 3 is done, at entry 0, but no server has committed an entry there",
			"C1 answer r1 S1 ok",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := perform(t, raftcluster.InProcess{}, test.script)
			require.NoError(t, err, "honest servers")
			_, lines, err := perform(t, test.host, test.script)
			var violation *lab.Violation
			require.ErrorAs(t, err, &violation)
			assert.Equal(t, "durability", violation.ID)
			assert.Equal(t, test.says, violation.Sentence)
			requireCauses(t, violation, lines)
			assert.Contains(t, causes(violation, lines), test.evidence)
		})
	}
}

// requireCauses checks that the causes are lines before the violation, in order.
func requireCauses(t *testing.T, v *lab.Violation, lines []string) {
	t.Helper()
	require.NotEmpty(t, v.Causes)
	last := uint64(0)
	for _, cause := range v.Causes {
		require.Greater(t, cause, last)
		last = cause
	}
	require.Less(t, last, v.Event)
	require.Contains(t, lines[v.Event-1], "- violation "+v.ID)
}

// causes is the lines that led to a violation, without number and time.
func causes(v *lab.Violation, lines []string) []string {
	var led []string
	for _, cause := range v.Causes {
		led = append(led, strings.SplitN(lines[cause-1], " ", 3)[2])
	}
	return led
}

func TestTwoElectionsOfOneTermHaveTheirCauses(t *testing.T) {
	_, script, _ := strings.Cut(wrongRules["vote-twice"].script, "\n")
	rules, err := raftcluster.FindRules("vote-twice")
	require.NoError(t, err)
	_, lines, err := perform(t, raftcluster.InProcess{Rules: &rules.Rules}, script)
	var violation *lab.Violation
	require.ErrorAs(t, err, &violation)
	requireCauses(t, violation, lines)
	led := causes(violation, lines)
	first, second := index(led, "S1 role leader term=1"), index(led, "S2 role leader term=1")
	require.GreaterOrEqual(t, first, 0, "%q", led)
	require.Greater(t, second, first, "%q", led)
	// S3 voted for both. The vote that made S2 the leader is the last line before that.
	assert.Regexp(t, `^S2 deliver m\d+ S3 RequestVoteReply term=1 granted$`, led[second-2])
	assert.Contains(t, led[second-1], "S2 save")
	granted := 0
	for _, line := range led {
		if strings.HasPrefix(line, "S3 send") && strings.HasSuffix(line, " granted") {
			granted++
		}
	}
	assert.Equal(t, 2, granted, "%q", led)
	assert.GreaterOrEqual(t, index(led, "S1 control timeout"), 0, "%q", led)
	assert.GreaterOrEqual(t, index(led, "S2 control timeout"), 0, "%q", led)
}

func index(lines []string, line string) int {
	for i, l := range lines {
		if l == line {
			return i
		}
	}
	return -1
}

// A leader that answers a read from an old memory is found, but only if the scenario asks for linearizability.
func TestStaleReadIsFoundInTheHistory(t *testing.T) {
	stale := answerWith(func(command kv.Command) (service.Answer, bool) {
		return service.Answer{
			Kind:   service.AnswerDone,
			Result: kv.Result{Done: true, Value: "1"},
			Index:  2,
		}, command.Op == kv.Get
	})
	const script = `servers 3
elect S1
put x 1
await answers
put x 2
await answers
get x via S1
await answers
`
	_, _, err := perform(t, stale, script)
	require.NoError(t, err, "it breaks none of the other properties")
	_, _, err = perform(t, raftcluster.InProcess{}, script+"expect linearizable")
	require.NoError(t, err, "honest servers")
	_, _, err = perform(t, raftcluster.InProcess{}, script+"expect not linearizable")
	require.ErrorContains(t, err, "some order of the operations explains what clients saw")
	_, _, err = perform(t, stale, script+"expect not linearizable")
	require.NoError(t, err, "a story may expect it")
	_, lines, err := perform(t, stale, script+"expect linearizable\nnote never written")
	var violation *lab.Violation
	require.ErrorAs(t, err, &violation)
	assert.Equal(t, "linearizability", violation.ID)
	assert.Equal(t, "Linearizability", violation.Name)
	assert.Contains(t, violation.Sentence, "operation 3, get x, read 1")
	assert.Contains(t, lines[len(lines)-1], "- violation linearizability operation 3")

	_, _, err = perform(t, raftcluster.InProcess{}, "expect linearizable now")
	assert.ErrorIs(t, err, story.ErrUsage)
}

// Twenty-two increments without answers allow four million sums. None of them is -1, but proving that takes longer
// than the bound.
func TestCheckAtItsLimitDoesNotPass(t *testing.T) {
	liar := answerWith(func(command kv.Command) (service.Answer, bool) {
		return service.Answer{
			Kind:   service.AnswerDone,
			Result: kv.Result{Done: true, Value: "-1"},
			Index:  1,
		}, command.Op == kv.Get
	})
	script := "servers 3\nelect S1\nawait commit 1\npause S3\n"
	for bit := range 22 {
		script += fmt.Sprintf("increment x %d via S3\n", 1<<bit)
	}
	script += "get x via S1\nrun 100ms\n"
	_, _, err := perform(t, liar, script+"try expect linearizable") // try does not help
	require.ErrorIs(t, err, service.ErrInconclusive)
	assert.ErrorContains(t, err, `no order of the operations on key "x" was found or ruled out in 1000000 steps`)
	assert.False(t, errors.As(err, new(*lab.Violation)))
}

// changed is the reference rules with a change.
func changed(change func(rules *raft.Rules)) liars {
	rules := reference.Rules()
	change(&rules)
	return liars{rules: &rules}
}

func TestMissingProgressIsReported(t *testing.T) {
	const script = "servers 3\ncrash S1\nloss 50%\nrun 1s\nrecover\nexpect progress\n"
	c, lines, err := perform(t, raftcluster.InProcess{}, script)
	require.NoError(t, err)
	require.Len(t, c.Operations(), 1, "the command is real")
	assert.Equal(t, service.OK, c.Operations()[0].Outcome)
	for id := range lab.ServerID(3) {
		assert.Equal(t, "yes", c.Server(id+1).Store.Value("progress"))
	}
	assert.NotContains(t, lines[len(lines)-1], "violation")

	for name, test := range map[string]struct {
		host liars
		says string
	}{
		"no server ever votes": {changed(func(rules *raft.Rules) {
			rules.HandleRequestVote = func(s *raft.State, _ raft.RequestVote) raft.RequestVoteReply {
				return raft.RequestVoteReply{Term: s.CurrentTerm}
			}
		}), `^18000 ms after all faults ended, no server leads: ` +
			`S1 is a candidate of term \d+, S2 is a \w+ of term \d+, S3 is a \w+ of term \d+$`},
		"nothing is ever committed": {changed(func(rules *raft.Rules) {
			rules.AdvanceCommitIndex = func(*raft.State) {}
		}), `^18000 ms after all faults ended, S\d leads, and a command given to it has not been carried out: ` +
			`S1 knows 0, S2 knows 0, S3 knows 0$`},
		"one server takes no entries": {changed(func(rules *raft.Rules) {
			rules.StartElection = func(s *raft.State) raft.RequestVote {
				if s.ID == 3 {
					return raft.RequestVote{} // the server that sends them must not be this one
				}
				return reference.StartElection(s)
			}
			rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
				if s.ID == 3 {
					req.Entries = nil
				}
				return reference.HandleAppendEntries(s, req)
			}
		}), `^18000 ms after all faults ended, entry \d+ \(put progress yes\) is committed, and ` +
			`not every server has applied it: S1 knows \d+, S2 knows \d+, S3 knows 0$`},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := perform(t, test.host, script)
			var violation *lab.Violation
			require.ErrorAs(t, err, &violation)
			assert.Equal(t, "progress", violation.ID)
			assert.Equal(t, "Progress after healing", violation.Name)
			assert.Regexp(t, test.says, strings.ReplaceAll(violation.Sentence, "S1 is a follower", "S1 is a candidate"))
		})
	}
}

func TestProgressNeedsAWorldWithoutFaults(t *testing.T) {
	for fault, says := range map[string]string{
		"crash S1": "S1 is down", "pause S2": "S2 is paused", "cut S1 > S2": "a link is cut",
		"hold all":         "messages are held",
		"flaky S1 > S2 5%": "a link is flaky", "loss 5%": "messages are lost",
		"slow-disk S3 9ms": "the disk of S3 is slow",
		"clock S1 fast 5%": "the clock of S1 is not true",
	} {
		_, _, err := perform(t, raftcluster.InProcess{}, "servers 3\n"+fault+"\nexpect progress")
		require.ErrorIs(t, err, story.ErrUsage, fault)
		assert.ErrorContains(t, err, says)
		_, _, err = perform(t, raftcluster.InProcess{}, "servers 3\n"+fault+"\nrecover\nexpect progress")
		require.NoError(t, err, fault)
	}
	_, _, err := perform(t, raftcluster.InProcess{}, "servers 3\nmanual\nexpect progress")
	require.ErrorContains(t, err, "the world is manual")
	_, _, err = perform(t, raftcluster.InProcess{}, "servers 3\nmanual\nwake S1\ndeliver S1 > S2\nrecover\nexpect "+
		"progress now")
	require.ErrorIs(t, err, story.ErrUsage)
	// The wait depends on the slowest server's timeout.
	_, _, err = perform(t, raftcluster.InProcess{}, "servers 3\nelection-timeout S1 10s 20s\nelection-timeout 10s "+
		"10s\nexpect progress")
	assert.NoError(t, err)
}

// storm is the faults of a random run; every # is a server.
var storm = []string{
	"crash #", "crash #", "crash leader", "restart #", "restart #", "restart #", "pause #", "resume #",
	"slow-disk # 60ms", "slow-disk # 0ms",
	"isolate leader", "cut # > #", "bridge # | #", "heal", "clock # fast 20%", "clock # true", "timeout #",
	"run 100ms", "run 250ms",
	"put x 1 via #", "increment x", "get x", "increment y via #", "compare-and-set x 1 5",
}

// Under random faults, slow disks and torn saves, the reference loses no acknowledged command, and makes progress
// when the faults are over.
func TestReferenceKeepsItsPromisesInAStorm(t *testing.T) {
	judged, seen := map[string]uint64{}, map[string]uint64{}
	var faults lab.FaultCounts
	for seed := uint64(1); seed <= 200; seed++ {
		draw := lab.FaultStream(seed)
		script := fmt.Sprintf(
			"servers %d\ntorn 100%%\nduplicate 5%%\nreorder 10%% 80ms\nawait leader\n",
			3+2*draw.Below(2),
		)
		for range 30 {
			command := storm[draw.Below(uint64(len(storm)))]
			for strings.Contains(command, "#") {
				command = strings.Replace(command, "#", "S"+strconv.Itoa(int(1+draw.Below(3))), 1)
			}
			script += "try " + command + "\nrun 30ms\n"
		}
		script += "recover\nexpect progress\nexpect linearizable\n"
		c := raftcluster.New(raftcluster.DefaultSetup())
		runner, err := story.NewRunner(parse(t, "# T: T\n"+script), c, raftcluster.InProcess{}, &seed)
		require.NoError(t, err)
		require.NoError(t, runner.Finish(eventLimit), "seed %d of\n%s", seed, script)
		faults.Add(runner.World().Faults())
		for i, check := range raftcluster.Checks() {
			judged[check.ID] += c.Judged()[i]
		}
		for _, s := range c.Sometimes() {
			seen[s.ID] += s.Count
		}
	}
	for _, fault := range []lab.Fault{lab.FaultCrash, lab.FaultTornWrite, lab.FaultPause, lab.FaultSlowDisk,
		lab.FaultReorder, lab.FaultDuplicate, lab.FaultBridge, lab.FaultClock} {
		assert.Positive(t, faults[fault], "%v never happened", fault)
	}
	for id, count := range judged {
		assert.Positive(t, count, "%s was never judged", id)
	}
	for id, count := range seen {
		assert.Positive(t, count, "%s was never seen", id)
	}
}

// A server's views and answers may come from elsewhere. Nonsense is the server's failure, not the lab's.
func TestServersWithInvalidOutputsAreUnsound(t *testing.T) {
	for name, test := range map[string]struct {
		change func(out *lab.Output, in lab.Input)
		says   string
	}{
		"a view of garbage": {func(out *lab.Output, _ lab.Input) { out.View = []byte("garbage") }, "S1: decode view: "},
		"an answer of garbage": {func(out *lab.Output, in lab.Input) {
			out.Answers = append(out.Answers, lab.Answer{Request: in.Request, Payload: []byte("garbage")})
		}, "S1: decode answer: "},
	} {
		_, _, err := perform(
			t,
			liars{lie: func(_ lab.ServerID, in lab.Input, step func(lab.Input) lab.Output) lab.Output {
				kind := in.Kind
				request := in
				if kind == lab.Ask {
					in = lab.Input{Kind: lab.Wake}
				}
				out := step(in)
				if kind == lab.Ask {
					test.change(&out, request)
				}
				return out
			}},
			"servers 3\nput x 1 via S1\nrun 100ms\n",
		)
		var violation *lab.Violation
		require.ErrorAs(t, err, &violation, name)
		assert.Equal(t, lab.SoundServerID, violation.ID)
		assert.Contains(t, violation.Sentence, test.says)
	}
}

func TestPanickingRuleIsTheServersFailure(t *testing.T) {
	_, _, err := perform(t, changed(func(rules *raft.Rules) {
		rules.HandleRequestVote = func(*raft.State, raft.RequestVote) raft.RequestVoteReply { panic("not written yet") }
	}), "servers 3\ntimeout S1\nrun 100ms\n")
	assert.ErrorContains(t, err, "panicked: not written yet")
}

// A client follows redirections, but only a bounded number.
func TestClientFollowsABoundedNumberOfRedirections(t *testing.T) {
	for _, test := range []struct {
		leader raft.NodeID
		want   string
		asked  int
	}{
		{2, "redirected too often", 5},
		{raft.None, "no leader is known there", 1},
		{9, "S9, of 3 servers: there is no such server", 1},
	} {
		astray := answerWith(func(kv.Command) (service.Answer, bool) {
			return service.Answer{Kind: service.AnswerRedirect, Leader: lab.ServerID(test.leader)}, true
		})
		c, _, err := perform(t, astray, "servers 3\nput x 1 via S1\nawait answers\nexpect outcome 1 refused\n")
		require.NoError(t, err)
		require.Len(t, c.Operations(), 1)
		assert.Equal(t, test.want, c.Operations()[0].Reason)
		assert.Len(t, c.Operations()[0].Path, test.asked)
	}
}

func TestWaitThatRunsOutSaysWhy(t *testing.T) {
	for script, want := range map[string]string{
		"manual\nawait leader": "script:4:1: this is not as expected: by 5000 ms: no server leads",
		"cut S1 > S2\ncut S1 > S3\nelect S1": "script:5:1: this is not as expected: by 5000 ms: S1 should lead, and " +
			"is a ",
		"manual\nelect S1": "by 5000 ms: S1 should lead, and is a candidate of term 1",
		"manual\nawait commit 1 S1": "by 5000 ms: entry 1 should be known as committed; S1 knows 0, S2 " +
			"knows 0, S3 knows 0",
		"manual\nelection-timeout S1 1s 1s\npause S1\nput x 1 via S1\nawait answers": "by 5020 ms: a client has no " +
			"answer yet",
		"crash S1\nelect S1": "script:4:1: S1: the server is down: restart it first",
	} {
		_, _, err := perform(t, raftcluster.InProcess{}, "servers 3\n"+script)
		assert.ErrorContains(t, err, want, "%q", script)
	}
}

func TestHostRefusesUnknownRules(t *testing.T) {
	config := raftcluster.Config{ID: 1, Servers: 3, Rules: "unwritten"}
	_, err := raftcluster.InProcess{}.Start(1, config.Whole(false))
	assert.ErrorIs(t, err, service.ErrRules)
}
