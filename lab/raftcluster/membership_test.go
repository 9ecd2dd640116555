package raftcluster_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/node"
	"raftlab/raft/reference"
)

const three = "# F: Three of five\nservers 5\nmembers S1 S2 S3\nelection-timeout 10s 20s\njitter 0ms\nelect S1\n" +
	"await commit 1 S1 S2 S3\n"

// givenOne puts an entry on the disks of three, and says that it was committed.
const givenOne = "given S1 term 1 log 1\ngiven S2 term 1 log 1\ngiven S3 term 1 log 1\ngiven committed 1\n"

// TestWrongLinesAboutMembersAreErrors of the line, and what a leader refuses is an answer.
func TestWrongLinesAboutMembersAreErrors(t *testing.T) {
	for text, want := range map[string]string{
		"members\nrun 1ms\n":                             "a server is missing",
		"members S1 S9\nrun 1ms\n":                       `unknown server "S9": this cluster has S1 to S5`,
		"members S1 S5\nservers 3\nrun 1ms\n":            "members has S5, but this cluster has S1 to S3",
		"guard off\nrun 1ms\n":                           "are for clusters that change: add members S1 S2 S3",
		"catch-up off\nrun 1ms\n":                        "are for clusters that change: add members S1 S2 S3",
		"servers 4\ngroups 2\nmembers S1 S2\nrun 1ms\n":  "members is for clusters of one group",
		"add S4\nrun 1ms\n":                              "the servers of this cluster do not change",
		"members S1 S2\nrun 1ms\nmembers S3\n":           "must stand before the first command that is not setup",
		"members S1 S2\nadd S9 via S1\n":                 `unknown server "S9"`,
		"members S1 S2\nadd S3 as voter via S1\n":        `want "learner", got "voter"`,
		"members S1 S2\njoint via S1\n":                  `unknown server "via"`,
		"members S1 S2\nremove S2 S1 via S1\n":           `unexpected argument "S1"`,
		"members S1 S2\nadd S3\n":                        "there is no leader",
		"members S1 S2\nexpect change 1 ok\nrun 1ms\n":   "there are 0 changes so far",
		"members S1 S2\nexpect members S1 S1\nrun 1ms\n": "S1 decides by S1 S2",
		"members S1 S2\nexpect change 1 fine\nrun 1ms\n": "want ok, refused, unknown or pending",
		"members S1 S2 S3\n" + givenOne + "run 1ms\n":    "given committed is for clusters that do not change",
	} {
		scenario, err := story.ParseScenario("wrong", "# F: Wrong\n\n"+text)
		require.NoError(t, err, text)
		runner, err := story.NewRunner(scenario, raftcluster.New(raftcluster.DefaultSetup()),
			raftcluster.InProcess{}, nil)
		if err == nil {
			err = runner.Finish(10_000)
		}
		assert.ErrorContains(t, err, want, text)
	}
}

// TestALeaderRefusesWithTheReason: the answer has it, and the change is not made.
func TestALeaderRefusesWithTheReason(t *testing.T) {
	for change, reason := range map[string]string{
		"remove S5":                "that server is not in the configuration",
		"add S2":                   "the configuration is like this already",
		"add S2 as learner":        "the configuration is like this already",
		"joint S1 S2 S3":           "the configuration is like this already",
		"at-once S1 S2":            "",
		"at-once S1":               "more than one voter would come or go",
		"at-once S1 S2 S3 S4 S5":   "more than one voter would come or go",
		"add S4":                   "",
		"promote S4":               "",
		"add S4 as learner":        "",
		"joint S4 S5":              "",
		"remove S1":                "",
		"joint S5 S4 S3 S2 S1 S1":  "",
		"at-once S1 S2 S3 via S1":  "the configuration is like this already",
		"add S4 as learner via S1": "",
	} {
		_, err := play(t, three+change+"\nawait answers\nexpect change 1 "+outcome(reason)+
			"\n"+saw(reason)+"run 200ms\nexpect progress\n", raftcluster.ReferenceRules, 1)
		assert.NoError(t, err, change)
	}
	_, err := play(t, "# F: Alone\nservers 2\nmembers S1\nelect S1\nawait commit 1 S1\nremove S1\nawait answers\n"+
		"expect change 1 refused\nexpect saw C1 answer S1 refused: nobody would vote\n", raftcluster.ReferenceRules, 1)
	assert.NoError(t, err)
	_, err = play(t, three+"add S4 via S2\nawait answers\nexpect change 1 ok\nexpect saw C1 answer S2 redirect=S1\n",
		raftcluster.ReferenceRules, 1)
	assert.NoError(t, err, "an administrator follows a redirection")
	_, err = play(t, three+"crash S2\nadd S4 via S2\nawait answers\nexpect change 1 refused\n",
		raftcluster.ReferenceRules, 1)
	assert.NoError(t, err)
}

func outcome(reason string) string {
	if reason == "" {
		return "ok"
	}
	return "refused"
}

func saw(reason string) string {
	if reason == "" {
		return ""
	}
	return "expect saw C1 answer S1 refused: " + reason + "\n"
}

// TestConfigurationSafetyIsJudged: servers that break each part of it.
func TestConfigurationSafetyIsJudged(t *testing.T) {
	for name, test := range map[string]struct {
		change        func(*raft.Rules)
		story, blames string
	}{
		"another configuration": {func(rules *raft.Rules) {
			rules.Latest = func(log *raft.Log, base raft.Configuration) (raft.Configuration, raft.Index) {
				return base, log.Base()
			}
		}, "remove S3\nrun 100ms\n",
			"S1 decides by S1 S2 S3, but the last configuration in its log, entry 2, is S1 S2"},
		"an election": {func(rules *raft.Rules) {
			rules.HasQuorum = func(raft.Configuration, raft.NodeSet) bool { return true }
		}, "", "S1 leads term 1 with the votes of S1, which are no majority of S1 S2 S3"},
		"a commit": {func(rules *raft.Rules) {
			rules.QuorumIndex = func(_ raft.Configuration, match []raft.Index) raft.Index { return match[1] }
		}, "", "S1 counts entry 1 as committed, which is on S1, and those are no majority of S1 S2 S3"},
		"two open changes": {func(rules *raft.Rules) {
			rules.MayChange = func(s *raft.State, to raft.Change) raft.Refusal {
				forgiving := *s
				forgiving.ConfigurationIndex = 0
				return reference.MayChange(&forgiving, to)
			}
		}, "isolate S1\nadd S4 as learner via S1\nrun 15ms\nadd S5 as learner via S1\nrun 50ms\n",
			"S1 leads term 1 with 2 changes of the configuration in its log that are not committed"},
		"two majorities": {func(rules *raft.Rules) {
			rules.MayChange = func(*raft.State, raft.Change) raft.Refusal { return raft.Allowed }
		}, "at-once S1 S4\nrun 100ms\n", "and no server is in both"},
	} {
		rules := reference.Rules()
		test.change(&rules)
		cluster := raftcluster.New(raftcluster.DefaultSetup())
		runner, err := story.NewRunner(parse(t, three+test.story), cluster, raftcluster.InProcess{Rules: &rules}, nil)
		require.NoError(t, err)
		err = runner.Finish(10_000)
		violation, ok := errors.AsType[*lab.Violation](err)
		require.True(t, ok, "%s: %v", name, err)
		assert.Equal(t, "configuration-safety", violation.ID, name)
		assert.Contains(t, violation.Sentence, test.blames, name)
	}
}

// TestTwoChangesInTwoTermsOfEachKind is F3 with two servers added, and with two removed: without the guard a property
// of Figure 3 breaks, and with it none does.
func TestTwoChangesInTwoTermsOfEachKind(t *testing.T) {
	for name, text := range map[string]string{
		"add and add": `# F3: Add and add
servers 6
members S1 S2 S3 S4
guard off
election-timeout 10s 20s
jitter 0ms
elect S1
await commit 1 S1 S2 S3 S4
partition S1 S5 | S2 S3 S4 S6
add S5 via S1
run 100ms
elect S2
cut S2 > S4
add S6 via S2
run 100ms
partition S1 S4 S5 | S2 S3 S6
crash S1
restart S1
timeout S1
run 50ms
timeout S1
run 60ms
`,
		"remove and remove": `# F3: Remove and remove
servers 4
members S1 S2 S3 S4
guard off
election-timeout 10s 20s
jitter 0ms
elect S1
await commit 1
isolate S1
remove S4 via S1
run 50ms
elect S3
cut S3 > S2
remove S1 via S3
run 100ms
partition S1 S2 | S3 S4
crash S1
restart S1
timeout S1
run 50ms
timeout S1
run 60ms
`,
	} {
		_, err := play(t, text, raftcluster.ReferenceRules, 1)
		violation, ok := errors.AsType[*lab.Violation](err)
		require.True(t, ok, "%s: %v", name, err)
		assert.Equal(t, "leader-completeness", violation.ID, name)
		_, err = play(t, withoutLine(text, "guard off"), raftcluster.ReferenceRules, 1)
		assert.NoError(t, err, name)
	}
}

func withoutLine(text, line string) string {
	var kept string
	for one := range strings.Lines(text) {
		if one != line+"\n" {
			kept += one
		}
	}
	return kept
}

// TestAConfigOfMembersSurvivesEncoding.
func TestAConfigOfMembersSurvivesEncoding(t *testing.T) {
	want := raftcluster.Config{ID: 4, Servers: 5, Rules: raftcluster.ReferenceRules, Membership: node.Membership{
		On: true, Voters: raft.SetOf(1, 2, 3), NoGuard: true, NoCatchUp: true,
	}}
	got, err := raftcluster.DecodeConfig(want.Encode())
	require.NoError(t, err)
	assert.Equal(t, want, got)

	view := raftcluster.View{Members: raftcluster.MemberState{
		On: true, Index: 7, Configuration: raft.Configuration{Voters: raft.SetOf(1, 2), Next: raft.SetOf(3)},
		CatchUp: node.CatchUp{
			Request: 9, Change: raft.Change{Kind: raft.AddVoter, Server: 4}, Servers: raft.SetOf(4), Target: 5,
			Rounds: []raft.Duration{10, 20}, Began: 30,
		},
	}}
	var read raftcluster.View
	require.NoError(t, raftcluster.DecodeView(&read, raftcluster.AppendView(nil, view)))
	assert.Equal(t, view.Members, read.Members)
}
