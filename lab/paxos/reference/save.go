package reference

import "raftlab/lab/paxos"

// WhatToSave saves each new promise and acceptance before the answer leaves, and each ballot before its Prepare leaves
// (§2.5): an acceptor that forgets, and a proposer that uses a ballot twice, would undo what was chosen.
func WhatToSave(last, now paxos.Save) (record paxos.Save, needed bool) {
	return now, now.Promised != last.Promised || now.Used != last.Used || len(now.Accepted) > 0
}
