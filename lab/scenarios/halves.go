package scenarios

// Half is a run in which what a story shows is missing, so that it ends otherwise: the same story with rules that are
// wrong on purpose, or another story without it.
type Half struct {
	// Scenario is the other story, "" for the same one.
	Scenario string
	// Rules are the wrong rules, "" with another story.
	Rules string
}

// OtherHalf is the half that belongs to a story; ok is false for one that has none.
func OtherHalf(id string) (half Half, ok bool) {
	half, ok = halves[id]
	return half, ok
}

func with(rules string) Half       { return Half{Rules: rules} }
func another(scenario string) Half { return Half{Scenario: scenario} }

var halves = map[string]Half{
	"a3-split-vote":        with("vote-twice"),
	"a4-one-vote-per-term": with("vote-twice"),
	"a5-stale-log-refused": with("vote-any-log"),
	"a8-asks-first":        another("a8-returning-server"),
	"a8-leader-is-heard":   with("prevote-by-log"),
	"a8-one-missing-link":  with("prevote-by-log"),
	"a8-returning-server":  another("a8-asks-first"),
	"a8-stickiness-alone":  another("a8-asks-first"),
	"a8-their-own-timeout": with("prevote-waits"),
	"a8-unsteady-link":     another("a8-one-missing-link"),
	"a9-check-quorum":      with("answers-never-expire"),
	"a11-target-is-dead":   another("a11-transfer"),
	"a11-transfer":         with("transfer-at-once"),

	"b6-append-only":              with("cut-always"),
	"b7-crash-before-own-disk":    with("counts-itself-early"),
	"b7-parallel-disk":            with("never-counts-itself"),
	"b7-pipeline-loses-a-message": with("never-probe"),
	"b7-pipelining":               with("next-index-waits"),
	"b7-slow-servers":             with("wait-for-all"),
	"b7-together":                 with("one-at-a-time"),
	"b7-two-near-one-far":         with("wait-for-all"),

	"c1-terms-overlap":            with("vote-any-log"),
	"c2-figure-8":                 with("commit-any-term"),
	"c3-answered-then-crashed":    with("vote-any-log"),
	"c4-crashed-before-answering": with("vote-any-log"),
	"c5-first-entry-of-a-term":    with("commit-any-term"),

	"d3-behind-the-base":      with("snapshot-moves-nothing"),
	"d3-conflicting-tail":     with("keep-old-tail"),
	"d3-covered-entries":      with("refuse-before-base"),
	"d3-each-by-itself":       with("snapshot-alone"),
	"d3-late-snapshot":        with("install-older"),
	"d3-missing-snapshot":     with("ignore-gap"),
	"d3-power-between-chunks": with("any-chunk"),
	"d3-power-between-files":  with("apply-again"),
	"d3-sessions":             with("table-not-in-snapshot"),
	"d3-two-leaders":          with("mix-chunks"),
	"d3-walk-back":            with("hint-below-base"),
	"d3-what-is-on-its-way":   with("cut-at-once"),

	"e1-stale-read":                  another("e3-stale-anywhere"),
	"e2-follower-read":               with("read-at-zero"),
	"e2-lease":                       another("e3-default"),
	"e2-new-leader-reads":            with("read-at-once"),
	"e2-old-answers":                 with("confirm-any-round"),
	"e2-read-index":                  with("confirm-alone"),
	"e3-consistent":                  with("confirm-alone"),
	"e3-default":                     another("e3-consistent"),
	"e3-stale-anywhere":              another("e3-consistent"),
	"e4-copy-in-the-log":             with("dedupe-at-submit"),
	"e4-expired-session":             with("unknown-is-new"),
	"e4-new-leader":                  with("table-on-leader"),
	"e4-old-copy":                    with("only-the-last"),
	"e4-operation-id":                another("e4-retry"),
	"e4-operation-id-in-one-command": another("e4-operation-id"),
	"e4-retry":                       with("no-dedupe"),
	"e4-time-in-the-log":             with("local-expiry"),
	"e5-bank":                        another("e5-bank-asked-twice"),
	"e5-bank-asked-twice":            with("forget-refusals"),

	"f1-all-at-once":      another("f1-guarded"),
	"f1-from-the-log":     with("late-configuration"),
	"f1-guarded":          another("f1-all-at-once"),
	"f1-stop-everything":  another("f2-add-and-remove"),
	"f2-add-and-remove":   with("only-learners"),
	"f2-catch-up-first":   another("f2-without-catch-up"),
	"f2-learner":          with("learners-count"),
	"f2-without-catch-up": another("f2-catch-up-first"),
	"f3-two-terms":        another("f3-with-the-guard"),
	"f3-with-the-guard":   with("early-change"),
	"f4-joint":            with("joint-as-one"),
	"f4-later-leader":     with("end-only-own"),
	"f4-replace-by-steps": another("f4-replace-jointly"),
	"f4-replace-jointly":  another("f4-replace-by-steps"),
	"f5-leader-leaves":    with("count-itself"),
	"f5-left-alone":       another("f5-removed-disturbs"),
	"f5-removed-disturbs": another("f5-left-alone"),
	"f5-still-needed":     with("only-members-stand"),
}
