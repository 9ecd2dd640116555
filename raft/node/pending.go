package node

import "raftlab/raft"

// pending is a request whose entry waits to be committed.
type pending struct {
	index   raft.Index
	term    raft.Term
	request raft.RequestID
}

// await notes a request of this leader. Those that are done give up their place before the list takes more memory: a
// leader that is never idle would otherwise keep all.
func (n *Node) await(p pending) {
	if len(n.pending) == cap(n.pending) && 2*n.answered > len(n.pending) {
		n.pending, n.answered = append(n.pending[:0], n.pending[n.answered:]...), 0
	}
	n.pending = append(n.pending, p)
}

// takePending is the request that an applied entry answers, 0 for none. The index alone does not decide: the
// entry there may be another leader's.
func (n *Node) takePending(index raft.Index, term raft.Term) (request raft.RequestID) {
	if n.answered == len(n.pending) || n.pending[n.answered].index != index {
		return 0
	}
	if n.pending[n.answered].term == term {
		request = n.pending[n.answered].request
	}
	n.answered++
	if n.answered == len(n.pending) {
		n.pending, n.answered = n.pending[:0], 0
	}
	return request
}
