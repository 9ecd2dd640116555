package face

import "raftlab/lab"

// Face shows a run of one protocol.
type Face interface {
	// Changes counts what was seen of a server so far: with an equal count, Server would show the same.
	Changes(id lab.ServerID) uint64
	// Server is the server as it is now. Before is what it was shown as before, or nil; the two share what is
	// equal. Neither changes afterwards.
	Server(id lab.ServerID, before *Server) Server
	// Trim is what is kept of a server's view to compare a later one with.
	Trim(s Server) Server
	// Message describes a message in flight in a few words.
	Message(payload []byte) Message
	// Explain says why an event happened.
	Explain(s Step) Reason
	// Run is the protocol's own part of what is said of a run as a whole; Part{} for none.
	Run() Part
}

// Server is what is shown of a server.
type Server struct {
	// Badge is what the server is at the moment, in a word, such as a role.
	Badge string
	// Level is the number that rises in the protocol, such as a term or an epoch.
	Level uint64
	// Rows are names and values, in the order in which they are shown.
	Rows [][2]string
	// Data is what the server's state machine holds, by key.
	Data [][2]string
	// Part is what only the protocol's own views understand.
	Part Part
	// Standing is what Explain needs to know of the server; nobody else looks into it.
	Standing any
}

// Part is a protocol's own part of a view: a struct with json tags, and the name under which it stands.
type Part struct {
	Name  string
	Value any
}

// Message is what is shown of a message in flight.
type Message struct {
	// Kind is the message's name in the protocol, Label a few signs about its content.
	Kind, Label string
	// Level is the sender's.
	Level uint64
	// Good is false for a refusal.
	Good bool
}

// Line is a trace line without its number and its time.
type Line struct{ Subject, Kind, Details string }

// Step is an event, with what is needed to say why it happened.
type Step struct {
	Event Line
	// Input is what the event's server was given, and Outcome all lines that resulted; the event is the
	// input or one of the outcome. Without an input it was done to the world.
	Input   Line
	Outcome []Line
	// Before and After are the server's Standing before it took the input, and after it; nil without an input.
	Before, After any
	// Servers is how many servers the world has.
	Servers int
}

// Reason is why something happened, in a sentence, and where the protocol's text has the rule: "" where no
// rule is involved.
type Reason struct{ Sentence, Place string }
