package node

import "time"

// Message is what servers send each other. Servers are counted
// from 0. Kind is the name under which the lab shows it; add
// the fields of Figure 2 that each kind needs.
type Message struct {
	From, To int
	Kind     string
	Term     int
}

// Entry is an entry of the log.
type Entry struct {
	Term    int
	Command any
}

// Saved is what is on the disk (Figure 2, Persistent state on
// all servers). Its fields begin with capital letters.
type Saved struct {
	CurrentTerm int
	VotedFor    int
	Log         []Entry
}

// Input is what has happened: a message has arrived, or a
// client has a command. If both are nil, time has passed.
type Input struct {
	Message *Message
	Command any
}

// Output is what the server does now, in this order.
type Output struct {
	// Save is what must be on the disk before any message
	// leaves; nil if nothing of it has changed.
	Save     *Saved
	Messages []Message
	// Applied are the commands that are committed now, each
	// once, in the order of the log.
	Applied []Applied
	// Index is where Input.Command stands in the log, from 1
	// up; 0 if this server does not lead.
	Index int
	// Wake is when Step is to be called if nothing happens
	// before: a time like now, later than now.
	Wake time.Duration
}

// Applied is a committed command.
type Applied struct {
	Index, Term int
	Command     any
}

// Server is one server. Names of Figure 2 (currentTerm,
// votedFor, log, commitIndex, lastApplied) are understood by
// the lab, which then checks more.
type Server struct {
	me, servers int
	currentTerm int
}

// New makes server me of so many, from what was saved last: nil
// if it starts for the first time.
func New(me, servers int, saved *Saved) *Server {
	return &Server{me: me, servers: servers}
}

// GetState says what term the server is in, and whether it
// believes that it leads.
func (s *Server) GetState() (term int, leads bool) {
	return s.currentTerm, false
}

// Step handles one input. Now is the time since the server
// started. A message takes 1 to 20 ms; 150 to 300 ms without a
// leader are enough to try an election (§9.3).
func (s *Server) Step(now time.Duration, in Input) Output {
	return Output{} // your turn
}
