package raft

import "math/bits"

// Configuration says who decides (§6): the servers that vote, and in the joint phase of a change those of the new
// half too. Other servers are answered, but not counted (thesis §4.1).
type Configuration struct {
	// Voters are the servers whose majority decides.
	Voters NodeSet
	// Next are the voters of the new half while the configuration is joint, else empty. Then a majority of
	// Voters and a majority of Next must agree, each for itself (§6).
	Next NodeSet
	// Learners receive entries, and neither vote nor count (thesis §4.2.1).
	Learners NodeSet
}

// ConfigurationOf is the configuration in which the given servers vote.
func ConfigurationOf(servers ...NodeID) Configuration {
	return Configuration{Voters: SetOf(servers...)}
}

// HasQuorum reports whether the servers of who are enough to decide: a majority of each half. A half without voters
// asks for nobody. Servers that do not vote here are not counted.
func (c Configuration) HasQuorum(who NodeSet) bool {
	return hasMajority(c.Voters, who) && hasMajority(c.Next, who)
}

func hasMajority(voters, who NodeSet) bool { return voters == 0 || 2*(voters&who).Len() > voters.Len() }

// IsVoter reports whether a server votes, in either half.
func (c Configuration) IsVoter(id NodeID) bool { return (c.Voters | c.Next).Has(id) }

// Members are all servers of the configuration: voters of both halves, and learners.
func (c Configuration) Members() NodeSet { return c.Voters | c.Next | c.Learners }

// QuorumIndex is the highest index that a quorum has, where match[id] is the last index that server id is known to
// have: the lower of the two halves'. A half without voters decides nothing. 0 is none.
func (c Configuration) QuorumIndex(match []Index) Index {
	old, isOld := majorityIndex(c.Voters, match)
	next, isNext := majorityIndex(c.Next, match)
	switch {
	case !isNext:
		return old
	case !isOld:
		return next
	}
	return min(old, next)
}

// majorityIndex is the highest index that a majority of the voters has; ok is false without voters.
func majorityIndex(voters NodeSet, match []Index) (index Index, ok bool) {
	if voters == 0 {
		return 0, false
	}
	sorted := make([]Index, 0, 16) // what the voters have, the highest first; few clusters have so many
	for rest := voters; rest != 0; rest &= rest - 1 {
		sorted = append(sorted, matched(match, rest))
		for i := len(sorted) - 1; i > 0 && sorted[i-1] < sorted[i]; i-- {
			sorted[i-1], sorted[i] = sorted[i], sorted[i-1]
		}
	}
	return sorted[len(sorted)/2], true // len/2 + 1 voters have it, the least number that is more than half
}

// matched is what the first server of a set is known to have, 0 for a server that is not in match.
func matched(match []Index, servers NodeSet) Index {
	if id := bits.TrailingZeros64(uint64(servers)); id < len(match) {
		return match[id]
	}
	return 0
}
