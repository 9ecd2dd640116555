package wholecluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/nemesis"
	"raftlab/lab/story"
	"raftlab/lab/whole"
	"raftlab/lab/wholecluster"
)

// silent is a host of servers that show the same at every step, and do nothing.
type silent struct{ view whole.View }

func (s silent) Start(lab.ServerID, []byte) (lab.Machine, error) { return s, nil }
func (s silent) Stop() error                                     { return nil }
func (s silent) Step(_ lab.Time, in lab.Input) (lab.Output, error) {
	v := s.view
	v.Booted = in.Kind == lab.Boot
	return lab.Output{View: whole.AppendView(nil, v)}, nil
}

// calm is a view of a server that has done nothing yet.
func calm() whole.View {
	return whole.View{Facts: whole.NoFacts(), Saved: whole.NoFacts(), Snapshots: true}
}

func begin(t *testing.T, text string, view whole.View) (*story.Runner, *wholecluster.Cluster) {
	t.Helper()
	scenario, err := story.ParseScenario("test", "# Test: Test\n"+text)
	require.NoError(t, err)
	c := wholecluster.New(wholecluster.DefaultSetup())
	runner, err := story.NewRunner(scenario, c, silent{view}, nil)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, runner.World().Close()) })
	return runner, c
}

// shown is a view of a server after a step: calm with changes.
type shown struct {
	server lab.ServerID
	change func(*whole.View)
}

func leads(term int) func(*whole.View) {
	return func(v *whole.View) { v.Term, v.Leads = term, true }
}

func term(term int) func(*whole.View) { return func(v *whole.View) { v.Term = term } }

func applies(index int, command string, hash uint64) func(*whole.View) {
	return func(v *whole.View) {
		v.Applied = []whole.Applied{{Index: index, Command: command, Readable: true}}
		v.StoreHash = hash
	}
}

func installs(index int, readable bool) func(*whole.View) {
	return func(v *whole.View) { v.Applied = []whole.Applied{{Index: index, Snapshot: true, Readable: readable}} }
}

func logs(from int, leads bool, entries ...whole.Entry) func(*whole.View) {
	return func(v *whole.View) {
		v.LogKnown, v.LogFrom, v.Log, v.Leads, v.Term = true, from, entries, leads, 9
	}
}

// boots is a start with what was found, after a life that saved something.
func saves(term, vote, last int) func(*whole.View) {
	return func(v *whole.View) { v.Saved = whole.Facts{CurrentTerm: term, VotedFor: vote, LastIndex: last} }
}

func boots(term, vote, last int) func(*whole.View) {
	return func(v *whole.View) {
		v.Booted, v.LogKnown = true, true
		v.Facts = whole.Facts{CurrentTerm: term, VotedFor: vote, LastIndex: last}
	}
}

func troubled(kind whole.TroubleKind) func(*whole.View) {
	return func(v *whole.View) { v.Trouble = whole.Trouble{Kind: kind, Text: "it does", Stack: "main.f at a.go:3"} }
}

const inTrouble = "S2: it does. Its goroutines: main.f at a.go:3"

// judged is what servers show, and the property that it breaks with the sentence; "" for none.
type judged struct {
	views              []shown
	property, sentence string
}

var (
	first, another = whole.Entry{Term: 1, Hash: 5}, whole.Entry{Term: 1, Hash: 6}
	second         = whole.Entry{Term: 2, Hash: 7}
)

var judgements = map[string]judged{
	"two leaders": {[]shown{{1, leads(3)}, {2, leads(3)}}, "election-safety",
		"S1 and S2 both lead term 3"},
	"a leader that leads on": {[]shown{{1, leads(3)}, {1, leads(3)}, {2, leads(4)}}, "", ""},
	"a term that falls": {[]shown{{1, term(3)}, {1, term(2)}}, "terms",
		"S1 says that its term is 2, and it said 3 before"},
	"a gap": {[]shown{{1, applies(1, "a", 1)}, {1, applies(3, "c", 3)}}, "apply-order",
		"S1 applies index 3 after index 1"},
	"other commands": {[]shown{{1, applies(1, "a", 1)}, {2, applies(1, "b", 2)}}, "state-machine-safety",
		`at index 1 S1 applied "a", and S2 applies "b"`},
	"other content": {[]shown{{1, applies(1, "a", 1)}, {2, applies(1, "a", 2)}}, "state-machine-safety",
		"S1 and S2 have both applied index 1, and have not the same content"},
	"a snapshot that goes back": {[]shown{{1, applies(1, "a", 1)}, {1, applies(2, "b", 1)}, {1, installs(1, true)}},
		"snapshots", "S1 applies a snapshot up to index 1, and has applied index 2: its state goes backwards"},
	"a snapshot of something else": {[]shown{{1, installs(4, false)}}, "snapshots",
		"S1 applies a snapshot up to index 4, and its bytes are not those of such a snapshot"},
	"a promise": {[]shown{{1, func(v *whole.View) { v.Promise = "it votes" }}}, "save-first",
		"S1 sends what it has not saved: it votes"},
	"a term that is lost": {[]shown{{1, saves(4, 2, 3)}, {1, boots(3, 2, 3)}}, "restored",
		"S1 starts, and its term is 3; what it saved last has 4"},
	"a vote that is lost": {[]shown{{1, saves(4, 2, 3)}, {1, boots(4, -1, 3)}}, "restored",
		"S1 starts in term 4 with a vote for none, and what it saved last has a vote for S3"},
	"entries that are lost": {[]shown{{1, saves(4, 2, 3)}, {1, boots(4, 2, 2)}}, "restored",
		"S1 starts, and its log ends at index 2; what it saved last has 3"},
	"a good start": {[]shown{{1, saves(4, 2, 3)}, {1, boots(4, 2, 3)}}, "", ""},
	"commands that differ": {[]shown{{1, logs(1, false, first)}, {2, logs(1, false, another)}}, "log-matching",
		"S1 and S2 both have an entry with index 1 and term 1, and the commands differ"},
	"entries before that differ": {
		[]shown{{1, logs(1, false, first, second)}, {2, logs(1, false, second, second)}}, "log-matching",
		"S1 and S2 both have an entry with index 2 and term 2; before it, one has an entry of term 1 and the " +
			"other of term 2"},
	"a leader that lacks something": {[]shown{{1, applies(1, "a", 1)}, {2, logs(0, true, whole.Entry{})}},
		"leader-completeness", `S2 leads term 9, and its log ends at index 0; S1 has applied "a" at index 1`},
	"a leader with another": {[]shown{{1, applies(1, "a", 1)}, {2, logs(0, true, whole.Entry{}, first)}},
		"leader-completeness",
		`S2 leads term 9, and has another command at index 1 than "a", which S1 has applied there`},
	"a program that hangs": {[]shown{{2, troubled(whole.Hangs)}}, "responds",
		inTrouble},
	"a program that leaks":   {[]shown{{2, troubled(whole.Leaks)}}, "goroutines", inTrouble},
	"an endless program":     {[]shown{{2, troubled(whole.Endless)}}, "rests", inTrouble},
	"a program that is over": {[]shown{{2, troubled(whole.Exited)}}, "stays-up", inTrouble},
}

func TestEachPropertyIsJudged(t *testing.T) {
	for name, one := range judgements {
		t.Run(name, func(t *testing.T) {
			runner, c := begin(t, "servers 3\nrun 1s\n", calm())
			var broken *lab.Violation
			for _, s := range one.views {
				require.Nil(t, broken)
				v := calm()
				s.change(&v)
				broken = c.Observe(runner.World(), s.server, whole.AppendView(nil, v))
			}
			if one.property == "" {
				assert.Nil(t, broken)
				return
			}
			require.NotNil(t, broken)
			assert.Equal(t, one.property, broken.ID)
			assert.Equal(t, one.sentence, broken.Sentence)
		})
	}
}

// TestALogThatWasCutIsNotComparedAcrossTheCut: what stands at the place of the cut is the program's own affair.
func TestALogThatWasCutIsNotComparedAcrossTheCut(t *testing.T) {
	runner, c := begin(t, "servers 3\nrun 1s\n", calm())
	see := func(id lab.ServerID, base, from int, entries ...whole.Entry) *lab.Violation {
		v := calm()
		v.LogKnown, v.LogBase, v.LogFrom, v.Log = true, base, from, entries
		return c.Observe(runner.World(), id, whole.AppendView(nil, v))
	}
	one, two, odd := whole.Entry{Term: 1, Hash: 1}, whole.Entry{Term: 2, Hash: 2}, whole.Entry{Term: 9}
	assert.Nil(t, see(1, 0, 0, odd, one, one, two))
	assert.Nil(t, see(2, 0, 0, odd, one))
	assert.Nil(t, see(2, 2, 2, odd, two), "it got a snapshot up to index 2")
	entry, ok := c.Server(2).Entry(3)
	assert.True(t, ok)
	assert.Equal(t, two, entry)
	_, ok = c.Server(2).Entry(1)
	assert.False(t, ok, "it is forgotten")
}

func TestServersThatDoNothingMakeNoProgress(t *testing.T) {
	runner, _ := begin(t, "servers 3\nrecover\nexpect progress\n", calm())
	require.Error(t, runner.Finish(1000))
	violation := runner.World().Violation()
	require.NotNil(t, violation)
	assert.True(t, violation.Liveness)
	assert.Equal(t, "15000 ms after all faults ended, no server says that it leads: S1 follows term 0 and has "+
		"applied 0, S2 follows term 0 and has applied 0, S3 follows term 0 and has applied 0", violation.Sentence)

	runner, _ = begin(t, "servers 1\nawait leader\n", calm())
	require.Error(t, runner.Finish(1000))
	assert.Equal(t, "progress", runner.World().Violation().ID)
}

func TestAStateThatDoesNotShrinkIsTooLarge(t *testing.T) {
	v := calm()
	v.Asked, v.StateSize = []int{5}, 5000
	runner, _ := begin(t, "servers 1\nsnapshot 5\nrun 1ms\nexpect small\n", v)
	require.Error(t, runner.Finish(1000))
	assert.Equal(t, "snapshot-size", runner.World().Violation().ID)
}

// TestEverySituationCanBePlayed on servers that do nothing: its words are right, whatever the seed draws.
func TestEverySituationCanBePlayed(t *testing.T) {
	for _, s := range wholecluster.Suite() {
		t.Run(s.ID, func(t *testing.T) {
			for seed := range uint64(25) {
				runner, err := story.NewRunner(s.Scenario(seed), wholecluster.New(wholecluster.DefaultSetup()),
					silent{calm()}, nil)
				require.NoError(t, err)
				err = runner.Finish(10_000)
				violation := runner.World().Violation()
				require.NotNil(t, violation, "%v", err)
				assert.Contains(t, []string{"progress", "economy"}, violation.ID)
				require.NoError(t, runner.World().Close())
			}
			assert.Equal(t, s.Text(7), s.Text(7))
			assert.NotEqual(t, s.Text(7), s.Text(8))
		})
	}
}

func TestRandomSchedulesCanBePlayed(t *testing.T) {
	for seed := range uint64(30) {
		stage := func() (story.Judged, lab.Host) {
			return wholecluster.New(wholecluster.DefaultSetup()), silent{calm()}
		}
		result := wholecluster.Nemesis().Run(nemesis.Options{Seed: seed}, stage, 100_000)
		require.NoError(t, result.Err)
		require.NotNil(t, result.Violation)
		assert.Equal(t, "progress", result.Violation.ID)
	}
}

// Without a majority whose members reach each other, nobody can be blamed that nobody leads.
func TestOnlyAMajorityThatReachesEachOtherOwesALeader(t *testing.T) {
	for text, owes := range map[string]bool{
		"":                                  true,
		"crash S1":                          true,
		"isolate S5\nmute S4":               true,
		"crash S1\ncrash S2\ncrash S3":      false,
		"partition S1 S2 | S3 S4 | S5":      false,
		"pause S1\npause S2\nmute S3":       false,
		"mute S1\nmute S2\nmute S3":         false,
		"cut S1 > S2\ncut S3 > S4\nmute S5": false,
	} {
		for _, wait := range []string{"await leader", "await newer"} {
			runner, _ := begin(t, "servers 5\n"+text+"\n"+wait+"\n", calm())
			err := runner.Finish(100_000)
			if owes {
				assert.ErrorContains(t, err, "though most servers reach each other", text)
			} else {
				assert.NoError(t, err, text)
			}
		}
	}
}

// TestAServerIsShown with what it says, its fields, its goroutines and the end of its log.
func TestAServerIsShown(t *testing.T) {
	host := silent{calm()}
	host.view.Term, host.view.Leads, host.view.Facts.VotedFor = 4, true, 1
	host.view.LogKnown, host.view.LogBase, host.view.Log = true, 0, []whole.Entry{{}, {Term: 4, Hash: 9}}
	host.view.Applied = []whole.Applied{{Index: 1, Term: 4, Command: "put a 1 #c1", Readable: true}}
	host.view.Shown = whole.Shown{
		Fields: []whole.Field{{Name: "currentTerm", Value: "4"}},
		Stacks: []whole.Stack{{State: "sleep", Where: "main.(*Raft).ticker at raft.go:9", Count: 1}},
		From:   0, Texts: []string{"", "put a 1"},
	}
	scenario, err := story.ParseScenario("test", "# Test: Test\nprotocol whole\nservers 1\n")
	require.NoError(t, err)
	c := wholecluster.Protocol{}.New()
	runner, err := story.NewRunner(scenario, c, host, nil)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, runner.World().Close()) })
	s := c.Face().Server(1, nil)
	assert.Equal(t, "leader", s.Badge)
	assert.EqualValues(t, 4, s.Level)
	assert.Equal(t, [][2]string{{"a", "1"}}, s.Data)
	v, ok := s.Part.Value.(wholecluster.WholeView)
	require.True(t, ok)
	assert.Equal(t, []wholecluster.FieldView{{Name: "currentTerm", Value: "4"}}, v.Fields)
	assert.Len(t, v.Stacks, 1)
	assert.Equal(t, []wholecluster.WholeEntryView{{Index: 1, Term: 4, Text: "put a 1", Applied: true}}, v.Log.Entries)
	assert.Equal(t, "S2", v.Known.VotedFor)
	assert.Nil(t, v.Known.CommitIndex)
	before := s
	v.Fields[0].Value = "3"
	after, ok := c.Face().Server(1, &before).Part.Value.(wholecluster.WholeView)
	require.True(t, ok)
	assert.True(t, after.Fields[0].Changed)
	run, ok := c.Face().Run().Value.(wholecluster.WholeRun)
	require.True(t, ok)
	assert.Equal(t, []string{"vote", "log"}, run.Known)

	m := whole.Message{From: 1, Reply: true, Method: "Raft.RequestVote", Fields: "Term=4 VoteGranted=false"}
	shown := c.Face().Message(whole.AppendMessage(nil, m))
	assert.Equal(t, face.Message{Kind: "RequestVoteReply", Label: "refused", Fields: m.Fields, Level: 4}, shown)
	m.Fields = "Term=4 Success=true Conflict=false"
	assert.True(t, c.Face().Message(whole.AppendMessage(nil, m)).Good)
	line := face.Line{Subject: "S2", Kind: "deliver", Details: "m1 S1 RequestVoteReply x"}
	reason := c.Face().Explain(face.Step{Event: line})
	assert.Contains(t, reason.Sentence, "The call of RequestVote by S2 returns true, with the reply of S1")
	require.Error(t, c.ChooseRules("no-vote", ""))
	require.NoError(t, c.ChooseRules("own", "all"))
}

// TestALeaderWhoReachesMostNeedNotBeReplaced: a story may cut off a server that does not lead, as it had hoped.
func TestALeaderWhoReachesMostNeedNotBeReplaced(t *testing.T) {
	for text, owes := range map[string]bool{
		"isolate S5": false, "mute S4\nmute S5": false, "isolate S1": true, "crash S1": true, "mute S1": true,
	} {
		runner, c := begin(t, "servers 5\nrun 1ms\n"+text+"\nawait newer\n", calm())
		v := calm()
		v.Leads, v.Term = true, 1
		require.Nil(t, c.Observe(runner.World(), 1, whole.AppendView(nil, v)))
		err := runner.Finish(100_000)
		assert.Equal(t, owes, err != nil, text)
	}
}
