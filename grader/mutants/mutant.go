package mutants

import (
	"slices"

	"raftlab/lab"
	"raftlab/lab/kv"
	sessions "raftlab/lab/kv/reference"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// Mutant is one mistake.
type Mutant struct {
	// ID is its row in the catalogue of bugs, such as V01. Title says what a server does wrong.
	ID, Title string
	// Exercise is the exercise of the wrong rule, "" if no rule is wrong.
	Exercise string
	// Check is the kind of check of that exercise that finds the mutant first.
	Check Check
	// Breaks are the ids of the properties that the mutant may break, the one of its story first.
	Breaks []string
	// Source is the place of the broken rule in the paper, and systems that made the mistake.
	Source string
	// Rules makes the mistake in the reference rules. It is called each time a server boots, so a crash loses its
	// variables.
	Rules func(rules *raft.Rules)
	// Machine, instead of Rules, makes the mistake around a whole server.
	Machine func(server lab.Machine) lab.Machine
	// Sessions, instead of Rules, makes the mistake in the rules of sessions, of servers and clients. Set is the lab's
	// set of rules that makes it around them.
	Sessions func(rules *kv.SessionRules)
	Set      string
	// Other, instead of Rules, is the mistake in the rules of another protocol than Raft.
	Other Mistake
	// Graded makes the mistake in the exercise's rule, if Machine makes it elsewhere.
	Graded func(rules *raft.Rules)
	// Harmless says why the mutant breaks nothing in our clusters or, without a mistake, why it cannot be made.
	// It is "" for all others.
	Harmless string
	// Rare says what shows the mutant, if 2,000 random schedules do not. It is "" for all others.
	Rare string
	// Note is anything else for the reader of the matrix.
	Note string
}

// The ids of the properties that the lab judges.
const (
	electionSafety     = "election-safety"
	leaderAppendOnly   = "leader-append-only"
	logMatching        = "log-matching"
	leaderCompleteness = "leader-completeness"
	stateMachineSafety = "state-machine-safety"
	durability         = "durability"
	progress           = "progress"
	steadyLeader       = "steady-leader"
	exactlyOnce        = "exactly-once"
	linearizable       = "linearizability"
	// configurationSafety is judged where servers change.
	configurationSafety = "configuration-safety"
	// soundServer is the invariants I1 to I11 of a single server.
	soundServer = lab.SoundServerID
)

// Mistakes of one kind may break the same properties. The schedule decides which of them breaks first.
var (
	// twoLeaders: two leaders in a term break everything that depends on a single leader.
	twoLeaders = []string{electionSafety, logMatching, leaderCompleteness, stateMachineSafety, durability}
	// ownVote: the server itself finds that it lacks its own vote (I2), often before there are two leaders.
	ownVote = append([]string{soundServer}, twoLeaders...)
	// lostEntry: a leader without a committed entry overwrites it.
	lostEntry = []string{leaderCompleteness, stateMachineSafety, durability}
	// earlyCommit: a committed entry is on too few servers, so that a later leader may lack it.
	earlyCommit = []string{durability, leaderCompleteness, stateMachineSafety}
	// falseMatch: earlyCommit because of a follower that confirms an entry that it does not have. The follower may also
	// refuse for ever. I4 and I6 compare such answers with the logs.
	falseMatch = append(earlyCommit[:3:3], soundServer, progress)
	// wrongLog: a follower accepts entries, but its log then differs from the leader's.
	wrongLog = append([]string{logMatching}, falseMatch...)
	// wrongCommit: a follower commits entries that are not committed, or that it does not have (I4).
	wrongCommit = []string{stateMachineSafety, leaderCompleteness, durability, soundServer}
)

// All is the catalogue, in its order.
func All() []Mutant {
	return slices.Concat(
		votes(), elections(), timers(), appends(), appended(), replies(), commits(), applies(), disks(), backOffs(),
		calm(), quorums(), handovers(), clients(), reading(), leased(), sending(), receiving(),
		changes(), moreChanges(), synods(), moreSynods(), broadcasts(), replicated())
}

// Find is the mutant with that ID.
func Find(id string) (Mutant, bool) {
	all := All()
	i := slices.IndexFunc(all, func(m Mutant) bool { return m.ID == id })
	if i < 0 {
		return Mutant{}, false
	}
	return all[i], true
}

// Stage is a stage whose servers all make the mistake.
func (m Mutant) Stage() nemesis.Stage {
	switch {
	case m.Other != nil:
		return m.Other.stage()
	case m.Sessions != nil:
		return raftcluster.WithSessions(m.sessions())
	case m.Set != "":
		return raftcluster.Named(m.Set)
	}
	return func() (story.Judged, lab.Host) {
		return raftcluster.New(raftcluster.DefaultSetup()), host{m}
	}
}

// Right is a stage with the same servers, without the mistake.
func (m Mutant) Right() nemesis.Stage {
	if m.Other != nil {
		return m.Other.right()
	}
	return raftcluster.WithRules(reference.Rules())
}

// Made reports whether the mistake can be made.
func (m Mutant) Made() bool {
	return m.Rules != nil || m.Machine != nil || m.Sessions != nil || m.Set != "" || m.Other != nil
}

// Nemesis writes the random schedules for the mutant: those of its exercise.
func (m Mutant) Nemesis() nemesis.Protocol {
	if m.Other != nil {
		return m.Other.nemesis()
	}
	if m.Exercise != snapshotExercise && (m.Sessions != nil || m.Set != "") {
		return raftcluster.SessionNemesis()
	}
	if e := m.exercise(); e != nil {
		return e.Nemesis
	}
	return raftcluster.Nemesis()
}

// sessions are the rules of sessions with the mistake.
func (m Mutant) sessions() kv.SessionRules {
	rules := sessions.Rules()
	if m.Sessions != nil {
		m.Sessions(&rules)
	}
	return rules
}

// host starts servers that make the mistake.
type host struct{ mutant Mutant }

// Start makes a server that makes the mistake.
func (h host) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	rules := reference.Rules()
	if h.mutant.Rules != nil {
		h.mutant.Rules(&rules)
	}
	server, err := raftcluster.InProcess{Rules: &rules}.Start(id, config)
	if err != nil || h.mutant.Machine == nil {
		return server, err
	}
	return h.mutant.Machine(server), nil
}
