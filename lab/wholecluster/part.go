package wholecluster

// WholeView is the part of a server's view that only views of whole servers understand.
type WholeView struct {
	// Term and Leads are what GetState says. Stuck is true if it does not return.
	Term  int  `json:"term"`
	Leads bool `json:"leads"`
	Stuck bool `json:"stuck"`
	// Trouble is what is wrong with the program itself; absent for nothing.
	Trouble *TroubleView `json:"trouble"`
	// Applied is the index up to which it has applied.
	Applied int `json:"applied"`
	// StateSize and SnapshotSize are the bytes of what it saved last.
	StateSize    int `json:"stateSize"`
	SnapshotSize int `json:"snapshotSize"`
	// Goroutines are all that it has, with the lab's, and Calls those that wait for a reply. Stacks are the program's
	// own goroutines.
	Goroutines int         `json:"goroutines"`
	Calls      int         `json:"calls"`
	Stacks     []StackView `json:"stacks"`
	// Fields are those of the value that Make made, in their order in the source.
	Fields []FieldView  `json:"fields"`
	Known  KnownView    `json:"known"`
	Log    WholeLogView `json:"log"`
	// Printed is what it printed in this step.
	Printed string `json:"printed"`
}

// TroubleView is a program that hangs, leaks, never rests, or has ended.
type TroubleView struct {
	// Kind is hangs, leaks, endless or exited.
	Kind  string `json:"kind"`
	Text  string `json:"text"`
	Stack string `json:"stack"`
}

// StackView is goroutines that are at the same place. State is what they wait for, as Go says it.
type StackView struct {
	State string `json:"state"`
	Where string `json:"where"`
	Count int    `json:"count"`
}

// FieldView is a field, with its value as people read it. Changed is true if this step changed it.
type FieldView struct {
	Name    string `json:"name"`
	Value   string `json:"value"`
	Changed bool   `json:"changed"`
}

// KnownView is the fields with usual names. Those that were not found are absent.
type KnownView struct {
	CurrentTerm *int `json:"currentTerm"`
	// VotedFor is a server, or none; "" if it was not found.
	VotedFor    string `json:"votedFor"`
	CommitIndex *int   `json:"commitIndex"`
	LastApplied *int   `json:"lastApplied"`
	LastIndex   *int   `json:"lastIndex"`
}

// WholeLogView is the end of the log. Known is false if no field looks like one.
type WholeLogView struct {
	Known bool `json:"known"`
	// From is the index of the first of Entries.
	From    int              `json:"from"`
	Entries []WholeEntryView `json:"entries"`
}

// WholeEntryView is an entry. Text is its command, "" for none.
type WholeEntryView struct {
	Index   int    `json:"index"`
	Term    int    `json:"term"`
	Text    string `json:"text"`
	Applied bool   `json:"applied"`
}

// WholeRun is the part of a run: what is known of the program.
type WholeRun struct {
	Servers int `json:"servers"`
	// Known are the usual fields that the program has, and Snapshots is true if it has snapshots.
	Known     []string `json:"known"`
	Snapshots bool     `json:"snapshots"`
	// Warnings are what the codec had to say of its types, each once.
	Warnings []string `json:"warnings"`
}
