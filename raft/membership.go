package raft

import (
	"fmt"

	"raftlab/raft/wire"
)

// Changing the servers of a cluster while it runs (§6, thesis §4). A configuration is an entry of the log, and counts
// from the moment at which it is in a server's log, whether or not it is committed.

// Encode gives the configuration's bytes: the command of a ConfigurationChange entry. Equal configurations have equal
// bytes.
func (c Configuration) Encode() []byte { return AppendConfiguration(nil, c) }

// AppendConfiguration appends a configuration in its byte format.
func AppendConfiguration(b []byte, c Configuration) []byte {
	b = wire.AppendUint(b, uint64(c.Voters))
	b = wire.AppendUint(b, uint64(c.Next))
	return wire.AppendUint(b, uint64(c.Learners))
}

// ReadConfiguration reads what AppendConfiguration wrote. It takes also what cannot be a configuration.
func ReadConfiguration(r *wire.Reader) Configuration {
	return Configuration{Voters: NodeSet(r.Uint()), Next: NodeSet(r.Uint()), Learners: NodeSet(r.Uint())}
}

// Fault says why this cannot be the configuration of an entry: nobody votes in it, it has the server None, or a learner
// votes. It is empty if nothing is wrong.
func (c Configuration) Fault() string {
	switch both := c.Learners & (c.Voters | c.Next); {
	case c.Voters == 0:
		return "nobody votes in it"
	case c.Members().Has(None):
		return "there is no server S0"
	case both != 0:
		return names(both) + " would vote and be a learner, and a server is one of the two"
	}
	return ""
}

// DecodeConfiguration reads what Encode wrote. It refuses a configuration with a fault.
func DecodeConfiguration(b []byte) (Configuration, error) {
	r := wire.NewReader(b)
	c := ReadConfiguration(r)
	if fault := c.Fault(); fault != "" {
		r.Fail(fmt.Errorf("%s: %w", fault, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return Configuration{}, fmt.Errorf("decode configuration: %w", err)
	}
	return c, nil
}

// IsJoint reports whether the configuration is that of the joint phase of a change: C_old,new (§6).
func (c Configuration) IsJoint() bool { return c.Next != 0 }

// String is the configuration as people read it: S1 S2 S3, with the new half as in S1 S2 S3 > S1 S4 S5, and learners as
// in S1 S2 S3 + S4.
func (c Configuration) String() string {
	text := names(c.Voters)
	if c.IsJoint() {
		text += " > " + names(c.Next)
	}
	if c.Learners != 0 {
		text += " + " + names(c.Learners)
	}
	return text
}

// Short is the configuration in a few characters: 123, 123>145, 123+4.
func (c Configuration) Short() string {
	text := numbers(c.Voters)
	if c.IsJoint() {
		text += ">" + numbers(c.Next)
	}
	if c.Learners != 0 {
		text += "+" + numbers(c.Learners)
	}
	return text
}

func numbers(set NodeSet) string {
	text := ""
	for id := range set.All() {
		text += id.String()[1:]
	}
	return text
}

func names(set NodeSet) string {
	text := ""
	for id := range set.All() {
		if text != "" {
			text += " "
		}
		text += id.String()
	}
	return text
}

// Configuration is the configuration that an entry of kind ConfigurationChange carries; ok is false for other entries,
// and for bytes that are not a configuration.
func (e Entry) Configuration() (c Configuration, ok bool) {
	if e.Kind != ConfigurationChange {
		return Configuration{}, false
	}
	c, err := DecodeConfiguration(e.Command)
	return c, err == nil
}

// ConfigurationFault says why Configuration is not ok for an entry, and is empty where it is.
func (e Entry) ConfigurationFault() string {
	if _, ok := e.Configuration(); ok {
		return ""
	}
	c := ReadConfiguration(wire.NewReader(e.Command))
	if fault := c.Fault(); e.Kind == ConfigurationChange && fault != "" {
		return fmt.Sprintf("it holds %v: %s", c, fault)
	}
	return "its kind is raft.ConfigurationChange, and its command is c.Encode()"
}

// ChangeKind is the kind of a change of the configuration.
type ChangeKind uint8

// The kinds of changes. They are part of the byte format.
const (
	// AddLearner adds a server that receives entries and does not count (thesis §4.2.1).
	AddLearner ChangeKind = iota + 1
	// AddVoter adds a server that votes, or lets a learner vote from now on.
	AddVoter
	// RemoveServer removes a voter or a learner.
	RemoveServer
	// ChangeJointly goes to other voters in two steps, C_old,new and C_new (§6).
	ChangeJointly
	// ChangeAtOnce goes to other voters in one step. It is safe only if at most one voter comes or goes (thesis §4.1).
	ChangeAtOnce
)

// Change is a wish for another configuration.
type Change struct {
	Kind ChangeKind
	// Server is the server of AddLearner, AddVoter and RemoveServer.
	Server NodeID
	// Voters are the servers that vote after ChangeJointly and ChangeAtOnce.
	Voters NodeSet
}

// String is the change in words.
func (c Change) String() string {
	switch c.Kind {
	case AddLearner:
		return fmt.Sprintf("add %v as learner", c.Server)
	case AddVoter:
		return fmt.Sprintf("add %v", c.Server)
	case RemoveServer:
		return fmt.Sprintf("remove %v", c.Server)
	case ChangeJointly:
		return "joint " + names(c.Voters)
	case ChangeAtOnce:
		return "at-once " + names(c.Voters)
	}
	return fmt.Sprintf("change %d", c.Kind)
}

// AppendChange appends a change in its byte format.
func AppendChange(b []byte, c Change) []byte {
	b = wire.AppendUint(append(b, byte(c.Kind)), uint64(c.Server))
	return wire.AppendUint(b, uint64(c.Voters))
}

// ReadChange reads what AppendChange wrote.
func ReadChange(r *wire.Reader) Change {
	c := Change{Kind: ChangeKind(r.Byte()), Server: readNodeID(r), Voters: NodeSet(r.Uint())}
	oneServer := c.Kind >= AddLearner && c.Kind <= RemoveServer
	if c.Kind < AddLearner || c.Kind > ChangeAtOnce || oneServer != (c.Server != None) || oneServer && c.Voters != 0 ||
		c.Voters.Has(None) {
		r.Fail(wire.ErrValue)
	}
	return c
}

// Refusal says why a change is not carried out. Allowed is no refusal.
type Refusal uint8

// The refusals. The first ones are those of the rule MayChange.
const (
	Allowed Refusal = iota
	// TermNotCommitted: no entry of the leader's own term is committed yet.
	TermNotCommitted
	// ChangeOpen: another change is not finished.
	ChangeOpen
	// NotCaughtUp: a server that would vote lacks entries.
	NotCaughtUp
	// LastVoter: nobody would vote.
	LastVoter
	// AlreadyThere: nothing would change, since the server is there already, or the voters are these.
	AlreadyThere
	// NotThere: the server to remove is not in the configuration.
	NotThere
	// TooMany: more than one voter would come or go in one step.
	TooMany

	// TooSlow: the new server did not catch up in ten rounds (thesis §4.2.1).
	TooSlow
	// Unreachable: the new server did not answer.
	Unreachable
	// NoSuchServer: there is no server of that name.
	NoSuchServer
	// HandingOver: the leader is about to hand over, and appends nothing (thesis §3.10).
	HandingOver
	refusals
)

// String is the refusal as a reason.
func (r Refusal) String() string {
	if r >= refusals {
		return fmt.Sprintf("refusal %d", r)
	}
	return [...]string{
		"allowed",
		"no entry of the leader's own term is committed yet",
		"another change is not finished",
		"a server that would vote has not caught up",
		"nobody would vote any more",
		"the configuration is like this already",
		"that server is not in the configuration",
		"more than one voter would come or go in one step",
		"the new server did not catch up in ten rounds",
		"the new server does not answer",
		"there is no server of that name",
		"the leader hands over",
	}[r]
}

// IsRefusal reports whether a byte is one of the refusals, or Allowed.
func IsRefusal(b byte) bool { return b < byte(refusals) }

// Membership are the rules of changing the servers of a cluster. The Node calls them only where that is switched on.
type Membership struct {
	// HasQuorum reports whether the servers of who are enough to decide in a configuration (§6, thesis §4.1).
	HasQuorum func(c Configuration, who NodeSet) bool
	// QuorumIndex is the highest index that a quorum has, where match[id] is the last index that server id has.
	QuorumIndex func(c Configuration, match []Index) Index
	// Latest is the configuration by which a server with that log decides, and the index of its entry. Base is the
	// configuration before the log's first entry: then the index is that of the log's base (thesis §4.1).
	Latest func(log *Log, base Configuration) (c Configuration, at Index)
	// MayChange is why a leader may not begin a change now, or Allowed (thesis §4.1, §4.2.1). The Node answers
	// NotCaughtUp by letting the new servers catch up, and asks again.
	MayChange func(s *State, to Change) Refusal
	// ConfigurationEntry is the entry that begins an allowed change: the new configuration, or C_old,new (§6).
	ConfigurationEntry func(s *State, to Change) Entry
	// AfterCommit is called on a leader when its CommitIndex has risen. Next is the entry to append, C_new after
	// C_old,new (§6), or the zero Entry; stepDown says that the leader is no longer a member (thesis §4.2.2).
	AfterCommit func(s *State) (next Entry, stepDown bool)
	// MayCampaign reports whether this server may stand for election when its timer fires (thesis §4.2.2).
	MayCampaign func(s *State) bool
	// CaughtUp reports whether a new server has come near enough to the leader's log to vote. Rounds are the times
	// that it took for all that the leader had when each round began (thesis §4.2.1).
	CaughtUp func(rounds []Duration, electionTimeout Duration) bool
}
