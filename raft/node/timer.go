package node

import "raftlab/raft"

// ElectionTimer is when the election timer fires and how long it was set for; zero on a leader.
func (n *Node) ElectionTimer() (deadline raft.Time, timeout raft.Duration) {
	if n.electionDeadline == 0 {
		return 0, 0
	}
	return n.electionDeadline, n.electionTimeout
}

func voteEvent(reply raft.RequestVoteReply) raft.TimerEvent {
	if reply.VoteGranted {
		return raft.GrantedVote
	}
	return raft.RefusedVote
}

func (n *Node) timerEvent(event raft.TimerEvent) {
	if n.rules.ResetsElectionTimer(event) && n.Role != raft.Leader {
		n.armElectionTimer()
	}
}

func (n *Node) armElectionTimer() {
	n.electionTimeout = n.rules.ElectionTimeout(n.config.ElectionTimeoutMin, n.config.ElectionTimeoutMax, n.draw)
	n.electionDeadline = n.now.Add(n.electionTimeout)
}
