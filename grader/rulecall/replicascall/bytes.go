package replicascall

import (
	"fmt"

	"raftlab/lab/replicas"
	"raftlab/raft/wire"
)

// maxVersions bounds the versions that come back, maxValue the bytes of each one's value, maxCount the count of a
// write, so that sums cannot overflow, and maxServers the servers of a list, which may name each more than once.
const (
	maxVersions = 4096
	maxValue    = 1 << 16
	maxCount    = 1 << 40
	maxServers  = 4096
)

func appendVersions(b []byte, list []replicas.Versioned) []byte {
	b = wire.AppendUint(b, uint64(len(list)))
	for _, v := range list {
		b = replicas.AppendVersioned(b, v)
	}
	return b
}

// readVersions reads a stranger's versions.
func readVersions(r *wire.Reader) []replicas.Versioned {
	count := r.Count()
	if count > maxVersions {
		r.Fail(fmt.Errorf("%w: %d versions, of at most %d", wire.ErrValue, count, maxVersions))
		return nil
	}
	var list []replicas.Versioned
	for range count {
		list = append(list, readVersion(r))
	}
	return list
}

// readVersion reads a stranger's version.
func readVersion(r *wire.Reader) replicas.Versioned {
	v := replicas.ReadVersioned(r)
	if len(v.Value) > maxValue {
		r.Fail(fmt.Errorf("%w: a value of %d bytes, of at most %d", wire.ErrValue, len(v.Value), maxValue))
	}
	if len(v.Version) > int(replicas.MaxNodeID) {
		r.Fail(fmt.Errorf("%w: a version vector of %d servers, of at most %d",
			wire.ErrValue, len(v.Version), replicas.MaxNodeID))
	}
	for _, d := range v.Version {
		if d.Count > maxCount {
			r.Fail(fmt.Errorf("%w: write %d of %v, of at most %d", wire.ErrValue, d.Count, d.Node, uint64(maxCount)))
		}
	}
	return v
}

// readNode reads a server's number.
func readNode(r *wire.Reader) replicas.NodeID {
	v := r.Uint()
	if v > uint64(replicas.MaxNodeID) {
		r.Fail(fmt.Errorf("%w: server %d, of at most %d", wire.ErrValue, v, replicas.MaxNodeID))
		return replicas.None
	}
	return replicas.NodeID(v)
}

func appendNodes(b []byte, ids []replicas.NodeID) []byte {
	b = wire.AppendUint(b, uint64(len(ids)))
	for _, id := range ids {
		b = wire.AppendUint(b, uint64(id))
	}
	return b
}

// readNodes reads a stranger's servers.
func readNodes(r *wire.Reader) []replicas.NodeID {
	count := r.Count()
	if count > maxServers {
		r.Fail(fmt.Errorf("%w: %d servers, of at most %d", wire.ErrValue, count, maxServers))
		return nil
	}
	var ids []replicas.NodeID
	for range count {
		ids = append(ids, readNode(r))
	}
	return ids
}

func appendReplies(b []byte, replies []replicas.Reply) []byte {
	b = wire.AppendUint(b, uint64(len(replies)))
	for _, reply := range replies {
		b = appendVersions(wire.AppendUint(b, uint64(reply.From)), reply.Versions)
	}
	return b
}

func readReplies(r *wire.Reader) []replicas.Reply {
	var replies []replicas.Reply
	for range r.Count() {
		replies = append(replies, replicas.Reply{From: readNode(r), Versions: readVersions(r)})
	}
	return replies
}

func appendAcks(b []byte, acks []replicas.Ack) []byte {
	b = wire.AppendUint(b, uint64(len(acks)))
	for _, ack := range acks {
		b = wire.AppendBool(wire.AppendUint(b, uint64(ack.From)), ack.Hint)
	}
	return b
}

func readAcks(r *wire.Reader) []replicas.Ack {
	var acks []replicas.Ack
	for range r.Count() {
		acks = append(acks, replicas.Ack{From: readNode(r), Hint: r.Bool()})
	}
	return acks
}

func appendPositions(b []byte, positions []replicas.Position) []byte {
	b = wire.AppendUint(b, uint64(len(positions)))
	for _, p := range positions {
		b = wire.AppendUint(wire.AppendUint(wire.AppendUint(b, uint64(p.Node)), p.Epoch), p.Index)
	}
	return b
}

func readPositions(r *wire.Reader) []replicas.Position {
	var positions []replicas.Position
	for range r.Count() {
		positions = append(positions, replicas.Position{Node: readNode(r), Epoch: r.Uint(), Index: r.Uint()})
	}
	return positions
}
