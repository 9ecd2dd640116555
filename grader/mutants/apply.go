package mutants

// applies are the rows of group P: how committed entries reach the state machine. In this core the node applies them,
// in one loop that calls no rule. So none of these mutants can be made.
func applies() []Mutant {
	const loop = "The node applies each entry once and in order, as far as CommitIndex goes; " +
		"no rule has a part in that."
	return []Mutant{
		{ID: "P01", Title: "An entry is applied when it is appended",
			Breaks: []string{stateMachineSafety}, Source: "Figure 2, All Servers; Students' Guide to Raft, questions",
			Harmless: loop},
		{ID: "P02", Title: "An entry is applied twice, by two appliers",
			Breaks: []string{stateMachineSafety}, Source: "Figure 2, lastApplied; Students' Guide to Raft",
			Harmless: loop},
		{ID: "P03", Title: "Applying begins one entry too early, or ends one too early",
			Breaks: []string{stateMachineSafety, progress}, Source: "Figure 2, All Servers",
			Harmless: loop},
		{ID: "P04", Title: "One entry is applied, and the others wait for the next event",
			Breaks: []string{progress}, Source: "Figure 2, All Servers",
			Harmless: loop},
		{ID: "P05", Exercise: snapshotExercise,
			Title:  "lastApplied stays when an older snapshot has replaced the state",
			Breaks: []string{stateMachineSafety, snapshotEqual, exactlyOnce, soundServer}, Rules: applyOnOldState,
			Source: "§7; databendlabs/openraft#543", Check: Drill,
			Note: "It needs a snapshot of one chunk; those of the calls have three."},
	}
}
