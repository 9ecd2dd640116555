package zab

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/zab"
	"raftlab/lab/zab/reference"
)

// ack is one call of HandleAck. Two things are left open: whether an observer's acknowledgement is kept, and whether
// one is that comes before the leader is established.
type ack struct {
	name, why, code string
	leader          zab.Leadership
	from            zab.NodeID
	z               zab.Zxid
}

// The codes of what goes wrong with acknowledgements.
const (
	tooFew     = "zab.call.ack.few"
	observed   = "zab.call.ack.observer"
	old        = "zab.call.ack.old"
	outOfOrder = "zab.call.ack.order"
	again      = "zab.call.ack.again"
	notAll     = "zab.call.ack.missing"
	wrongMark  = "zab.call.ack.committed"
	notKept    = "zab.call.ack.kept"
	lost       = "zab.call.ack.lost"
	wrongAcks  = "zab.call.ack.acks"
)

// leaderOf is S1, the leader of epoch 2, with so many voters and an observer behind them. Behind what is committed,
// 2:1, 2:2 and so on are outstanding, each with its acknowledgements.
func leaderOf(voters int, established bool, committed uint32, acks ...zab.NodeSet) zab.Leadership {
	l := zab.Leadership{ID: 1, Epoch: 2, Established: established, Heard: zab.SetOf(1, 2)}
	for id := zab.NodeID(1); int(id) <= voters; id++ {
		l.Voters.Add(id)
	}
	l.NewLeaderAcks = zab.SetOf(1)
	epoch := zab.Epoch(1)
	if established {
		l.NewLeaderAcks = l.Voters | zab.SetOf(zab.NodeID(voters+1))
		epoch = 2
	}
	if committed > 0 {
		l.Committed = zab.MakeZxid(epoch, committed)
	}
	for i, set := range acks {
		l.Outstanding = append(l.Outstanding, zab.Proposal{
			Zxid: zab.MakeZxid(epoch, committed+uint32(i)+1), Acks: set,
		})
	}
	return l
}

func ackCases() []Case {
	z, one := zab.MakeZxid, zab.SetOf(1)
	var cases []Case
	for _, c := range []ack{
		{"the second of three", "S1 and S2 have 2:1 on their disks: a quorum of three. So it is committed.", notAll,
			leaderOf(3, true, 0, one), 2, z(2, 1)},
		{"one acknowledgement for several", "S2 has everything up to 2:3 now. All three are committed, in the " +
			"order of the history.", outOfOrder, leaderOf(3, true, 0, one, one, one), 2, z(2, 3)},
		{"a quorum for the later ones, too", "S3 has 2:1 and 2:2. Both are committed, and 2:3 still waits.", tooFew,
			leaderOf(5, true, 0, zab.SetOf(1, 2), zab.SetOf(1, 2), zab.SetOf(1, 2)), 3, z(2, 2)},
		{"two of four", "Two of four servers are no quorum: the other two could decide something else.", tooFew,
			leaderOf(4, true, 0, one), 2, z(2, 1)},
		{"the same server once more", "S2 has acknowledged 2:1 before. It is one server.", tooFew,
			leaderOf(5, true, 0, zab.SetOf(1, 2)), 2, z(2, 1)},
		{"an observer has it, too", "S4 is no voter. What it has counts for nothing.", observed,
			leaderOf(3, true, 0, one), 4, z(2, 1)},
		{"an acknowledgement of what is committed", "2:1 was committed with S2. S3 is later, and nothing is to do.",
			again, leaderOf(3, true, 1, one), 3, z(2, 1)},
		{"the leader itself", "The leader is a voter, too: with its own disk it is one of three.", tooFew,
			leaderOf(3, true, 0, 0), 1, z(2, 1)},
		{"the only server", "A cluster of one has its quorum with the leader's disk.", notAll,
			leaderOf(1, true, 0, 0), 1, z(2, 1)},
		{"a transaction of an earlier epoch", "S2 has 1:1, but the leader is not established. A later leader may " +
			"still remove it. It is committed when a quorum has acknowledged NEWLEADER, with all of the history.", old,
			leaderOf(3, false, 0, one), 2, z(1, 1)},
	} {
		cases = append(cases, c.toCase())
	}
	return cases
}

// smallAcks is every acknowledgement of a leader with at most three outstanding transactions. A server that has a
// transaction has those before it, too.
func smallAcks() []ack {
	var calls []ack
	for _, voters := range []int{1, 2, 3, 4} {
		observer := zab.NodeID(voters + 1)
		for _, established := range []bool{true, false} {
			if voters == 1 && !established {
				continue // its own NEWLEADER is a quorum
			}
			for _, committed := range []uint32{0, 2}[:1+voters%2] {
				for _, held := range heldBy(voters, established) {
					l := leaderOf(voters, established, committed, held...)
					for from := zab.NodeID(1); from <= observer; from++ {
						calls = append(calls, acksOf(l, from)...)
					}
				}
			}
		}
	}
	return calls
}

// heldBy is every list of sets of servers that have so many transactions, each inside the one before it, and none a
// quorum if the leader is established: such a transaction is committed already.
func heldBy(voters int, established bool) [][]zab.NodeSet {
	lists, all := [][]zab.NodeSet{nil}, [][]zab.NodeSet{nil}
	for range 3 {
		var longer [][]zab.NodeSet
		for _, list := range lists {
			for bits := range zab.NodeSet(1 << voters) {
				set := bits << 1
				inside := len(list) == 0 || set&^list[len(list)-1] == 0
				few := 2*set.Len() <= voters
				if inside && (few || !established) && set.Len() <= 2 {
					longer = append(longer, append(slices.Clone(list), set))
				}
			}
		}
		lists, all = longer, append(all, longer...)
	}
	return all
}

// acksOf are the acknowledgements of a server: of what is committed, or of one of the outstanding transactions.
func acksOf(l zab.Leadership, from zab.NodeID) []ack {
	calls := []ack{{leader: l, from: from, z: l.Committed}}
	for _, p := range l.Outstanding {
		calls = append(calls, ack{leader: l, from: from, z: p.Zxid})
	}
	return calls
}

func (c ack) size() int {
	size := 2*c.leader.Voters.Len() + int(c.from) + int(c.z.Counter())
	for _, p := range c.leader.Outstanding {
		size += 3 + p.Acks.Len()
	}
	return size
}

func (c ack) toCase() Case {
	return Case{Name: c.name, Place: committing, Why: c.why, Run: c.run, Call: c.text}
}

func (c ack) text() (state, request string) {
	return leaderText(&c.leader), fmt.Sprintf("%v has all up to %v on its disk", c.from, c.z)
}

func cloneLeadership(l zab.Leadership) zab.Leadership {
	l.Outstanding = slices.Clone(l.Outstanding)
	return l
}

func (c ack) run(rules zab.Rules) *grader.CaseFailure {
	got, want := cloneLeadership(c.leader), cloneLeadership(c.leader)
	got.Use(&rules)
	commit := slices.Clone(rules.HandleAck(&got, c.from, c.z))
	right := reference.Rules()
	want.Use(&right)
	wanted := reference.HandleAck(&want, c.from, c.z)
	failure := c.commits(commit, wanted)
	if failure == nil { // the rest follows from the list
		failure = call.Gravest(c.marked(&got, &want), c.kept(&got, &want), c.acks(&got, &want))
	}
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = c.text()
	failure.Yours = fmt.Sprintf("%s committed; after it %s", zxidsText(commit), outstandingText(&got))
	failure.Allowed = fmt.Sprintf("%s committed; after it %s", zxidsText(wanted), outstandingText(&want))
	return ownWords(failure, c.code)
}

// commits judges the list.
func (c ack) commits(got, want []zab.Zxid) *grader.CaseFailure {
	if slices.Equal(got, want) {
		return nil
	}
	for i, z := range got {
		switch at := c.find(z); {
		case at < 0 || slices.Contains(got[:i], z):
			return call.Breaks(committing, again,
				"%v is committed, and it is not outstanding: it was committed before, or nobody has proposed it.", z)
		case !c.leader.Established:
			return call.Breaks(committing, old,
				"The leader is not established, and %v is committed. It is of an earlier epoch: that a quorum has it "+
					"does not keep a later leader from removing it.", z)
		case !slices.Contains(want, z):
			return c.early(z)
		}
	}
	if len(got) < len(want) && slices.Equal(got, want[:len(got)]) {
		return call.Stalls(committing, notAll,
			"A quorum has everything up to %v, and %s is committed. Nobody acknowledges once more: the client of the "+
				"rest waits for ever.", want[len(want)-1], zxidsText(got))
	}
	return call.Breaks(committing, outOfOrder,
		"The list is %s. Followers deliver in the order of the commits, and the order of the history is %s.",
		zxidsText(got), zxidsText(want))
}

// early is a transaction that no quorum has.
func (c ack) early(z zab.Zxid) *grader.CaseFailure {
	have := c.leader.Outstanding[c.find(z)].Acks
	if z <= c.z {
		have.Add(c.from)
	}
	if have&^c.leader.Voters != 0 && 2*have.Len() > c.leader.Voters.Len() {
		return call.Breaks(committing, observed,
			"%v is committed, and of %d voters only %s have it: an observer does not count.",
			z, c.leader.Voters.Len(), setText(have&c.leader.Voters))
	}
	return call.Breaks(committing, tooFew,
		"%v is committed, and of %d voters only %s have it on their disks: that is no quorum, and a later leader may "+
			"lack it.", z, c.leader.Voters.Len(), setText(have&c.leader.Voters))
}

// find is the place of an outstanding transaction, -1 for none.
func (c ack) find(z zab.Zxid) int {
	return slices.IndexFunc(c.leader.Outstanding, func(p zab.Proposal) bool { return p.Zxid == z })
}

func (c ack) marked(got, want *zab.Leadership) *grader.CaseFailure {
	if got.Committed == want.Committed {
		return nil
	}
	return call.Breaks(committing, wrongMark,
		"The last committed transaction is %v, and Committed is %v: a follower that comes now gets the wrong end.",
		want.Committed, got.Committed)
}

// kept judges which transactions are still outstanding.
func (c ack) kept(got, want *zab.Leadership) *grader.CaseFailure {
	have, wanted := zxidsOfProposals(got.Outstanding), zxidsOfProposals(want.Outstanding)
	if slices.Equal(have, wanted) {
		return nil
	}
	for _, z := range have {
		if !slices.Contains(wanted, z) {
			return call.Breaks(committing, notKept,
				"%v is committed, and still outstanding: it would be committed once more.", z)
		}
	}
	return call.Breaks(committing, lost,
		"Outstanding has %s, and must have %s: what is not there is never committed, and what follows it has a gap.",
		zxidsText(have), zxidsText(wanted))
}

// acks judges which voters are noted for what is still outstanding.
func (c ack) acks(got, want *zab.Leadership) *grader.CaseFailure {
	for i, p := range got.Outstanding {
		if i == len(want.Outstanding) || want.Outstanding[i].Zxid != p.Zxid {
			return nil // kept says it
		}
		have, wanted := p.Acks&c.leader.Voters, want.Outstanding[i].Acks&c.leader.Voters
		switch {
		case have&^wanted != 0:
			return call.Breaks(committing, wrongAcks,
				"%s is noted for %v, and has not acknowledged it.", setText(have&^wanted), p.Zxid)
		case wanted&^have != 0 && c.leader.Established:
			return call.Stalls(committing, wrongAcks,
				"%s has acknowledged %v, and it is not noted: with one more server there would be a quorum.",
				setText(wanted&^have), p.Zxid)
		}
	}
	return nil
}

func zxidsOfProposals(list []zab.Proposal) []zab.Zxid {
	var zxids []zab.Zxid
	for _, p := range list {
		zxids = append(zxids, p.Zxid)
	}
	return zxids
}

// leaderText is a leader as reports show it, and outstandingText what a rule may change in that.
func leaderText(l *zab.Leadership) string {
	return fmt.Sprintf("%v of the voters %s leads epoch %d, %s; %s", l.ID, setText(l.Voters), l.Epoch,
		answerText(l.Established, "established"), outstandingText(l))
}

func outstandingText(l *zab.Leadership) string {
	parts := make([]string, len(l.Outstanding))
	for i, p := range l.Outstanding {
		parts[i] = fmt.Sprintf("%v (%s)", p.Zxid, setText(p.Acks))
	}
	outstanding := "nothing"
	if len(parts) > 0 {
		outstanding = strings.Join(parts, ", ")
	}
	return fmt.Sprintf("Committed=%v, outstanding: %s", l.Committed, outstanding)
}
