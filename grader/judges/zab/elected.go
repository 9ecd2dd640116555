package zab

import (
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/zab"
)

// count is one call of Elected. ZooKeeper counts more than is asked for here: votes of this round of servers that look
// together with those of servers that follow. So such a leader may be found, or not. In these calls all votes for a
// server are alike: whether a rule compares the whole vote or its server is left open.
type count struct {
	name, place, why, code string
	election               zab.Election
}

// The codes of what goes wrong when votes are counted.
const (
	notElected   = "zab.call.elected.missing"
	noQuorum     = "zab.call.elected.few"
	countsWatch  = "zab.call.elected.observer"
	otherVotes   = "zab.call.elected.other"
	notJoined    = "zab.call.elected.not-joined"
	notLeading   = "zab.call.elected.hearsay"
	notFollowed  = "zab.call.elected.few-followers"
	electsItself = "zab.call.elected.itself"
)

// standing is an election of S1 with so many voters and an observer behind them. Slips that look are of its round.
func standing(voters int, wants zab.NodeID, slips ...zab.Slip) zab.Election {
	e := zab.Election{ID: 1, Round: 2, Own: vote(1, 2), Vote: vote(wants, 2)}
	for id := zab.NodeID(1); int(id) <= voters; id++ {
		e.Voters.Add(id)
	}
	e.Votes.Put(1, zab.Notification{Vote: e.Vote, Round: 2})
	for _, slip := range slips {
		if slip.Standing == zab.Looking {
			e.Votes.Put(slip.From, slip.Notification)
		} else {
			e.Outside.Put(slip.From, slip.Notification)
		}
	}
	return e
}

// wants is a vote of this round, and says one of a server that no longer looks.
func wants(from, leader zab.NodeID) zab.Slip { return heard(from, vote(leader, 2), 2, zab.Looking) }

func says(from, leader zab.NodeID) zab.Slip {
	if from == leader {
		return heard(from, vote(leader, 2), 1, zab.Leading)
	}
	return heard(from, vote(leader, 2), 1, zab.Following)
}

func electedCases() []Case {
	watches := heard(4, vote(3, 2), 1, zab.Observing)
	var cases []Case
	for _, c := range []count{
		{"two of three vote alike", ending, "S1 and S3 both want S3: a quorum of three. So S3 leads.", notElected,
			standing(3, 3, wants(3, 3))},
		{"each votes for itself", ending, "Three votes for three servers are no quorum for anybody.", noQuorum,
			standing(3, 1, wants(2, 2), wants(3, 3))},
		{"half of four", ending, "Two of four are not more than half: the other two may want somebody else.", noQuorum,
			standing(4, 4, wants(4, 4))},
		{"three of five vote alike", ending, "S1, S4 and S5 want S5, and S2 wants itself. Three of five are enough.",
			notElected, standing(5, 5, wants(2, 2), wants(4, 5), wants(5, 5))},
		{"an observer votes", ending, "S4 is no voter. S1 alone wants S3.", countsWatch, standing(3, 3, wants(4, 3))},
		{"nobody else is heard", ending, "One of three is no quorum.", noQuorum, standing(3, 1)},
		{"an election that is over", joining, "S2 follows S3, and S3 says that it leads: a quorum is behind it, and " +
			"S1 follows, too, though it would like to lead.", notJoined, standing(3, 1, says(2, 3), says(3, 3))},
		{"a leader that only others mention", joining, "S2, S4 and S5 follow S3. But S3 has not said so: it may have " +
			"crashed, and they have not missed it yet.", notLeading,
			standing(5, 1, says(2, 3), says(4, 3), says(5, 3))},
		{"a leader without followers", joining, "S3 says that it leads, and nobody is known to follow: it may have " +
			"lost them.", notFollowed, standing(3, 1, says(3, 3))},
		{"a leader that follows another one by now", joining, "S2, S4 and S5 follow S3, and S3 itself follows S2. So " +
			"S3 does not lead any more.", notLeading,
			standing(5, 1, says(2, 3), says(4, 3), says(5, 3), says(3, 2))},
		{"others still follow this server", joining, "S2 and S3 have not missed S1 yet. But S1 has given up leading, " +
			"and looks.", electsItself, standing(3, 1, says(2, 1), says(3, 1))},
		{"an observer follows a leader", joining, "S3 leads, and of three voters nobody is known to follow it: S4 " +
			"only observes.", countsWatch, standing(3, 1, says(3, 3), watches)},
	} {
		cases = append(cases, c.toCase())
	}
	return cases
}

// smallElections is every box of votes with every vote of S1, and every state of the others with a few boxes of votes.
func smallElections() []count {
	var calls []count
	for _, voters := range []int{3, 4} {
		for own := zab.NodeID(1); own <= 3; own++ {
			for _, looking := range slips(voters, wants) {
				calls = append(calls, count{election: standing(voters, own, looking...)})
			}
			for _, finished := range slips(voters, says) {
				for _, looking := range [][]zab.Slip{nil, {wants(2, own)}, {wants(2, 3), wants(3, 3)}} {
					all := append(finished[:len(finished):len(finished)], looking...)
					calls = append(calls, count{election: standing(voters, own, all...)})
				}
			}
		}
	}
	for _, looking := range slips(5, wants) {
		calls = append(calls, count{election: standing(5, 3, looking...)})
	}
	for _, finished := range slips(4, says) {
		if len(finished) > 0 && finished[len(finished)-1].From == 5 {
			continue // it is the observer itself
		}
		e := standing(4, 1, finished...)
		e.ID, e.Own, e.Vote, e.Votes = 5, zab.Vote{}, zab.Vote{}, nil
		e.Votes.Put(5, zab.Notification{Round: 2})
		calls = append(calls, count{election: e})
	}
	return calls
}

// slips is every list in which each other server, and the observer behind the voters, says nothing, or that it wants
// one of the first three.
func slips(voters int, make func(from, leader zab.NodeID) zab.Slip) [][]zab.Slip {
	lists := [][]zab.Slip{nil}
	for from := zab.NodeID(2); int(from) <= voters+1; from++ {
		var longer [][]zab.Slip
		for _, list := range lists {
			longer = append(longer, list)
			for leader := zab.NodeID(1); leader <= 3; leader++ {
				slip := make(from, leader)
				if int(from) > voters && slip.Standing != zab.Looking {
					slip.Standing = zab.Observing
				}
				longer = append(longer, append(list[:len(list):len(list)], slip))
			}
		}
		lists = longer
	}
	return lists
}

func (c count) size() int {
	e := &c.election
	return e.Voters.Len() + 3*len(e.Votes) + 4*len(e.Outside) + int(e.Vote.Leader)
}

func (c count) toCase() Case {
	place := c.place
	if place == "" {
		place = ending
	}
	return Case{Name: c.name, Place: place, Why: c.why, Run: c.run, Call: c.text}
}

func (c count) text() (state, request string) { return electionText(&c.election), "who leads?" }

func (c count) run(rules zab.Rules) *grader.CaseFailure {
	after := cloneElection(c.election)
	after.Use(&rules)
	leader, ok := rules.Elected(&after)
	failure := c.judge(leader, ok)
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = c.text()
	failure.Yours, failure.Allowed = "nobody", "nobody"
	if ok {
		failure.Yours = leader.String()
	}
	if must := c.must(); must != 0 {
		failure.Allowed = setText(must)
	}
	return ownWords(failure, c.code)
}

// must are the leaders of whom one has to be found: that of this round, and one of an election that is over. May are
// those of whom ZooKeeper may find one, too.
func (c count) must() (set zab.NodeSet) {
	e := &c.election
	if isQuorum(e, votesFor(e.Votes, e.Vote.Leader)) {
		set.Add(e.Vote.Leader)
	}
	for _, slip := range e.Outside {
		if isLeader(slip) && slip.From != e.ID && isQuorum(e, votesFor(e.Outside, slip.From)) {
			set.Add(slip.From)
		}
	}
	return set
}

func (c count) may() (set zab.NodeSet) {
	e := &c.election
	for leader := range e.Voters.All() {
		slip, heard := e.Outside.Get(leader)
		says := heard && isLeader(zab.Slip{From: leader, Notification: slip})
		together := votesFor(e.Votes, leader)
		if says {
			together |= votesFor(e.Outside, leader)
		}
		if (says || leader == e.ID) && isQuorum(e, together) {
			set.Add(leader)
		}
	}
	return set
}

// isLeader reports whether a server says itself that it leads.
func isLeader(slip zab.Slip) bool {
	return slip.Standing == zab.Leading && slip.Vote.Leader == slip.From
}

func votesFor(box zab.Box, leader zab.NodeID) (set zab.NodeSet) {
	for _, slip := range box {
		if slip.Vote.Leader == leader {
			set.Add(slip.From)
		}
	}
	return set
}

func isQuorum(e *zab.Election, set zab.NodeSet) bool { return 2*(set&e.Voters).Len() > e.Voters.Len() }

func (c count) judge(leader zab.NodeID, ok bool) *grader.CaseFailure {
	e, must := &c.election, c.must()
	switch {
	case ok && must.Has(leader), ok && c.may().Has(leader), !ok && must == 0:
		return nil
	case ok:
		return c.wrong(leader)
	case isQuorum(e, votesFor(e.Votes, e.Vote.Leader)):
		return call.Stalls(ending, notElected,
			"%s vote for %v in this round: of %d voters that is a quorum, and the election never ends.",
			setText(votesFor(e.Votes, e.Vote.Leader)&e.Voters), e.Vote.Leader, e.Voters.Len())
	}
	return call.Stalls(joining, notJoined,
		"%s says that it leads, and a quorum follows. This server stays outside, and asks for ever.", setText(must))
}

// wrong is about a leader that the votes do not give.
func (c count) wrong(leader zab.NodeID) *grader.CaseFailure {
	e := &c.election
	votes, outside := votesFor(e.Votes, leader), votesFor(e.Outside, leader)
	slip, heard := e.Outside.Get(leader)
	says := heard && isLeader(zab.Slip{From: leader, Notification: slip})
	together := votes | outside
	switch {
	case leader == e.ID && isQuorum(e, outside):
		return call.Stalls(joining, electsItself,
			"Others say that they follow %v, and %v is this server itself, which looks. It begins to lead without a "+
				"vote of this round.", leader, leader)
	case !isQuorum(e, together) && 2*together.Len() > e.Voters.Len():
		return call.Stalls(c.about(outside), countsWatch,
			"%v has %s, and of %d voters only %s count: an observer is in no quorum.", leader, setText(together),
			e.Voters.Len(), setText(together&e.Voters))
	case !says && isQuorum(e, outside):
		return call.Stalls(joining, notLeading,
			"%s follow %v, and %v does not say that it leads. It may have crashed, and this server would wait in vain.",
			setText(outside), leader, leader)
	case says && !isQuorum(e, together):
		return call.Stalls(joining, notFollowed,
			"%v says that it leads, and of %d voters only %s are behind it: that is no quorum.",
			leader, e.Voters.Len(), setText(together&e.Voters))
	case isQuorum(e, votes) || isQuorum(e, together):
		return call.Stalls(ending, otherVotes,
			"%s are for %v, and this server votes for %v itself, or they are of another election. Only votes that are "+
				"equal to its own end it, or the word of a leader.", setText(together), leader, e.Vote.Leader)
	}
	return call.Stalls(ending, noQuorum,
		"Of %d voters only %s are for %v in this round: that is no quorum.", e.Voters.Len(), setText(votes&e.Voters),
		leader)
}

// about is the place of a wrong leader: whether it has votes of finished elections.
func (c count) about(outside zab.NodeSet) string {
	if outside != 0 {
		return joining
	}
	return ending
}
