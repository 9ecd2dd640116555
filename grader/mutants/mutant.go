package mutants

import (
	"slices"

	"raftlab/lab"
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
	// Exercise is the one whose rule gets it wrong; "" where no rule does.
	Exercise string
	// Check is the kind of check of that exercise that finds it first.
	Check Check
	// Breaks are the ids of the properties that it may break, that of its story first.
	Breaks []string
	// Source is where the rule stands that it breaks, and who has made the mistake.
	Source string
	// Rules makes the mistake in the reference rules. It is called anew each time a server boots, so
	// what it remembers is lost in a crash.
	Rules func(rules *raft.Rules)
	// Machine, in place of Rules, makes the mistake around a whole server.
	Machine func(server lab.Machine) lab.Machine
	// Graded makes the mistake in the rule that the exercise asks for, where Machine makes it elsewhere.
	Graded func(rules *raft.Rules)
	// Harmless says why it breaks nothing in a cluster here or, where there is neither Rules nor Machine,
	// why it cannot be made; "" for all others.
	Harmless string
	// Rare says what it takes to show it, where 2,000 random schedules do not; "" for all others.
	Rare string
	// Note is what else a reader of the matrix wants to know.
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
	// soundServer is the invariants I1 to I7 of a single server.
	soundServer = lab.SoundServerID
)

// What some mistakes have in common: the properties that they may break, in whatever order a schedule
// has it.
var (
	// twoLeaders: with two leaders in a term, nothing holds that rests on there being one.
	twoLeaders = []string{electionSafety, logMatching, leaderCompleteness, stateMachineSafety, durability}
	// ownVote: the server itself notices that it lacks its own vote (I2), often before there are two.
	ownVote = append([]string{soundServer}, twoLeaders...)
	// lostEntry: a leader without a committed entry overwrites it.
	lostEntry = []string{leaderCompleteness, stateMachineSafety, durability}
	// earlyCommit: what counts as committed is on too few servers, so that a later leader may lack it.
	earlyCommit = []string{durability, leaderCompleteness, stateMachineSafety}
	// falseMatch: so it is on the word of a follower that does not have it, which may also refuse for
	// ever what the leader takes for known; I4 and I6 compare such words with the logs.
	falseMatch = append(earlyCommit[:3:3], soundServer, progress)
	// wrongLog: a follower accepts entries, and ends with another log than the leader's.
	wrongLog = append([]string{logMatching}, falseMatch...)
	// wrongCommit: a follower calls entries committed that are not, or that it does not have (I4).
	wrongCommit = []string{stateMachineSafety, leaderCompleteness, durability, soundServer}
)

// All is the catalogue, in its order.
func All() []Mutant {
	return slices.Concat(
		votes(), elections(), timers(), appends(), appended(), replies(), commits(), applies(), disks(), backOffs())
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

// Stage is a stage on which all servers make the mistake.
func (m Mutant) Stage() nemesis.Stage {
	return func() (story.Judged, lab.Host) {
		return raftcluster.New(raftcluster.DefaultSetup()), host{m}
	}
}

// host starts servers that make the mistake.
type host struct{ mutant Mutant }

// Start makes such a server.
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
