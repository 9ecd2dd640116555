package reference

import "raftlab/lab/zab"

// NewEpoch is one more than the highest epoch that a quorum has accepted (paper, phase 1, step l.1.1). Each earlier
// leader that was established had its epoch accepted by a quorum, and one of those servers answers here: so the
// epoch is higher than all of theirs.
func NewEpoch(accepted []zab.Epoch) zab.Epoch {
	highest := zab.Epoch(0)
	for _, epoch := range accepted {
		highest = max(highest, epoch)
	}
	return highest + 1
}
