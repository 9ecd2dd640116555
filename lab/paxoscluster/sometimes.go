package paxoscluster

import "raftlab/lab"

// A run in which nothing happens breaks nothing. So the lab also counts events that must sometimes happen.

// The counted events, in the order of the list below.
const (
	promised = iota
	outbid
	obeyed
	chose
	learned
	led
	answered
	sometimesKinds
)

// counts is how often each event was seen.
type counts [sometimesKinds]uint64

var sometimesList = [sometimesKinds]lab.Sometimes{
	{ID: "promised", Title: "an acceptor made a promise"},
	{ID: "outbid", Title: "a ballot was refused for a higher one"},
	{ID: "obeyed", Title: "a proposer proposed a value that it had heard of in place of its own"},
	{ID: "chosen", Title: "a value was chosen"},
	{ID: "learned", Title: "a server learned which value is chosen"},
	{ID: "led", Title: "a server began to lead"},
	{ID: "answered", Title: "a client had its answer"},
}

// Sometimes lists what should sometimes happen, and how often it did in this run.
func (c *Cluster) Sometimes() []lab.Sometimes {
	counts := c.seen
	counts[answered] += c.Done()
	return lab.Counted(sometimesList[:], counts[:])
}
