package reference

import "raftlab/lab/replicas"

// Promote chooses the backup with the newest last entry, and of these the one with the most entries. What any backup
// has confirmed is in its history. Of equals, the lowest number.
func Promote(backups []replicas.Position) replicas.NodeID {
	var best replicas.Position
	for _, p := range backups {
		further := p.Epoch > best.Epoch || p.Epoch == best.Epoch && p.Index > best.Index
		equal := p.Epoch == best.Epoch && p.Index == best.Index
		if best.Node == replicas.None || further || equal && p.Node < best.Node {
			best = p
		}
	}
	return best.Node
}
