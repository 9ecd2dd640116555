package lab

// LineKind is a kind of trace line, with what readers of a trace need to know about it. This table and those of
// the protocols (story.Judged) are the only lists. A test compares them with the page's list.
type LineKind struct {
	Name string
	// Input: the line reports an input of a server.
	Input bool
	// Routine: it happens all the time, so a story leaves it out.
	Routine bool
	// Steady: it leaves links and dials unchanged.
	Steady bool
}

// LineKinds are the kinds of every world.
func LineKinds() []LineKind {
	return []LineKind{
		{Name: "boot", Input: true, Steady: true}, {Name: "restart", Input: true},
		{Name: "crash"}, {Name: "pause"}, {Name: "resume"}, {Name: "slow-disk"}, {Name: "clock"},
		{Name: "fsync"}, {Name: "wipe"}, {Name: "corrupt"}, {Name: "refuse"},
		{Name: "power"}, {Name: "file", Routine: true, Steady: true},
		{Name: "control", Input: true}, {Name: "wake", Input: true, Routine: true, Steady: true},
		{Name: "save", Routine: true, Steady: true}, {Name: "saved", Input: true, Routine: true, Steady: true},
		{Name: "send", Routine: true, Steady: true},
		{Name: "deliver", Input: true, Routine: true, Steady: true},
		{Name: "drop", Steady: true}, {Name: "duplicate", Routine: true, Steady: true},
		{Name: "hold"}, {Name: "release"},
		{Name: "cut"}, {Name: "flaky"}, {Name: "latency"},
		{Name: "isolate"}, {Name: "rejoin"}, {Name: "partition"}, {Name: "bridge"},
		{Name: "heal"}, {Name: "recover"}, {Name: "dials"},
		{Name: "request", Steady: true}, {Name: "asked", Input: true, Routine: true, Steady: true},
		{Name: "answer", Steady: true}, {Name: "lost", Steady: true},
		{Name: "note"}, {Name: "do"}, {Name: "unmet"}, {Name: "violation"},
	}
}

// FindLineKind is the kind of that name. Another program's trace may have an unknown kind: readers show it and
// conclude nothing from it.
func FindLineKind(kinds []LineKind, name string) LineKind {
	for _, kind := range kinds {
		if kind.Name == name {
			return kind
		}
	}
	return LineKind{Name: name}
}
