package scenarios_test

// snapshotMistakes are those of the stories of snapshots.
var snapshotMistakes = []mistake{
	{scenario: "d3-behind-the-base", mistake: "the answer moves nothing",
		ruleSet: "snapshot-moves-nothing", fails: "expect saw S3 log from=8 terms=1"},
	{scenario: "d3-conflicting-tail", mistake: "the tail stays",
		ruleSet: "keep-old-tail", fails: "sound-server", blames: "S1 broke a property: I3: entry 4"},
	{scenario: "d3-covered-entries", mistake: "what is before the base is refused",
		ruleSet: "refuse-before-base", fails: "expect not saw S3 send S1 AppendEntriesReply term=1 refused"},
	{scenario: "d3-each-by-itself", mistake: "a server starts with its snapshot alone",
		ruleSet: "snapshot-alone", fails: "expect not saw InstallSnapshot"},
	{scenario: "d3-late-snapshot", mistake: "an older snapshot is installed",
		ruleSet: "install-older", fails: "sound-server", blames: "S3 broke a property: I4"},
	{scenario: "d3-missing-snapshot", mistake: "a gap is not noticed",
		ruleSet: "ignore-gap", fails: "sound-server", blames: "S3 broke a property: I13"},
	{scenario: "d3-power-between-chunks", mistake: "any chunk is the next one",
		ruleSet: "any-chunk", fails: "sound-server", blames: "its snapshot up to entry 4 cannot be read"},
	{scenario: "d3-power-between-files", mistake: "entries are applied again",
		ruleSet: "apply-again", fails: "sound-server", blames: "S2 broke a property: I13"},
	{scenario: "d3-sessions", mistake: "the table is not in the snapshot",
		ruleSet: "table-not-in-snapshot", fails: "snapshot-equivalence", blames: "its table of sessions"},
	{scenario: "d3-two-leaders", mistake: "chunks of two snapshots are put together",
		ruleSet: "mix-chunks", fails: "snapshot-equivalence"},
	{scenario: "d3-walk-back", mistake: "the search for the first entry of a term runs to the base",
		ruleSet: "hint-below-base", fails: "expect saw S3 send S2 AppendEntriesReply term=3 refused conflict=4/1"},
	{scenario: "d3-what-is-on-its-way", mistake: "the log is cut at once",
		ruleSet: "cut-at-once", fails: "expect saw S3 log from=5"},
}
