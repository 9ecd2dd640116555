package explore

import "raftlab/lab"

// System is what is searched: servers that begin alike in every search, clients with their
// requests, and what must hold. Package explore knows machines and messages; all else about a
// protocol is here.
type System interface {
	// Section is where the protocol's text describes a server.
	Section() string
	// Servers is how many servers there are, S1 to S<Servers>.
	Servers() int
	// Disk is what a server's disk holds before the search begins; nil is an empty one.
	Disk(id lab.ServerID) [][]byte
	// Start makes a server's machine. It is given a lab.Boot next.
	Start(id lab.ServerID) (Machine, error)
	// Judge is a judge of a world in which nothing has happened yet.
	Judge() (Judge, error)
	// Fold gives the records of a disk in their shortest form: a machine that boots from the result
	// is the same as one that boots from the records. Disks that mean the same should fold to the
	// same, or the search takes them for different states. The result is memory of its own.
	Fold(records [][]byte) ([][]byte, error)
	// Allows tells whether m may be given a lab.Wake or a lab.Ask now. It keeps a search within
	// bounds that are the protocol's own, such as a highest term, and leaves out what cannot
	// matter. It must depend on nothing but m.
	Allows(kind lab.InputKind, m Machine) bool
	// Request is the nth request that clients make, from 1.
	Request(n int) []byte
	// DescribeMessage adds a message's kind and fields to a line.
	DescribeMessage(line, payload []byte) []byte
	// Setup is the scenario lines that set up this system, besides the number of servers;
	// RequestLine is the one that makes request n at a server.
	Setup() []string
	RequestLine(n int, id lab.ServerID) string
}

// Machine is a server that can be copied and compared.
type Machine interface {
	lab.Machine
	// Clone is a second machine that does from here on what this one would do, and shares no
	// memory with it that either of them changes.
	Clone() Machine
	// AppendState adds all that decides what the machine will do, except when. Machines that add
	// the same bytes are one state: so times, and numbers drawn to make times, must not be in it.
	AppendState(b []byte) []byte
}

// Judge is told what the servers show, as a lab.Protocol is, and keeps what it needs to know of
// the past. Its contract, which the reduced search relies on (doc.go): when two servers show
// something one after the other, the order does not matter. Without a violation, both orders lead
// to judges that add the same bytes. And if the second of them breaks a property in one order, then
// in the other order one of the two does.
type Judge interface {
	// Observe is told what a server shows after a step. It gives the first property that no longer
	// holds, or nil.
	Observe(id lab.ServerID, view []byte) *lab.Violation
	// Answered is told what a server answers to a client's request, after that step was observed.
	Answered(id lab.ServerID, answer lab.Answer) *lab.Violation
	// Stopped is told that a server crashed.
	Stopped(id lab.ServerID)
	// Clone is a second judge that knows what this one knows.
	Clone() Judge
	// AppendState adds all that decides how the judge will judge. What only words a sentence, such
	// as who was the first, must not be in it.
	AppendState(b []byte) []byte
}
