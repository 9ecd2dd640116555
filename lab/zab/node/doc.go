// Package node drives the rules of ZAB: a Node is one server, as a pure state machine.
//
// The caller hands a Node one Input at a time, with the virtual time, and receives an Output: what to save, what to
// send, which transactions to deliver, what to answer, and when to wake the Node next. What a step saves must be
// durable before its messages and answers leave.
//
//	node.go        inputs, outputs, and what a start and a timer do
//	election.go    phase 0: votes, rounds, and the wait for a better vote
//	connection.go  FIFO connections over a network that loses and reorders
//	follow.go      phases 1 to 3 of a follower or an observer
//	lead.go        phases 1 and 2 of a leader; broadcast.go is its phase 3, with the reads
//	clone.go       copies a Node for a search, and compares two
//
// # Connections
//
// ZAB relies on TCP: messages of a connection arrive whole and in order, or the connection breaks as a whole. The
// lab's network does not, so the Node numbers the packets of a connection, lets early ones wait for their turn, and
// breaks the connection when what is missing does not come. A new connection begins with a new handshake, as in
// ZooKeeper. The number of a connection has the count of the server's starts in it, which is on the disk: no number
// is used twice. Votes need no connection: each says all, and the last one counts.
//
// # Never
//
// A Node decides no rule of ZAB: it calls the rules of its Config. No goroutine, clock, I/O or randomness. Given the
// same Config and the same inputs, a Node gives the same outputs on every machine.
package node
