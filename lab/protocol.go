package lab

// Protocol is what the machines of a world speak. The world asks it to describe and to judge;
// everything else about a protocol stays in its own package.
type Protocol interface {
	// Section is where the protocol's text describes a server, such as Figure 2 of Raft's. A server that
	// panics, or finds an invariant of its own broken, is reported with it.
	Section() string
	// Config is what a Host needs to start server id, whose random numbers come from seed.
	Config(id ServerID, seed uint64) []byte
	// DescribeMessage adds a message's kind and fields to a trace line.
	DescribeMessage(line, payload []byte) []byte
	// DescribeRequest adds a client's request, DescribeAnswer the answer to one.
	DescribeRequest(line, payload []byte) []byte
	DescribeAnswer(line, payload []byte) []byte
	// Observe is told what a machine shows after each step, when all of it is durable. It writes
	// what changed to the trace, and returns the first property that no longer holds.
	Observe(w *World, id ServerID, view []byte) *Violation
	// Stopped is told that a server crashed.
	Stopped(w *World, id ServerID)
	// Answered is told what a client heard. Reason says why there is no answer: "" for an answer,
	// "down" when the server was not there, "timeout" when nothing came back. It returns the property
	// that an answer breaks, or nil.
	Answered(w *World, request RequestID, server ServerID, payload []byte, reason string) *Violation
}

// The properties that every protocol's machines have: they do not panic, and they keep their own
// invariants.
const (
	PanicID       = "no-panic"
	SoundServerID = "sound-server"
)

// Violation is a property that a run broke.
type Violation struct {
	// ID and Name are the property's, such as election-safety; Section is where the paper has it.
	ID, Name, Section string
	// Liveness is true of a property that says something will happen; all others say that something
	// never does, and one moment shows them broken.
	Liveness bool
	// Sentence says what happened, naming servers, terms, indexes and entries.
	Sentence string
	// Time and Event say when: the trace line with that number tells the violation.
	Time  Time
	Event uint64
	// Causes are the trace lines that led to it, in order: those that the property itself speaks
	// of, such as two steps that contradict each other, and for each of them the deliveries,
	// sendings and timers behind it, as far back as there is room.
	Causes []uint64
}

// Error is the whole violation in one sentence.
func (v *Violation) Error() string {
	return v.Name + " (" + v.Section + ") is broken: " + v.Sentence
}
