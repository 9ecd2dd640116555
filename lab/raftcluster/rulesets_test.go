package raftcluster_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

const eventLimit = 100_000

// wrongRules has, for each wrong set of rules, a story in which the reference breaks nothing, and the property
// that the wrong rules break.
var wrongRules = map[string]struct{ script, property, says string }{
	"vote-twice": {`# T: Two candidates of one term, and a voter that does not remember
servers 3
election-timeout 10s 20s
jitter 0ms
timeout S1
run 2ms
timeout S2
run 100ms
expect leader S1 term 1
expect vote S3 S1
`, "election-safety", "S1 and S2 were both elected leader of term 1"},

	"vote-any-log": {`# T: A server that missed a committed entry asks for votes
servers 3
election-timeout 10s 20s
elect S1
await commit 1
cut S1 > S3
put x 5
await answers
crash S1
timeout S3
run 100ms
expect role S3 candidate
`, "leader-completeness",
		"S3 leads term 2 without entry 2 of term 1 (put x 5), which S1 committed in term 1; S3 has entry 2 of term " +
			"2 (no-op) instead"},

	"cut-always": {`# T: A short message is overtaken by a longer one, and cuts what that one brought
servers 3
election-timeout 10s 20s
jitter 0ms
elect S1
await commit 1
cut S1 > S3
# The first entry alone is on the way to S2 for 60 ms.
put x 1
run 10ms
latency 60ms
run 2ms
latency 10ms
# The next heartbeat carries both and takes 10 ms. S1 commits them.
put x 2
await commit 3 S1
# Now the first message arrives, at a follower that has heard nothing of a commitment yet.
run 15ms
expect commit 1 S2
expect log S2 1 1 1
crash S1
elect S2
expect log S2 1 1 1 2
`, "durability",
		"S1 told a client that entry 3 of term 1 (put x 2) is done, and now that S2 has lost it only S1 of 3 " +
			"servers has it"},

	"match-log-end": {`# T: The next command comes while the first is on its way
servers 3
election-timeout 10s 20s
jitter 0ms
elect S1
await commit 1
isolate S3
put x 1
run 10ms
put x 2
run 300ms
expect log S2 1 1 1
expect commit 3 S1 S2
`, "durability", "S1 told a client that entry 3 of term 1 (put x 2) is done, but only S1 of 3 servers has it"},

	"append-anywhere": {"@b3", "log-matching",
		"S1 and S2 both have an entry 8 of term 5, but S1 has entry 7 of term 4 (put k7 4) where S2 has entry 7 of " +
			"term 3 (put k7 3)"},

	"same-timeout": {`# T: Three servers that wait equally long
servers 3
recover
expect progress
`, "progress",
		"18000 ms after all faults ended, no server leads: S1 is a candidate of term 119, S2 is a candidate of term " +
			"119, S3 is a candidate of term 119"},

	"patient-timer": {`# T: A candidate that nobody can elect, and asks again and again
servers 3
election-timeout 300ms 450ms
election-timeout S3 100ms 100ms
jitter 0ms
elect S1
isolate S3
put x 1
await answers
crash S1
run 20ms
recover
expect progress
`, "progress",
		"27000 ms after all faults ended, no server leads: S1 is a follower of term 271, S2 is a follower of term " +
			"271, S3 is a candidate of term 271"},

	"half-elects": {`# T: Four servers in two halves
servers 4
election-timeout 10s 20s
jitter 0ms
partition S1 S2 | S3 S4
timeout S1
timeout S3
run 100ms
expect leader none
`, "election-safety", "S1 and S3 were both elected leader of term 1"},

	"late-votes": {`# T: A vote of term 1 arrives in term 2
servers 3
election-timeout 10s 20s
jitter 0ms
cut S1 > S3
cut S3 > S1
hold S2 > S1
timeout S1
run 50ms
cut S1 > S2
timeout S3
run 50ms
timeout S3
run 50ms
expect leader S3 term 2
timeout S1
run 5ms
release S2 > S1
run 50ms
expect leader S3 term 2
expect role S1 candidate
`, "election-safety", "S3 and S1 were both elected leader of term 2"},

	"keep-conflicts": {"@b6-append-only", "state-machine-safety",
		"S1 applied entry 3 of term 1 (put x 10), but S2 had applied entry 3 of term 2 (no-op)"},
	"obey-old-leaders": {"@b6-old-leader", "leader-append-only",
		"S2 leads term 2 and changed its own entry 3 of term 2 (no-op)"},

	"commit-any-term": {"@c2", "leader-completeness",
		"S5 leads term 5 without entry 2 of term 2 (no-op), which S1 committed in term 4; S5 has entry 2 of term 3 " +
			"(no-op) instead"},

	"no-dedupe": {"@e4-retry", "exactly-once", "S1 carried out request 2 of session 2 twice: it is entry 4, and " +
		"entry 5 of term 1 (increment n 1 session=2 request=2 lowest=2) is a copy of it"},
	"dedupe-at-submit": {"@e4-copy-in-the-log", "exactly-once", "S1 carried out request 2 of session 2 twice: it is " +
		"entry 4, and entry 5 of term 1 (increment n 1 session=2 request=2 lowest=2) is a copy of it"},
	"table-on-leader": {"@e4-new-leader", "exactly-once", "S2 carried out request 2 of session 2 twice: it is entry " +
		"4, and entry 6 of term 2 (increment n 1 session=2 request=2 lowest=2) is a copy of it"},
	"only-the-last": {"@e4-old-copy", "exactly-once", "S1 carried out request 3 of session 2 twice: it is entry 5, " +
		"and entry 8 of term 1 (put x 3 session=2 request=3 lowest=3) is a copy of it"},
	"empty-answers": {"@e4-retry", "exactly-once", "S1 answers request 2 of session 2 (increment n 1) with done, " +
		"empty, but it was carried out as entry 4, and gave done, 2"},
	"forget-refusals": {"@e5-bank-asked-twice", "exactly-once", "S1 carried out request 1 of session 2 twice: it is " +
		"entry 5, and entry 7 of term 1 (compare-and-set account 100 40 session=2 request=1) is a copy of it"},
	"local-expiry": {"@e4-time-in-the-log", "exactly-once", "S3 has applied entries 1 to 4, but its store does not " +
		"hold what their commands give when each is carried out once"},
	"new-number": {"@e4-retry", "exactly-once", "S1 answers request 2 of session 2 (increment n 1) with done, 3, but " +
		"it was carried out as entry 4, and gave done, 2"},

	"install-older": {"@d3-late-snapshot", "sound-server",
		"S3 broke a property: I4: commitIndex went back from 9 to 5"},
	"keep-old-tail": {"@d3-conflicting-tail", "sound-server",
		"S1 broke a property: I3: entry 4 is of term 1, after one of term 2"},
	"table-not-in-snapshot": {"@d3-sessions", "snapshot-equivalence",
		"S3 has installed a snapshot up to entry 4, but its table of sessions is not what entries 1 to 4 give: " +
			"it would answer a copy differently"},
	"early-change": {"@f3-with-the-guard", "configuration-safety", "S1 can be elected by S1, S4, S5 (S1 S2 S3 S4 S5) " +
		"and S2 can be elected by S2, S3 (S2 S3 S4), and no server is in both"},
	"joint-as-one": {"@f4-joint", "configuration-safety", "S1 counts entry 3 as committed, which is on S1, S2, S3, " +
		"and those are no majority of S1 S2 S3 > S1 S4 S5"},
	"late-configuration": {"@f1-from-the-log", "configuration-safety", "S1 decides by S1 S2 S3, but the last " +
		"configuration in its log, entry 2, is S1 S2"},

	"unknown-is-new": {`# T: A command of a session that has ended
servers 3
election-timeout 10s 20s
sessions expire 1s
jitter 0ms
elect S1
await commit 1
increment n as C2
await answers
run 3s
increment n as C2
await answers
expect outcome 2 refused
expect value n 1
`, "exactly-once", "S1 carried out entry 4 of term 1 (increment n 1 session=2 request=2 lowest=2 stamp_us=3176000), " +
		"though its session is not open"},
}

// parse reads a script; @c2 is the lab's own scenario c2.
func parse(t *testing.T, script string) *story.Scenario {
	t.Helper()
	if id, own := strings.CutPrefix(script, "@"); own {
		found, err := scenarios.Find(id)
		require.NoError(t, err)
		return found
	}
	parsed, err := story.ParseScenario("script", script)
	require.NoError(t, err)
	return parsed
}

func play(t *testing.T, script, rules string, seed uint64) (*story.Runner, error) {
	t.Helper()
	c := raftcluster.New(raftcluster.DefaultSetup())
	c.ForceRules(rules)
	runner, err := story.NewRunner(parse(t, script), c, raftcluster.InProcess{}, &seed)
	if err != nil {
		require.ErrorIs(t, err, story.ErrUsage)
		return nil, err
	}
	return runner, runner.Finish(eventLimit)
}

func TestEachWrongRuleBreaksAProperty(t *testing.T) {
	for _, set := range raftcluster.RuleSets()[1:] {
		t.Run(set.ID, func(t *testing.T) {
			test, ok := wrongRules[set.ID]
			require.True(t, ok, "no story shows what is wrong with these rules")
			assert.NotEmpty(t, set.Wrong)
			for seed := uint64(1); seed <= 20; seed++ {
				_, err := play(t, test.script, raftcluster.ReferenceRules, seed)
				require.NoError(t, err, "the reference, seed %d", seed)
				_, err = play(t, test.script, set.ID, seed)
				var violation *lab.Violation
				require.ErrorAs(t, err, &violation, "seed %d", seed)
				assert.Equal(t, test.property, violation.ID)
				assert.Equal(t, test.says, violation.Sentence)
			}
		})
	}
}

func TestUnknownRulesAreErrors(t *testing.T) {
	c := raftcluster.New(raftcluster.DefaultSetup())
	_, err := story.NewRunner(parse(t, "# T: T\nrules vote-twise\n"), c, raftcluster.InProcess{}, nil)
	assert.ErrorContains(t, err, `unknown set of rules: "vote-twise"; did you mean "vote-twice"?`)
}
