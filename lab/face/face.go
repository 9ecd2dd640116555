package face

import "raftlab/lab"

// Face shows a run of one protocol.
type Face interface {
	// Changes counts the views seen of a server so far: with an equal count, Server is unchanged.
	Changes(id lab.ServerID) uint64
	// Server is the present view of a server. Before is its previous view, or nil; the two share equal parts.
	// Neither changes afterwards.
	Server(id lab.ServerID, before *Server) Server
	// Trim is the part of a server's view that is kept for a later comparison.
	Trim(s Server) Server
	// Message describes a message in flight in a few words.
	Message(payload []byte) Message
	// Explain says why an event happened.
	Explain(s Step) Reason
	// Run is the protocol's own part about the whole run; Part{} for none.
	Run() Part
}

// Moving is a Face whose Run changes with its servers. A picture of the past then has the part of its moment.
type Moving interface {
	Face
	// Moves does nothing: it marks the face.
	Moves()
}

// Server is the visible state of a server.
type Server struct {
	// Badge is the server's present state in a word, such as a role.
	Badge string
	// Level is the number that rises in the protocol, such as an epoch.
	Level uint64
	// Rows are names and values, in the order of display.
	Rows [][2]string
	// Data is the content of the server's state machine, by key.
	Data [][2]string
	// Part is for the protocol's own views only.
	Part Part
	// Standing is the server's state that Explain needs; no other code reads it.
	Standing any
}

// Part is a protocol's own part of a view: a struct with json tags, and its name.
type Part struct {
	Name  string
	Value any
}

// Message is the visible part of a message in flight.
type Message struct {
	// Kind is the message's name in the protocol, Label its content in a few characters.
	Kind, Label string
	// Fields are all of its content by name, "" where the label says enough.
	Fields string
	// Level is the sender's level.
	Level uint64
	// Good is false for a refusal.
	Good bool
}

// Line is a trace line without its number and its time.
type Line struct{ Subject, Kind, Details string }

// Step is an event, with everything that Explain needs.
type Step struct {
	Event Line
	// Input is the input of the event's server, and Outcome all resulting lines; the event is the input or a line
	// of the outcome. Without an input, the event was an action on the world.
	Input   Line
	Outcome []Line
	// Before and After are the server's Standing before and after the input; nil without an input.
	Before, After any
	// Servers is the number of servers in the world.
	Servers int
}

// Reason is the reason of an event in a sentence.
type Reason struct {
	Sentence string
	// Code and Args are the sentence's, for other languages: see lab.Saying.
	Code string
	Args []lab.Arg
	// Place is the rule's place in the protocol's text, "" if no rule is involved.
	Place string
}
