package scenarios_test

// pipeliningMistakes are those of leaders that wait neither for answers nor for their own disk.
var pipeliningMistakes = []mistake{
	{scenario: "b7-pipelining", mistake: "nextIndex stays where it is",
		ruleSet: "next-index-waits", fails: "expect saw S1 send S2 AppendEntries prev=2/1 entries=1 commit=1"},
	{scenario: "b7-pipelining", mistake: "no window",
		without: "window 8", fails: "expect saw S1 progress S2 replicate"},
	{scenario: "b7-pipeline-loses-a-message", mistake: "a refusal does not take the leader back",
		ruleSet: "never-probe", fails: "expect saw S1 progress S2 probe"},
	{scenario: "b7-parallel-disk", mistake: "the leader waits for its disk",
		without: "parallel-disk on", fails: "expect saw S1 send S2 AppendEntries prev=1/1 entries=1 commit=1"},
	{scenario: "b7-parallel-disk", mistake: "the leader never counts itself",
		ruleSet: "never-counts-itself", fails: "expect outcome 2 ok"},
	{scenario: "b7-crash-before-own-disk", mistake: "the leader counts itself before its disk is done",
		ruleSet: "counts-itself-early", fails: "durability",
		blames: "S1 counts entry 2 of term 1 (put x 1) as committed, but only S2 of 3 servers has it"},
}
