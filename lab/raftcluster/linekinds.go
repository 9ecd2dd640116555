package raftcluster

import "raftlab/lab"

// LineKinds are the kinds of trace lines about a Raft server.
func LineKinds() []lab.LineKind {
	return []lab.LineKind{
		{Name: "role", Steady: true}, {Name: "term", Steady: true}, {Name: "vote", Steady: true},
		{Name: "log", Steady: true}, {Name: "commit", Steady: true}, {Name: "apply", Steady: true},
	}
}

// LineKinds are the protocol's kinds of trace lines.
func (c *Cluster) LineKinds() []lab.LineKind { return LineKinds() }
