package raftcluster

import (
	"raftlab/lab"
	"raftlab/raft"
	"raftlab/raft/node"
)

// ConfigurationView is a configuration. Next is empty but in the joint phase of a change. Servers are numbers.
type ConfigurationView struct {
	Voters   []int `json:"voters"`
	Next     []int `json:"next"`
	Learners []int `json:"learners"`
}

// MembersView is what a server shows of changes of the cluster's servers.
type MembersView struct {
	// Counts is the configuration by which this server decides, Index that of its entry, 0 for the first one.
	Counts ConfigurationView `json:"counts"`
	Index  uint64            `json:"index"`
	// MayChange is "" on a leader that may begin a change now, and otherwise the reason for which it may not.
	MayChange string `json:"mayChange"`
	// MayCampaign says whether this server stands for election when its timer fires.
	MayCampaign bool `json:"mayCampaign"`
	// CatchUp is the change of this leader that waits for new servers, nil for none.
	CatchUp *CatchUpView `json:"catchUp"`
}

// CatchUpView is a change that waits until new servers have the log. Times are in microseconds.
type CatchUpView struct {
	Change  string `json:"change"`
	Servers []int  `json:"servers"`
	// Target is the last index of the present round, and Began is when it began, in the world's time.
	Target uint64 `json:"target"`
	Began  int64  `json:"began"`
	// Rounds are how long the rounds before took.
	Rounds []int64 `json:"rounds"`
}

// MembersRun is how changes are in a run.
type MembersRun struct {
	// First is the configuration that the cluster began with.
	First   ConfigurationView `json:"first"`
	Guard   bool              `json:"guard"`
	CatchUp bool              `json:"catchUp"`
	// Changes are those that somebody asked for, in their order, up to the end of the run.
	Changes []ChangeRequestView `json:"changes"`
}

// ChangeRequestView is a change that somebody asked for.
type ChangeRequestView struct {
	ID     int    `json:"id"`
	Change string `json:"change"`
	// Via is the server that was asked last. Outcome is pending, ok, refused or unknown; Reason says why.
	Via     int    `json:"via"`
	Outcome string `json:"outcome"`
	Reason  string `json:"reason"`
	// Asked is the event of the request, Ended that of its last answer, 0 for none.
	Asked uint64 `json:"asked"`
	Ended uint64 `json:"ended"`
}

func configurationView(c raft.Configuration) ConfigurationView {
	return ConfigurationView{Voters: numbers(c.Voters), Next: numbers(c.Next), Learners: numbers(c.Learners)}
}

// membersView is nil for a cluster whose servers stay.
func (f raftFace) membersView(id lab.ServerID, m *Mirror) *MembersView {
	if !f.of.setup.Membership.On {
		return nil
	}
	now, at := f.of.configuration(m)
	if m.Members.On {
		now, at = m.Members.Configuration, m.Members.Index
	}
	s := raft.State{
		ID: raft.NodeID(id), CurrentTerm: m.CurrentTerm, CommitIndex: m.CommitIndex, Log: raft.LogOf(m.Log...),
		Configuration: now, ConfigurationIndex: at,
	}
	v := &MembersView{
		Counts: configurationView(now), Index: uint64(at), MayChange: "it does not lead",
		MayCampaign: membershipReference.MayCampaign(&s),
	}
	if m.Role == raft.Leader {
		v.MayChange = mayChange(&s, m.Members.CatchUp.Request != 0)
	}
	if c := m.Members.CatchUp; c.Request != 0 {
		v.CatchUp = catchUpView(c)
	}
	return v
}

// mayChange is what the guard says to a change that has no fault of its own.
func mayChange(s *raft.State, catchesUp bool) string {
	learner := raft.Change{Kind: raft.AddLearner, Server: raft.MaxNodeID}
	switch refusal := membershipReference.MayChange(s, learner); {
	case refusal != raft.Allowed:
		return refusal.String()
	case catchesUp:
		return raft.ChangeOpen.String()
	}
	return ""
}

func catchUpView(c node.CatchUp) *CatchUpView {
	v := &CatchUpView{
		Change: c.Change.String(), Servers: numbers(c.Servers), Target: uint64(c.Target), Began: int64(c.Began),
		Rounds: []int64{},
	}
	for _, round := range c.Rounds {
		v.Rounds = append(v.Rounds, int64(round))
	}
	return v
}

// memberRows are a server's part of changes in a form for any page.
func memberRows(v *MembersView, m MemberState) [][2]string {
	if v == nil {
		return nil
	}
	rows := [][2]string{{"decides by", m.Configuration.String()}}
	if v.CatchUp != nil {
		rows = append(rows, [2]string{"waits for", v.CatchUp.Change})
	}
	return rows
}

// membersRun is nil for a cluster whose servers stay.
func (f raftFace) membersRun() *MembersRun {
	m := f.of.setup.Membership
	if !m.On {
		return nil
	}
	run := &MembersRun{
		First: configurationView(f.of.first()), Guard: !m.NoGuard, CatchUp: !m.NoCatchUp,
		Changes: []ChangeRequestView{},
	}
	for _, r := range f.of.changes.all {
		run.Changes = append(run.Changes, ChangeRequestView{
			ID: r.ID, Change: r.Change.String(), Via: int(r.Path[len(r.Path)-1]), Outcome: r.Outcome.String(),
			Reason: r.Reason, Asked: r.AskedEvent, Ended: r.EndedEvent,
		})
	}
	return run
}

// entryConfiguration is the configuration that an entry carries, nil for other entries.
func entryConfiguration(e raft.Entry) *ConfigurationView {
	now, ok := e.Configuration()
	if !ok {
		return nil
	}
	v := configurationView(now)
	return &v
}
