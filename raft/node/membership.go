package node

import (
	"errors"
	"fmt"

	"raftlab/raft"
)

// Membership switches on that the servers of the cluster can change while it runs (§6, thesis §4).
type Membership struct {
	On bool
	// Voters are the servers of the first configuration. The other Servers run, and wait to be added.
	Voters raft.NodeSet
	// NoGuard lets a leader begin every change at once, whatever MayChange says. NoCatchUp lets a new server vote
	// before it has the log.
	NoGuard, NoCatchUp bool
}

// ErrVoters is wrapped by the error of a Config whose first configuration cannot be.
var ErrVoters = errors.New("the voters of the first configuration must be some of the servers")

func (m Membership) validate(servers []raft.NodeID) error {
	if m.On && (m.Voters == 0 || m.Voters&^raft.SetOf(servers...) != 0) {
		return fmt.Errorf("raft: voters %b of servers %v: %w", m.Voters, servers, ErrVoters)
	}
	return nil
}

// ChangeConfiguration asks a leader for another configuration. Request comes back in Output.Answers: Done when the new
// configuration is committed, Refused with the reason, or Unknown when this server lost its leadership meanwhile.
type ChangeConfiguration struct {
	Request raft.RequestID
	Change  raft.Change
}

func (ChangeConfiguration) input() {}

// maxRounds is how many rounds a new server has to catch up (thesis §4.2.1).
const maxRounds = 10

// CatchUp is a change that waits until its new servers have come near enough to the leader's log (thesis §4.2.1). In a
// round they get all that the leader had when it began.
type CatchUp struct {
	Request raft.RequestID
	Change  raft.Change
	// Servers are the new ones, and Target is the last index of the round.
	Servers raft.NodeSet
	Target  raft.Index
	// Rounds are the times that the rounds before took, and Began is when this one began.
	Rounds []raft.Duration
	Began  raft.Time

	heard raft.Time
}

// CatchUp is the change that waits for new servers, or nil.
func (n *Node) CatchUp() *CatchUp { return n.changing.catchUp }

// Membership is what is switched on.
func (n *Node) Membership() Membership { return n.config.Membership }

// changing is what a node keeps of changes besides State.
type changing struct {
	catchUp *CatchUp
	// open are the requests whose entry is not committed. Those at index 0 wait for C_new to be appended.
	open []pending
}

// first is the configuration with which the cluster begins.
func (n *Node) first() raft.Configuration {
	return raft.Configuration{Voters: n.config.Membership.Voters}
}

// followLog brings the configuration into line with the log, where it may have changed.
func (n *Node) followLog() {
	if n.config.Membership.On {
		n.Configuration, n.ConfigurationIndex = n.rules.Latest(&n.Log, n.BaseConfiguration)
	}
}

// mayCampaign asks the rule, where servers can change.
func (n *Node) mayCampaign() bool {
	return !n.config.Membership.On || n.rules.MayCampaign(&n.State)
}

// sendsTo reports whether a leader sends its log to a server, and takes its answers: to the members, and to those that
// catch up before they become members.
func (n *Node) sendsTo(id raft.NodeID) bool {
	c := n.changing.catchUp
	return n.Configuration.Members().Has(id) || c != nil && c.Servers.Has(id)
}

// asks reports whether a candidate asks a server for its vote: all that vote by its own configuration.
func (n *Node) asks(id raft.NodeID) bool { return n.Configuration.IsVoter(id) }

// change begins a change, or refuses it.
func (n *Node) change(in ChangeConfiguration) {
	switch {
	case !n.config.Membership.On:
		n.refuse(in.Request, raft.NoSuchServer)
	case n.Role != raft.Leader:
		n.out.Answers = append(n.out.Answers, Answer{Request: in.Request, Leader: n.Leader})
	case n.Transferee != raft.None:
		n.refuse(in.Request, raft.HandingOver)
	case (in.Change.Voters|raft.SetOf(in.Change.Server))&^(raft.SetOf(n.Servers...)|1) != 0:
		n.refuse(in.Request, raft.NoSuchServer)
	case n.changing.catchUp != nil && !n.config.Membership.NoGuard:
		n.refuse(in.Request, raft.ChangeOpen)
	default:
		n.mayChange(in)
	}
}

// mayChange asks the guard.
func (n *Node) mayChange(in ChangeConfiguration) {
	if n.config.Membership.NoGuard {
		n.appendChange(in)
		return
	}
	if n.config.Membership.NoCatchUp {
		n.CaughtUp = raft.SetOf(n.Servers...)
	}
	switch refusal := n.rules.MayChange(&n.State, in.Change); {
	case refusal == raft.Allowed:
		n.appendChange(in)
	case refusal == raft.NotCaughtUp && n.changing.catchUp == nil && !n.config.Membership.NoCatchUp:
		n.beginCatchUp(in)
	default:
		n.refuse(in.Request, refusal)
	}
}

func (n *Node) refuse(request raft.RequestID, why raft.Refusal) {
	n.out.Answers = append(n.out.Answers, Answer{Request: request, Refused: why})
}

// appendChange appends the entry that begins a change. It counts from now on.
func (n *Node) appendChange(in ChangeConfiguration) {
	entry := n.rules.ConfigurationEntry(&n.State, in.Change)
	n.CaughtUp = 0
	index := n.appendConfiguration(entry)
	n.changing.open = append(n.changing.open, pending{index: index, term: n.CurrentTerm, request: in.Request})
}

// appendConfiguration appends an entry, and sends it to the members of the new configuration. Its quorum may be smaller
// than the one before, so more may be committed now.
func (n *Node) appendConfiguration(entry raft.Entry) raft.Index {
	before := n.Configuration.Members()
	if c := n.changing.catchUp; c != nil {
		before |= c.Servers
	}
	mustBeConfiguration(entry)
	n.Log.Append(entry)
	n.countOwn()
	n.followLog()
	for id := range (n.Configuration.Members() &^ before).All() {
		n.meet(id)
	}
	n.rules.AdvanceCommitIndex(&n.State)
	for _, id := range n.Servers {
		if id != n.ID && n.sendsTo(id) && !n.Awaiting.Has(id) {
			n.sendEntries(id)
		}
	}
	return n.Log.LastIndex()
}

// mustBeConfiguration panics if a rule gave an entry that no server could decide by.
func mustBeConfiguration(entry raft.Entry) {
	if fault := entry.ConfigurationFault(); fault != "" {
		panic("raft: an entry of a change that is no configuration: " + fault)
	}
}

// meet lets a leader begin to send its log to a server that it did not send it to before. What the server had when it
// was a member before says nothing: its MatchIndex begins at 0.
func (n *Node) meet(id raft.NodeID) {
	if id == n.ID {
		return
	}
	n.NextIndex[id], n.MatchIndex[id] = n.Log.LastIndex()+1, 0
	n.Awaiting.Remove(id)
}

// beginCatchUp sends the log to the servers that would vote, before they do.
func (n *Node) beginCatchUp(in ChangeConfiguration) {
	now := n.Configuration
	entry := n.rules.ConfigurationEntry(&n.State, in.Change)
	mustBeConfiguration(entry)
	after, _ := entry.Configuration()
	fresh := (after.Voters | after.Next) &^ (now.Voters | now.Next) &^ n.CaughtUp
	for id := range (fresh &^ now.Learners).All() {
		n.meet(id)
	}
	n.changing.catchUp = &CatchUp{
		Request: in.Request, Change: in.Change, Servers: fresh, Target: n.Log.LastIndex(), Began: n.now, heard: n.now,
	}
	for id := range fresh.All() {
		if id != n.ID && !n.Awaiting.Has(id) {
			n.sendEntries(id)
		}
	}
	n.endRound()
}

// followCatchUp takes in that a new server has answered.
func (n *Node) followCatchUp(from raft.NodeID) {
	if c := n.changing.catchUp; c != nil && c.Servers.Has(from) {
		c.heard = n.now
		n.endRound()
	}
}

// endRound ends the round if all new servers have what the leader had when it began. Then the change begins, or the
// next round, or the change is given up.
func (n *Node) endRound() {
	c := n.changing.catchUp
	for id := range c.Servers.All() {
		if n.MatchIndex[id] < c.Target {
			return
		}
	}
	c.Rounds = append(c.Rounds, raft.Duration(n.now-c.Began))
	switch {
	case n.rules.CaughtUp(c.Rounds, n.config.ElectionTimeoutMin):
		n.CaughtUp |= c.Servers
		n.mayChange(ChangeConfiguration{Request: c.Request, Change: c.Change})
		n.changing.catchUp = nil
	case len(c.Rounds) == maxRounds:
		n.giveUp(raft.TooSlow)
	default:
		c.Target, c.Began = n.Log.LastIndex(), n.now
	}
}

func (n *Node) giveUp(why raft.Refusal) {
	n.refuse(n.changing.catchUp.Request, why)
	n.changing.catchUp = nil
}

// waitEnough gives up a change whose new servers have not answered for a greatest election timeout.
func (n *Node) waitEnough() {
	c := n.changing.catchUp
	if c != nil && n.Role == raft.Leader && n.now >= c.heard.Add(n.config.ElectionTimeoutMax) {
		n.giveUp(raft.Unreachable)
	}
}

// afterCommit does what follows on a leader when its CommitIndex has risen, as often as it rises.
func (n *Node) afterCommit() {
	if !n.config.Membership.On {
		return
	}
	for risen := n.CommitIndex > n.before.commit; risen && n.Role == raft.Leader; {
		commit := n.CommitIndex
		next, stepDown := n.rules.AfterCommit(&n.State)
		if next.Kind == raft.ConfigurationChange {
			index := n.appendConfiguration(next)
			for i := range n.changing.open {
				if n.changing.open[i].index == 0 {
					n.changing.open[i].index = index
				}
			}
			n.apply()
		}
		if risen = n.CommitIndex > commit; stepDown {
			term, role := n.CurrentTerm, n.Role
			n.BecomeFollower(n.CurrentTerm, raft.None)
			n.changeRole(role, term)
			n.knowsLeader(role)
		}
	}
	if n.Role != raft.Leader {
		n.endChanges()
	}
}

// committedChange answers the request of a configuration that is committed now, unless C_new is still to follow.
func (n *Node) committedChange(index raft.Index, entry raft.Entry) {
	c, ok := entry.Configuration()
	if !ok {
		return
	}
	kept := n.changing.open[:0]
	for _, p := range n.changing.open {
		switch {
		case p.index != index || p.term != entry.Term:
			kept = append(kept, p)
		case c.IsJoint():
			kept = append(kept, pending{term: p.term, request: p.request})
		default:
			n.out.Answers = append(n.out.Answers, Answer{Request: p.request, Done: true, Index: index})
		}
	}
	n.changing.open = kept
}

// endChanges fails what a leader has begun when it was replaced. A change without an entry was certainly not made.
func (n *Node) endChanges() {
	if c := n.changing.catchUp; c != nil {
		n.out.Answers = append(n.out.Answers, Answer{Request: c.Request, Leader: n.Leader})
		n.changing.catchUp = nil
	}
	for _, p := range n.changing.open {
		n.out.Answers = append(n.out.Answers, Answer{Request: p.request, Leader: n.Leader, Unknown: true})
	}
	n.changing.open = n.changing.open[:0]
}
