package replicascall

import (
	"slices"

	"raftlab/lab/replicas"
	"raftlab/raft/wire"
)

// merge is how a cluster keeps two versions.
type merge = func(a, b replicas.Versioned) []replicas.Versioned

// merges is what a merge gives, for every pair of these versions: the result of i and j is at i*len(of)+j.
type merges struct {
	of      []replicas.Versioned
	results [][]replicas.Versioned
}

// mergesOf asks for every pair of the versions of some answers.
func mergesOf(replies []replicas.Reply, merge merge) merges {
	var m merges
	for _, reply := range replies {
		for _, v := range reply.Versions {
			if !slices.ContainsFunc(m.of, func(known replicas.Versioned) bool { return equal(known, v) }) {
				m.of = append(m.of, v)
			}
		}
	}
	for _, a := range m.of {
		for _, b := range m.of {
			m.results = append(m.results, merge(a, b))
		}
	}
	return m
}

// merge is the same merge. Of a version that nobody has answered it knows nothing, and keeps both.
func (m merges) merge(a, b replicas.Versioned) []replicas.Versioned {
	i, j := m.place(a), m.place(b)
	switch {
	case i >= 0 && j >= 0:
		return slices.Clone(m.results[i*len(m.of)+j])
	case a.Same(b):
		return []replicas.Versioned{a}
	}
	return []replicas.Versioned{a, b}
}

// place is the version's place among those that were answered, or that of its write, -1 for none.
func (m merges) place(v replicas.Versioned) int {
	i := slices.IndexFunc(m.of, func(known replicas.Versioned) bool { return equal(known, v) })
	if i < 0 {
		return slices.IndexFunc(m.of, v.Same)
	}
	return i
}

func equal(a, b replicas.Versioned) bool {
	return slices.Equal(a.Version, b.Version) && a.Writer == b.Writer && a.Clock == b.Clock &&
		a.Deleted == b.Deleted && a.Value == b.Value
}

func (m merges) append(b []byte) []byte {
	b = appendVersions(b, m.of)
	for _, result := range m.results {
		b = appendVersions(b, result)
	}
	return b
}

func readMerges(r *wire.Reader) merges {
	m := merges{of: readVersions(r)}
	for range len(m.of) * len(m.of) {
		m.results = append(m.results, readVersions(r))
		if r.Err() != nil {
			break
		}
	}
	return m
}
