package scenarios_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/protocols/known"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// otherMistakes are those of protocols other than Raft: a set of rules, or a line that is left out.
var otherMistakes = slices.Concat(paxosMistakes, zabMistakes, replicaMistakes)

func TestEachScenarioOfAnotherProtocolFailsWhenItsRuleIsWrong(t *testing.T) {
	for _, test := range otherMistakes {
		t.Run(test.scenario, func(t *testing.T) {
			scenario, err := scenarios.Find(test.scenario)
			require.NoError(t, err)
			require.Equal(t, scenario.ID, test.scenario)
			played := test.leaveOut(t, scenario)
			for seed := uint64(1); seed <= 10; seed++ {
				player := playerOf(t, scenario)
				player.ForceRules(test.ruleSet)
				runner, err := story.NewRunner(played, player, known.Protocols(), &seed)
				require.NoError(t, err)
				err = runner.Finish(eventLimit)
				assert.Equal(t, test.fails, failure(scenario, err), "%s, seed %d: %v", test.mistake, seed, err)
				assert.ErrorContains(t, err, test.blames)
			}
		})
	}
}

// replicaMistakes: of a story that breaks a property with the right rules, the fault is left out, or the switch without
// which it would not break. Then nothing breaks, and the line that announces it fails.
var replicaMistakes = []mistake{
	{scenario: "g6-sync", mistake: "nobody is missing", without: "crash S3", fails: "expect outcome 2 pending"},
	{scenario: "g6-async", mistake: "a replica is asked before the client is told", without: "kind async",
		fails: "expect outcome 2 ok 2"},
	{scenario: "g6-async-tail", mistake: "the tail is not alone", without: "isolate S1",
		fails: "expect value x 1 S2 S3"},
	{scenario: "g6-two-primaries", mistake: "primaries are numbered", without: "fencing off",
		fails: "breaks one-primary"},
	{scenario: "g6-fencing", mistake: "nobody is promoted", without: "promote S2",
		fails: "expect primary S2 epoch 2"},
	{scenario: "g6-semi-sync", mistake: "the lowest number is promoted", ruleSet: "promote-lowest",
		fails: "acknowledged-kept", blames: "S2, the primary of epoch 2, does not have it"},
	{scenario: "g6-fallback", mistake: "the primary waits for ever", without: "fallback 200ms",
		fails: "expect saw S1 fallback asynchronous"},
	{scenario: "g6-quorum", mistake: "w + r = n", ruleSet: "one-ack-less", fails: "expect outcome 4 pending"},
	{scenario: "g6-reads-go-back", mistake: "a read repairs", without: "repair off",
		fails: "expect outcome 3 ok 2"},
	{scenario: "g6-write-back", mistake: "a read does not repair", ruleSet: "never-repair",
		fails: "linearizability", blames: "had read 2 by"},
	{scenario: "g6-slow-clock", mistake: "the clocks are true", without: "clock S2 slow 50%",
		fails: "breaks acknowledged-kept"},
	{scenario: "g6-sloppy", mistake: "the quorum is strict", without: "sloppy on",
		fails: "expect saw S5 hint for=S2 x 2(S4:1)"},

	{scenario: "h1-linearizable", mistake: "a read does not repair", ruleSet: "never-repair",
		fails: "linearizability", blames: "had read 2 by"},
	{scenario: "h1-sequential", mistake: "no backup is behind", without: "isolate S3", fails: "expect outcome 3 ok 1"},
	{scenario: "h1-eventual", mistake: "the masters are never apart", without: "partition S1 | S2",
		fails: "expect outcome 4 ok 1"},

	{scenario: "h2-coordinator-dies", mistake: "a participant gives up alone", ruleSet: "abort-alone",
		fails: "expect saw S2 blocked t2"},
	{scenario: "h2-decision-is-known", mistake: "a participant gives up alone", ruleSet: "abort-alone",
		fails: "atomic-commitment", blames: "S1 has committed it"},
	{scenario: "h2-one-says-no", mistake: "most are enough", ruleSet: "commit-by-majority",
		fails: "atomic-commitment", blames: "S4 has aborted it"},
	{scenario: "h2-three-phases", mistake: "two phases", without: "kind three-phase",
		fails: "expect saw S2 transaction t2 pre-committed put x 2"},
	{scenario: "h2-three-phases-apart", mistake: "the network is whole", without: "partition S1 S2 | S3 S4",
		fails: "breaks atomic-commitment"},

	{scenario: "h3-last-item", mistake: "the newest by the clock", ruleSet: "newest-by-clock",
		fails: "acknowledged-kept", blames: "no server has it any more"},
	{scenario: "h3-last-writer-wins", mistake: "both are kept", without: "keep clock",
		fails: "breaks acknowledged-kept"},
	{scenario: "h3-pinned", mistake: "the masters are near each other", without: "latency S1 > S2 5s",
		fails: "expect outcome 4 ok 1"},

	{scenario: "h4-read-repair", mistake: "a read does not repair", ruleSet: "never-repair",
		fails: "expect saw S3 version x 2(S1:3)"},
	{scenario: "h4-hinted-hand-off", mistake: "no hints", without: "hints on",
		fails: "expect saw S4 hint for=S3 x 2(S1:2)"},
	{scenario: "h4-hint-is-no-replica", mistake: "a hint counts", ruleSet: "count-hints",
		fails: "linearizability", blames: "put x 2, had ended"},
	{scenario: "h4-anti-entropy", mistake: "nobody compares", without: "exchange on", fails: "convergence"},
	{scenario: "h4-tombstone", mistake: "a tombstone is dropped at once", ruleSet: "forget-at-once",
		fails: "deletes-stay", blames: "had deleted x, and has it again"},
}
