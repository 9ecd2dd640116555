package membership

import "raftlab/raft"

// sets are all sets of S1 to S<n>, the empty one too.
func sets(n int) []raft.NodeSet {
	list := make([]raft.NodeSet, 1<<n)
	for i := range list {
		list[i] = raft.NodeSet(i) << 1
	}
	return list
}

// configurations are all of S1 to S<n>: those without a joint phase with learners, and the joint ones without.
func configurations(n int) []raft.Configuration {
	var list []raft.Configuration
	for _, voters := range sets(n)[1:] {
		for _, rest := range sets(n) {
			if rest&voters == 0 {
				list = append(list, raft.Configuration{Voters: voters, Learners: rest})
			}
			if rest != 0 {
				list = append(list, raft.Configuration{Voters: voters, Next: rest})
			}
		}
	}
	return list
}

// smallQuorums is every configuration of four servers, with every set of five.
func smallQuorums() []one {
	var calls []one
	for _, c := range configurations(4) {
		for _, who := range sets(5) {
			if c.IsJoint() && who.Has(5) {
				continue
			}
			calls = append(calls, quorumCall{c: c, who: who})
		}
	}
	return calls
}

// smallIndexes is every configuration of three servers, with a few entries on each.
func smallIndexes() []one {
	var calls []one
	for _, c := range configurations(3) {
		for n := range 3 * 3 * 3 * 2 {
			match := []raft.Index{0, raft.Index(n % 3), raft.Index(n / 3 % 3), raft.Index(n / 9 % 3), 2}
			if n >= 27 {
				match = match[:3] // the leader knows nothing of the last server
			}
			calls = append(calls, indexCall{c: c, match: match})
		}
	}
	five := raft.ConfigurationOf(1, 2, 3, 4, 5)
	for n := range 1 << 5 {
		match := make([]raft.Index, 6)
		for id := 1; id <= 5; id++ {
			match[id] = 1 + raft.Index(n>>(id-1)&1)*8
		}
		calls = append(calls, indexCall{c: five, match: match})
	}
	return calls
}

// smallLogs is every log of up to four entries, each a command or one of two configurations.
func smallLogs() []one {
	kinds := []raft.Configuration{{}, raft.ConfigurationOf(1, 2), {Voters: raft.SetOf(1, 2), Next: raft.SetOf(1, 3)}}
	logs := [][]raft.Configuration{nil}
	for from := 0; len(logs) < 1+3+9+27+81; {
		end := len(logs)
		for _, log := range logs[from:end] {
			for _, kind := range kinds {
				logs = append(logs, append(append([]raft.Configuration(nil), log...), kind))
			}
		}
		from = end
	}
	var calls []one
	for _, log := range logs {
		calls = append(calls, logCall{log: log, base: raft.ConfigurationOf(1, 2, 3)})
	}
	return calls
}

// smallLeaders are leaders with a configuration: committed or not, old or of the log, in the joint phase or not.
func smallLeaders() []leader {
	three := raft.ConfigurationOf(1, 2, 3)
	var list []leader
	for _, c := range []raft.Configuration{
		raft.ConfigurationOf(1), raft.ConfigurationOf(1, 2), three, raft.ConfigurationOf(2, 3),
		{Voters: raft.SetOf(1, 2), Learners: raft.SetOf(4)}, {Voters: raft.SetOf(2, 3), Learners: raft.SetOf(1)},
		{Voters: raft.SetOf(1, 2, 3), Next: raft.SetOf(1, 4)}, {Voters: raft.SetOf(1, 2), Next: raft.SetOf(3, 4)},
		{Voters: raft.SetOf(2, 3), Next: raft.SetOf(1, 3), Learners: raft.SetOf(4)},
	} {
		for _, log := range [][]raft.Term{{1, 3}, {1, 3, 3}} {
			for commit := range raft.Index(len(log) + 1) {
				for at := range raft.Index(len(log) + 1) {
					l := leader{c: c, at: at, log: log, commit: commit}
					list = append(list, l)
					l.caught = raft.SetOf(4, 5)
					list = append(list, l)
				}
			}
		}
	}
	return list
}

// smallChanges are the changes that somebody may ask for.
func smallChanges() []raft.Change {
	var list []raft.Change
	for kind := raft.AddLearner; kind <= raft.RemoveServer; kind++ {
		for id := raft.NodeID(1); id <= 5; id++ {
			list = append(list, raft.Change{Kind: kind, Server: id})
		}
	}
	for _, voters := range []raft.NodeSet{
		0, raft.SetOf(1), raft.SetOf(1, 2), raft.SetOf(1, 2, 3), raft.SetOf(1, 2, 4), raft.SetOf(1, 2, 3, 4),
		raft.SetOf(1, 4, 5), raft.SetOf(1, 2, 3, 4, 5), raft.SetOf(4, 5),
	} {
		list = append(list, raft.Change{Kind: raft.ChangeJointly, Voters: voters},
			raft.Change{Kind: raft.ChangeAtOnce, Voters: voters})
	}
	return list
}

func smallGuards() []one {
	var calls []one
	for _, l := range smallLeaders() {
		for _, to := range smallChanges() {
			calls = append(calls, guardCall{leader: l, to: to})
		}
	}
	return calls
}

// smallEntries are the changes that are allowed: others are never begun.
func smallEntries() []one {
	var calls []one
	for _, l := range smallLeaders() {
		for _, to := range smallChanges() {
			if g := (guardCall{leader: l, to: to}); len(g.refusals()) == 0 {
				calls = append(calls, entryCall{g})
			}
		}
	}
	return calls
}

// smallCommits are the leaders that have just committed something: an entry of their own term. Learners never lead.
func smallCommits() []one {
	var calls []one
	for _, l := range smallLeaders() {
		if l.caught == 0 && l.termAt(l.commit) == term && !l.c.Learners.Has(1) {
			calls = append(calls, commitCall{leader: l})
		}
	}
	return calls
}

func smallStands() []one {
	var calls []one
	for _, l := range smallLeaders() {
		if l.caught == 0 {
			calls = append(calls, standCall{leader: l})
		}
	}
	return calls
}
