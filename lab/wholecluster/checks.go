package wholecluster

import (
	"hash/fnv"
	"slices"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/lab/whole"
)

// The properties that are seen from outside.
var (
	electionSafety = lab.Check{ID: "election-safety", Name: "Election Safety", Section: "Figure 3"}
	termsRise      = lab.Check{ID: "terms", Name: "Terms never fall", Section: "§5.1"}
	machineSafety  = lab.Check{ID: "state-machine-safety", Name: "State Machine Safety", Section: "Figure 3"}
	inOrder        = lab.Check{ID: "apply-order", Name: "Applied in order", Section: "§5.3"}
	snapshotsGood  = lab.Check{ID: "snapshots", Name: "Snapshots go forward", Section: "§7"}
	responds       = lab.Check{ID: "responds", Name: "No deadlock", Section: "Figure 2"}
	rests          = lab.Check{ID: "rests", Name: "Comes to rest", Section: "Figure 2"}
	staysUp        = lab.Check{ID: "stays-up", Name: "Does not end itself", Section: "Figure 2"}
	noLeak         = lab.Check{ID: "goroutines", Name: "Goroutines end", Section: "Figure 2"}
)

// The properties that are seen where fields have usual names.
var (
	promises     = lab.Check{ID: "save-first", Name: "Saved before it is sent", Section: "Figure 2, persistent state"}
	restored     = lab.Check{ID: "restored", Name: "Restored after a restart", Section: "Figure 2, persistent state"}
	logMatching  = lab.Check{ID: "log-matching", Name: "Log Matching", Section: "Figure 3"}
	completeness = lab.Check{ID: "leader-completeness", Name: "Leader Completeness", Section: "Figure 3"}
)

// The properties that are judged when a command asks.
var (
	linearizable = lab.Check{ID: "linearizability", Name: "Linearizability", Section: "§8"}
	progress     = lab.Check{ID: "progress", Name: "Agreement after healing", Section: "§5.2, §5.3"}
	durability   = lab.Check{ID: "durability", Name: "Durability", Section: "§5.4"}
	smallState   = lab.Check{ID: "snapshot-size", Name: "Snapshots shrink the log", Section: "§7"}
	economy      = lab.Check{ID: "economy", Name: "Messages within a budget", Section: "§5"}
)

// The places of the checks in Checks, by which the judgements are counted.
const (
	onElectionSafety = iota
	onTerms
	onMachineSafety
	onOrder
	onSnapshots
	onResponds
	onLeak
	onRests
	onStaysUp
	onPromise
	onRestored
	onLogMatching
	onCompleteness
	checkKinds
)

// Checks lists the properties that every step is judged by.
func (c *Cluster) Checks() []lab.Check {
	return []lab.Check{
		electionSafety, termsRise, machineSafety, inOrder, snapshotsGood, responds, noLeak, rests, staysUp,
		promises, restored, logMatching, completeness,
	}
}

// Asked lists the properties that are judged only when a command asks for it.
func (c *Cluster) Asked() []lab.Check {
	return []lab.Check{linearizable, progress, durability, smallState, economy}
}

// Judged is how often each of Checks was judged, in that order.
func (c *Cluster) Judged() []uint64 { return slices.Clone(c.checks.judged[:]) }

// checks judges each step by its changes.
type checks struct {
	// event is the trace line of the step being judged: a later violation names it.
	event  uint64
	judged [checkKinds]uint64
	// leaders are who led each term.
	leaders map[int]seenLeader
	// applied is what was applied at each index, and highest the last of them.
	applied map[int]seenApplied
	highest int
	// entries are what logs have had at a place.
	entries map[place]seenEntry
	// acknowledged is the last index whose client has the answer.
	acknowledged uint64
	// terms is how many terms had a leader.
	terms int
}

type seenLeader struct {
	server lab.ServerID
	event  uint64
}

type seenApplied struct {
	command string
	server  lab.ServerID
	event   uint64
	// store is the hash of the store after it, 0 if it was not seen.
	store uint64
}

type place struct{ index, term int }

type seenEntry struct {
	hash uint64
	// before is the term of the entry before it, -1 if it was not seen.
	before int
	server lab.ServerID
	event  uint64
}

func newChecks() checks {
	return checks{leaders: map[int]seenLeader{}, applied: map[int]seenApplied{}, entries: map[place]seenEntry{}}
}

// troubles are the properties that a kind of trouble breaks, in the order of the kinds.
var troubles = [...]lab.Check{responds, noLeak, rests, staysUp}

// trouble judges the program itself.
func (c *checks) trouble(id lab.ServerID, v *whole.View) *lab.Violation {
	for check := onResponds; check <= onStaysUp; check++ {
		c.judged[check]++
	}
	t := v.Trouble
	if t.Kind == whole.NoTrouble || int(t.Kind) > len(troubles) {
		return nil
	}
	where := ""
	if t.Stack != "" {
		where = ". Its goroutines: " + t.Stack
	}
	return troubles[t.Kind-1].Broken(lab.Say("whole.trouble", "%v: %s%s", id, t.Text, where))
}

// judgeState judges what GetState says.
func (c *Cluster) judgeState(_ *lab.World, id lab.ServerID, m *Mirror, before *whole.View) *lab.Violation {
	k := &c.checks
	if m.Stuck {
		return nil // what it says is of an earlier moment
	}
	k.judged[onTerms]++
	if !m.Booted && m.Term < before.Term {
		return termsRise.Broken(lab.Say("whole.terms", "%v says that its term is %d, and it said %d before", id, m.Term,
			before.Term))
	}
	if !m.Leads {
		return nil
	}
	k.judged[onElectionSafety]++
	other, led := k.leaders[m.Term]
	switch {
	case !led:
		k.leaders[m.Term] = seenLeader{id, k.event}
		c.seen[leaderElected]++
		if len(k.leaders) > 1 {
			c.seen[leaderReplaced]++
		}
	case other.server != id:
		return electionSafety.Broken(lab.Say("whole.two-leaders", "%v and %v both lead term %d", other.server, id,
			m.Term), other.event, k.event)
	}
	return nil
}

// judgeApplied judges what was applied, and in which order.
func (c *Cluster) judgeApplied(w *lab.World, id lab.ServerID, m *Mirror, _ *whole.View) *lab.Violation {
	for _, a := range m.View.Applied {
		var broken *lab.Violation
		if a.Snapshot {
			broken = c.appliedSnapshot(w, id, m, a)
		} else {
			broken = c.appliedCommand(w, id, m, a)
		}
		if broken != nil {
			return broken
		}
	}
	return c.judgeStore(id, m)
}

func (c *Cluster) appliedCommand(w *lab.World, id lab.ServerID, m *Mirror, a whole.Applied) *lab.Violation {
	k := &c.checks
	w.Line(id, "apply", strconv.Itoa(a.Index), a.Command)
	k.event = w.Trace.Event()
	k.judged[onOrder]++
	if a.Index != m.Applied+1 {
		return inOrder.Broken(lab.Say("whole.order", "%v applies index %d after index %d", id, a.Index, m.Applied))
	}
	m.Applied = a.Index
	k.judged[onMachineSafety]++
	other, applied := k.applied[a.Index]
	if !applied {
		k.applied[a.Index] = seenApplied{command: a.Command, server: id, event: k.event}
		k.highest = max(k.highest, a.Index)
		return nil
	}
	if other.command != a.Command {
		return machineSafety.Broken(lab.Say("whole.applied", "at index %d %v applied %q, and %v applies %q", a.Index,
			other.server, other.command, id, a.Command), other.event, k.event)
	}
	return nil
}

func (c *Cluster) appliedSnapshot(w *lab.World, id lab.ServerID, m *Mirror, a whole.Applied) *lab.Violation {
	k := &c.checks
	w.Line(id, "install", strconv.Itoa(a.Index))
	k.event = w.Trace.Event()
	k.judged[onSnapshots]++
	c.seen[snapshotInstalled]++
	switch {
	case !a.Readable:
		return snapshotsGood.Broken(lab.Say("whole.snapshot.unreadable",
			"%v applies a snapshot up to index %d, and its bytes are not those of such a snapshot", id, a.Index))
	case a.Index < m.Applied:
		return snapshotsGood.Broken(lab.Say("whole.snapshot.back",
			"%v applies a snapshot up to index %d, and has applied index %d: its state goes backwards", id, a.Index,
			m.Applied))
	}
	m.Applied = a.Index
	return nil
}

// judgeStore judges that servers which have applied as much have the same content.
func (c *Cluster) judgeStore(id lab.ServerID, m *Mirror) *lab.Violation {
	k := &c.checks
	known, ok := k.applied[m.Applied]
	if m.Applied == 0 || !ok && len(m.View.Applied) == 0 {
		return nil
	}
	switch {
	case known.store == 0:
		known.store = m.StoreHash
		if known.server == 0 {
			known.server, known.event = id, k.event
		}
		if ok {
			k.applied[m.Applied] = known
		}
	case known.store != m.StoreHash:
		return machineSafety.Broken(lab.Say("whole.store",
			"%v and %v have both applied index %d, and have not the same content", known.server, id, m.Applied),
			known.event, k.event)
	}
	return nil
}

// Acknowledged takes an answer that a command is done.
func (c *Cluster) Acknowledged(_ *lab.World, op *service.Operation, _ lab.ServerID) *lab.Violation {
	c.checks.acknowledged = max(c.checks.acknowledged, op.Index)
	return nil
}

// Known is the last index that was acknowledged.
func (c *Cluster) Known(string) uint64 { return c.checks.acknowledged }

// hash is that of a command in a log: package seat makes the same of a command that is text.
func hash(command string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(command))
	return h.Sum64()
}
