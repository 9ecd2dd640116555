package scenarios_test

// zabMistakes: each rule of ZAB has a story that fails without it.
var zabMistakes = []mistake{
	{scenario: "g4-epoch-decides", mistake: "zxids are compared first", ruleSet: "zxid-first",
		fails: "await leader S1"},
	{scenario: "g4-zxid-decides", mistake: "numbers are compared before zxids", ruleSet: "id-first",
		fails: "await leader S1"},
	{scenario: "g4-id-decides", mistake: "nobody is late", without: "crash S3", fails: "await leader S2"},
	{scenario: "g4-hearsay", mistake: "a leader need not say that it leads", ruleSet: "hearsay",
		fails: "expect standing S1 looking"},
	{scenario: "g4-rounds", mistake: "the box is not emptied", ruleSet: "keep-votes",
		fails: "expect standing S1 looking"},
	{scenario: "g4-observer", mistake: "observers count", ruleSet: "count-observers",
		fails: "expect standing S3 looking"},
	{scenario: "g4-old-leader", mistake: "a leader alone goes on", ruleSet: "lonely",
		fails: "expect standing S3 looking"},

	{scenario: "g5-new-epoch", mistake: "the leader's own epoch plus one", ruleSet: "own-epoch",
		fails: "expect round S3 1"},
	{scenario: "g5-synchronization", mistake: "nothing is removed", ruleSet: "no-trunc",
		fails: "expect saw S4 sync TRUNC 2:4 had=2:5"},
	{scenario: "g5-unknown-tail", mistake: "a DIFF from an unknown zxid", ruleSet: "diff-unknown",
		fails: "agreement", blames: "S4 delivers 2:3 (put x 2:3) where S3 delivered 3:1 (put x new)"},
	{scenario: "g5-snapshot", mistake: "a DIFF with a gap", ruleSet: "diff-gap",
		fails: "total-order", blames: "S1 delivers 1:5 (put z 5) where S3 delivered 1:1 (put x 1)"},
	{scenario: "g5-epoch-after-history", mistake: "the epoch is saved first", ruleSet: "epoch-first",
		fails: "expect current S1 1"},
	{scenario: "g5-durable-before-ack", mistake: "NEWLEADER is acknowledged first", ruleSet: "ack-first",
		fails: "expect history S1 1:1 1:2"},
	{scenario: "g5-quorum-first", mistake: "a leader serves at once", ruleSet: "serve-early",
		fails: "expect phase S2 synchronization"},
	{scenario: "g5-old-transaction", mistake: "who has it is counted", ruleSet: "count-old",
		fails: "inheritance", blames: "1:1 (put x 1:1) was delivered by S1 in epoch 3, and the leader of " +
			"epoch 4, S2, began without it"},
	{scenario: "g5-outstanding", mistake: "who has it is counted", ruleSet: "count-old",
		fails: "inheritance", blames: "1:1 (put x 1:1) was delivered by S1 in epoch 3, and the leader of " +
			"epoch 4, S2, began without it"},
	{scenario: "g5-broadcast", mistake: "the newest is committed first", ruleSet: "newest-first",
		fails: "primary-order", blames: "S5 delivers 1:3 (put x 3) after 0:0"},
	{scenario: "g5-stale-read", mistake: "nothing is late", without: "hold S3 > S1", fails: "expect outcome 3 ok 1"},
	{scenario: "g5-sync-asks-a-quorum", mistake: "the leader answers alone", ruleSet: "sync-alone",
		fails: "linearizability", blames: "up to 1:1, but 2:1 was acknowledged before the read"},
}
