package mutants

import (
	"raftlab/raft"
	"raftlab/raft/reference"
)

// leasesOff is why random schedules do not see the mutants of leases.
const leasesOff = "Random schedules have no leases: their faults break what a lease relies on."

// reading are the mutants of group L up to L09: reads that do not go through the log.
func reading() []Mutant {
	const node = "The node does that, and asks no rule."
	return []Mutant{
		{ID: "L01", Exercise: "reads", Title: "A leader answers from what it has applied, and asks nobody",
			Breaks: []string{linearizable}, Rules: answerAtOnce,
			Source: "§8, thesis §6.4; etcd, Consul (Jepsen 2014)"},
		{ID: "L02", Exercise: "reads", Title: "A read begins before an entry of the term is committed",
			Breaks: []string{linearizable}, Rules: beginEarly,
			Source: "§8, thesis §6.4; etcd-io/etcd#7331; tikv/tikv#6340"},
		{ID: "L03", Exercise: "reads", Title: "Answers to any round confirm a read",
			Breaks: []string{linearizable}, Rules: confirmByAny,
			Source: "thesis §6.4; etcd-io/etcd#20418"},
		{ID: "L04", Exercise: "reads", Title: "A read is answered before its index is applied",
			Breaks: []string{linearizable}, Rules: answerUnapplied,
			Source:   "thesis §6.4; hashicorp/raft#359",
			Harmless: "The node applies what is committed in the same step. A slower state machine would show it."},
		{ID: "L05", Exercise: "reads", Title: "A read joins the round that is on its way",
			Breaks: []string{linearizable}, Rules: joinRound,
			Source: "thesis §6.4; etcd-io/raft#397",
			Harmless: "The answers of a round must be on their way while another leader is elected and writes, and " +
				"all before the next heartbeat. A story shows it."},
		{ID: "L06", Exercise: "reads", Title: "A second read takes the place of the first",
			Breaks: []string{progress}, Rules: overwriteRead,
			Source: "thesis §6.4; tikv/tikv#4071",
			Harmless: "A client that gets no answer gives up after a while, and schedules do not judge how long that " +
				"takes. A story does."},
		{ID: "L07", Title: "Reads that wait outlive the leadership",
			Breaks: []string{linearizable}, Source: "thesis §6.4; tikv/tikv#10376; etcd-io/etcd#21375",
			Harmless: node},
		{ID: "L08", Exercise: "reads", Title: "A lease lasts longer than voters keep silent",
			Breaks: []string{linearizable}, Rules: longLease,
			Source: "thesis §6.4.1; sofastack/sofa-jraft#34", Harmless: leasesOff},
		{ID: "L09", Exercise: "reads", Title: "A lease takes all clocks for equally fast",
			Breaks: []string{linearizable}, Rules: leaseWithoutDrift,
			Source: "thesis §6.4.1; tikv/tikv#964; etcd-io/etcd#6005", Harmless: leasesOff},
	}
}

// leased are the rest of group L, most of them about leases.
func leased() []Mutant {
	const node = "The node does that, and asks no rule."
	return []Mutant{
		{ID: "L10", Exercise: "reads", Title: "A lease goes on while the leader hands over",
			Breaks: []string{linearizable}, Rules: leaseInTransfer,
			Source:   "thesis §6.4.1, §3.10; tikv/tikv#1593; openraft#1749",
			Harmless: "The node ends the lease of a leader that hands over, whatever the rule says."},
		{ID: "L11", Exercise: "reads", Title: "A lease is enough before an entry of the term is committed",
			Breaks: []string{linearizable}, Rules: leaseEarly,
			Source: "thesis §6.4; tikv/tikv#9239", Harmless: leasesOff},
		{ID: "L12", Title: "Voters do not keep the silence that a lease counts on",
			Breaks: []string{linearizable}, Source: "thesis §6.4.1",
			Harmless: "That is the rule LeavesUnanswered of exercise prevote, and a setup."},
		{ID: "L13", Title: "A follower answers, and does not ask its leader",
			Breaks: []string{linearizable}, Source: "thesis §6.4; redis-raft (Jepsen)", Harmless: node},
		{ID: "L14", Exercise: "reads", Title: "One follower's answer is enough",
			Breaks: []string{linearizable}, Rules: oneIsEnough,
			Source: "thesis §6.4; etcd-io/etcd#18428"},
		{ID: "L15", Title: "Reads begin while the leader hands over",
			Breaks: []string{linearizable}, Source: "thesis §3.10; openraft#1748, #1749",
			Harmless: "Without a lease a read has to be confirmed, and that is enough."},
		{ID: "L16", Title: "A voter restarts inside the lease, and votes at once",
			Breaks: []string{linearizable}, Source: "thesis §6.4.1", Harmless: node},
		{ID: "L17", Title: "Reads that wait are answered by the same server's next leadership",
			Breaks: []string{linearizable}, Source: "thesis §6.4; tikv/tikv#10376", Harmless: node},
		{ID: "L18", Exercise: "reads", Title: "Servers that do not vote give a lease",
			Breaks: []string{linearizable}, Rules: leaseByAll,
			Source:   "thesis §6.4.1, §4.2.2",
			Harmless: "All servers of these clusters vote."},
	}
}

func answerAtOnce(rules *raft.Rules) {
	rules.BeginRead = func(s *raft.State, read raft.Read) bool {
		began := reference.BeginRead(s, read)
		if began {
			s.Reads[len(s.Reads)-1].Round = 0
		}
		return began
	}
}

func beginEarly(rules *raft.Rules) {
	rules.BeginRead = func(s *raft.State, read raft.Read) bool {
		read.Index, read.Round, read.Acks = s.CommitIndex, s.Round+1, raft.SetOf(s.ID)
		if read.Lease && s.Lease {
			read.Round = 0
		}
		s.Reads = append(s.Reads, read)
		return true
	}
}

func confirmByAny(rules *raft.Rules) {
	rules.ConfirmReads = func(s *raft.State, from raft.NodeID, _ uint64) {
		reference.ConfirmReads(s, from, ^uint64(0))
	}
}

func answerUnapplied(rules *raft.Rules) {
	rules.ReadyReads = func(s *raft.State) []raft.Read {
		applied := s.LastApplied
		s.LastApplied = s.Log.LastIndex()
		ready := reference.ReadyReads(s)
		s.LastApplied = applied
		return ready
	}
}

func joinRound(rules *raft.Rules) {
	rules.BeginRead = func(s *raft.State, read raft.Read) bool {
		began := reference.BeginRead(s, read)
		if last := len(s.Reads) - 1; began && s.Reads[last].Round > 1 {
			s.Reads[last].Round--
		}
		return began
	}
}

func overwriteRead(rules *raft.Rules) {
	rules.BeginRead = func(s *raft.State, read raft.Read) bool {
		began := reference.BeginRead(s, read)
		if began {
			s.Reads = s.Reads[len(s.Reads)-1:]
		}
		return began
	}
}

func oneIsEnough(rules *raft.Rules) {
	rules.ReadyReads = func(s *raft.State) []raft.Read {
		for i := range s.Reads {
			if s.Reads[i].Acks.Len() > 1 {
				s.Reads[i].Round = 0
			}
		}
		return reference.ReadyReads(s)
	}
}

func longLease(rules *raft.Rules) {
	rules.ExtendLease = func(s *raft.State, acks raft.NodeSet, timeout raft.Duration, drift int) raft.Duration {
		return reference.ExtendLease(s, acks, 3*timeout, drift)
	}
}

func leaseWithoutDrift(rules *raft.Rules) {
	rules.ExtendLease = func(s *raft.State, acks raft.NodeSet, timeout raft.Duration, _ int) raft.Duration {
		return reference.ExtendLease(s, acks, timeout, 0)
	}
}

func leaseInTransfer(rules *raft.Rules) {
	rules.ExtendLease = func(s *raft.State, acks raft.NodeSet, timeout raft.Duration, drift int) raft.Duration {
		target := s.Transferee
		s.Transferee = raft.None
		length := reference.ExtendLease(s, acks, timeout, drift)
		s.Transferee = target
		return length
	}
}

func leaseEarly(rules *raft.Rules) {
	rules.BeginRead = func(s *raft.State, read raft.Read) bool {
		if read.Lease && s.Lease {
			read.Index, read.Acks = s.CommitIndex, raft.SetOf(s.ID)
			s.Reads = append(s.Reads, read)
			return true
		}
		return reference.BeginRead(s, read)
	}
}

func leaseByAll(rules *raft.Rules) {
	rules.ExtendLease = func(s *raft.State, acks raft.NodeSet, timeout raft.Duration, drift int) raft.Duration {
		if 2*acks.Len() <= len(s.Servers) || s.Transferee != raft.None {
			return 0
		}
		return timeout * raft.Duration(1000-drift) / 1000
	}
}
