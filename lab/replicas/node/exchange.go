package node

import (
	"slices"

	"raftlab/lab/replicas"
)

// beginExchange sends the hashes of all keys to another replica, to each in turn. Dynamo has trees of hashes, which
// save bytes; what is compared is the same (§4.7).
func (n *Node) beginExchange() {
	var peers []replicas.NodeID
	for id := range n.config.replicas().Without(n.ID).All() {
		peers = append(peers, id)
	}
	if len(peers) == 0 {
		return
	}
	peer := peers[n.Ticks/exchangeTicks%uint64(len(peers))]
	n.send(peer, replicas.Message{Kind: replicas.Digest, Digests: n.digests()})
}

func (n *Node) digests() []replicas.KeyHash {
	var list []replicas.KeyHash
	for _, k := range n.Keys {
		list = append(list, replicas.KeyHash{Name: k.Name, Hash: hashOf(k.Versions)})
	}
	return list
}

// hashOf is FNV-1a over the writes of a key's versions.
func hashOf(versions []replicas.Versioned) uint64 {
	h := uint64(14695981039346656037)
	for _, v := range versions {
		for _, number := range []uint64{uint64(v.Writer), v.Dot().Count} {
			for range 8 {
				h = (h ^ number&0xff) * 1099511628211
				number >>= 8
			}
		}
	}
	return h
}

// onDigest compares, and sends what it has of each key that differs. It asks for the other's versions.
func (n *Node) onDigest(m replicas.Message) {
	n.Exchanged = m.From
	theirs := func(key string) (uint64, bool) {
		i := slices.IndexFunc(m.Digests, func(d replicas.KeyHash) bool { return d.Name == key })
		if i < 0 {
			return 0, false
		}
		return m.Digests[i].Hash, true
	}
	var differ []replicas.Key
	for i := range n.Keys {
		k := &n.Keys[i]
		if hash, has := theirs(k.Name); has && hash == hashOf(k.Versions) {
			k.Has.Add(m.From)
			continue
		}
		differ = append(differ, replicas.Key{Name: k.Name, Versions: slices.Clone(k.Versions)})
	}
	for _, d := range m.Digests {
		if n.Of(d.Name) == nil {
			differ = append(differ, replicas.Key{Name: d.Name})
		}
	}
	if len(differ) > 0 {
		n.send(m.From, replicas.Message{Kind: replicas.Exchange, Keys: differ, Back: true})
	}
}

// onExchange merges, and sends its own versions back if it is asked to.
func (n *Node) onExchange(m replicas.Message) {
	n.Exchanged = m.From
	var mine []replicas.Key
	for _, key := range m.Keys {
		before := n.versions(key.Name)
		for _, v := range key.Versions {
			n.put(key.Name, v)
		}
		mine = append(mine, replicas.Key{Name: key.Name, Versions: before})
	}
	if m.Back {
		n.send(m.From, replicas.Message{Kind: replicas.Exchange, Keys: mine})
	}
}
