package explore

import "raftlab/lab"

// System is the subject of a search: servers with the same start in every search, clients with their requests, and
// properties. Package explore knows machines and messages; everything else about a protocol is here.
type System interface {
	// Section is where the protocol's text describes a server.
	Section() string
	// Servers is the number of servers, S1 to S<Servers>.
	Servers() int
	// Before is the scenario commands that come before the search: actions of servers and requests, as a found path has
	// them. A search that needs a long way to its situation begins there.
	Before() []string
	// Disk is a server's disk before the search begins; nil is an empty disk.
	Disk(id lab.ServerID) [][]byte
	// Start makes a server's machine. Its first input is a lab.Boot.
	Start(id lab.ServerID) (Machine, error)
	// Judge is the judge of a world in which nothing has happened yet.
	Judge() (Judge, error)
	// Fold combines the records of a disk in their shortest form: a machine that boots from the result equals a
	// machine that boots from the records. Disks with the same meaning should fold to the same result, or the
	// search takes them for different states. The result has its own memory.
	Fold(records [][]byte) ([][]byte, error)
	// Allows reports whether a lab.Wake or a lab.Ask is allowed for m now. With it a protocol bounds a search in
	// its own way, such as by a highest round, and leaves out inputs that cannot matter. It must depend on m only.
	Allows(kind lab.InputKind, m Machine) bool
	// Silences are the Control payloads of what m may do because nothing came for some time, besides the timer that a
	// lab.Wake fires. Clocks are no part of a state, so each of them is an action of its own, and may happen at any
	// moment. They must depend on m only. SilenceLine is the scenario command for one of them.
	Silences(m Machine) []string
	SilenceLine(payload string, id lab.ServerID) string
	// SavesFiles reports whether servers may save a snapshot beside their records. Then the power may fail between the
	// two files of a save, too.
	SavesFiles() bool
	// RealTime reports whether it matters to the judge if a request came before or after another client's answer. Then
	// the search tries both orders.
	RealTime() bool
	// Request is the clients' nth request, from 1.
	Request(n int) []byte
	// DescribeMessage appends a message's kind and fields to a line.
	DescribeMessage(line, payload []byte) []byte
	// Setup is the scenario lines that set up this system, except the number of servers. RequestLine is the
	// command for request n at a server.
	Setup() []string
	RequestLine(n int, id lab.ServerID) string
}

// Machine is a server that can be copied and compared.
type Machine interface {
	lab.Machine
	// Clone is a second machine that continues exactly as this one. The two share no memory that either of them
	// changes.
	Clone() Machine
	// AppendState appends everything that decides the machine's actions, except their times. Machines that append
	// the same bytes are one state: so times, and draws for times, must not be in it.
	AppendState(b []byte) []byte
}

// Judge receives the servers' views, as a lab.Protocol does, and keeps the past that it needs. The reduced search
// relies on its contract (doc.go): if two servers show something one after the other, the order does not matter.
// Without a violation, both orders lead to judges that append the same bytes. And if the second view breaks a
// property in one order, then one of the two breaks a property in the other order.
type Judge interface {
	// Observe receives a server's view after a step. It returns the first property that no longer holds, or nil.
	Observe(id lab.ServerID, view []byte) *lab.Violation
	// Asked is called for the clients' nth request, before the server's step is observed.
	Asked(n int)
	// Answered receives a server's answer to a client, after that step was observed.
	Answered(id lab.ServerID, answer lab.Answer) *lab.Violation
	// Stopped is called when a server crashed.
	Stopped(id lab.ServerID)
	// Clone is a second judge with the same knowledge.
	Clone() Judge
	// AppendState appends everything that decides the judge's rulings. Facts that only change the words of a
	// sentence, such as which server was first, must not be in it.
	AppendState(b []byte) []byte
}
