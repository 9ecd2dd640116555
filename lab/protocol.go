package lab

// Protocol is the language of a world's machines. The world asks it to describe and to judge. Everything else
// about a protocol stays in its own package.
type Protocol interface {
	// Section is where the protocol's text describes a server. A server that panics, or finds its own invariant
	// broken, is reported with that section.
	Section() string
	// Config is what a Host needs to start server id. The server's random numbers depend on seed alone.
	Config(id ServerID, seed uint64) []byte
	// DescribeMessage appends a message's kind and fields to a trace line. It depends on the payload alone: the world
	// asks once for all lines about a message.
	DescribeMessage(line, payload []byte) []byte
	// DescribeRequest appends a client's request, DescribeAnswer the answer to a request.
	DescribeRequest(line, payload []byte) []byte
	DescribeAnswer(line, payload []byte) []byte
	// Observe receives a machine's view after each step, when all of it is durable. It writes the changes to the
	// trace, and returns the first property that no longer holds.
	Observe(w *World, id ServerID, view []byte) *Violation
	// Stopped is called when a server crashed.
	Stopped(w *World, id ServerID)
	// Answered receives a client's outcome. Reason says why there is no answer: "" for an answer, "down" if the
	// server was down, "timeout" if no answer came. It returns the property that an answer breaks, or nil.
	Answered(w *World, request RequestID, server ServerID, payload []byte, reason string) *Violation
}

// The properties of every protocol's machines: they do not panic, and they keep their own invariants.
const (
	PanicID       = "no-panic"
	SoundServerID = "sound-server"
)

// Violation is a property that a run broke.
type Violation struct {
	// ID and Name are the property's, such as no-panic. Section is where the protocol's text states it.
	ID, Name, Section string
	// Liveness is true of a property that says something will happen. All other properties say that something
	// never happens: a single moment shows them broken.
	Liveness bool
	// Sentence says what happened, with the names of servers and the numbers involved.
	Sentence string
	// Code and Args are the sentence's, for other languages: see Saying.
	Code string
	Args []Arg
	// Time and Event say when: Event is the number of the trace line that reports the violation.
	Time  Time
	Event uint64
	// Causes are the trace lines that led to the violation, in order. They are the lines that the property refers
	// to, such as two steps that contradict each other, and the deliveries, sendings and timers behind each of
	// them, as far back as there is room.
	Causes []uint64
}

// Error is the whole violation in one sentence.
func (v *Violation) Error() string {
	return v.Name + " (" + v.Section + ") is broken: " + v.Sentence
}
