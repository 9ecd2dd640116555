package zab

import (
	"bytes"
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/zab"
)

// syncing is a follower that is made equal: all messages of its leader, one after the other. The paper saves history
// and epoch together when NEWLEADER comes, and ZooKeeper each message: both are right. Whether UPTODATE is
// acknowledged, as by ZooKeeper, is left open.
type syncing struct {
	name, why, code string
	follower        zab.Follower
	messages        []zab.SyncMessage
}

// The codes of what goes wrong while a follower is made equal.
const (
	keepsWhatGoes = "zab.call.sync.tail"
	otherHistory  = "zab.call.sync.history"
	otherDisk     = "zab.call.sync.disk"
	epochTooEarly = "zab.call.sync.epoch-early"
	epochTooLate  = "zab.call.sync.epoch-late"
	ackTooEarly   = "zab.call.sync.ack-early"
	ackUnsaved    = "zab.call.sync.ack-unsaved"
	noAck         = "zab.call.sync.ack-missing"
	otherRecord   = "zab.call.sync.record"
)

// txn is a transaction of a story, with data that no other has.
func txn(z zab.Zxid) zab.Txn { return zab.Txn{Zxid: z, Data: []byte("put x " + z.String())} }

func txnMessage(z zab.Zxid) zab.SyncMessage {
	return zab.SyncMessage{Kind: zab.SyncTxn, Zxid: z, Data: txn(z).Data}
}

func snapMessage(z zab.Zxid) zab.SyncMessage {
	return zab.SyncMessage{Kind: zab.SyncSnap, Zxid: z, Data: []byte("all up to " + z.String())}
}

// followerWith is a follower of the leader of epoch 3, with a snapshot up to base, 0 for none, and transactions.
func followerWith(current zab.Epoch, base zab.Zxid, zxids ...zab.Zxid) zab.Follower {
	f := zab.Follower{Epoch: 3, CurrentEpoch: current}
	if base > 0 {
		f.History.Replace(zab.Snapshot{Zxid: base, Data: []byte("the first ones")})
	}
	for _, z := range zxids {
		f.History.Append(txn(z))
	}
	return f
}

func syncCases() []Case {
	z := zab.MakeZxid
	first := func(kind zab.SyncKind, z zab.Zxid) zab.SyncMessage { return zab.SyncMessage{Kind: kind, Zxid: z} }
	newLeader := zab.SyncMessage{Kind: zab.SyncNewLeader, Epoch: 3}
	var cases []Case
	for _, c := range []syncing{
		{"what is missing arrives", "The follower keeps 1:1, and 1:2 and 2:1 stand behind it, in memory and, by the " +
			"time of NEWLEADER, on the disk.", otherHistory, followerWith(1, 0, z(1, 1)),
			[]zab.SyncMessage{first(zab.SyncDiff, z(1, 1)), txnMessage(z(1, 2)), txnMessage(z(2, 1)), newLeader}},
		{"transactions are removed", "The leader does not have 1:2. All after 1:1 goes, from the disk, too.",
			keepsWhatGoes, followerWith(1, 0, z(1, 1), z(1, 2)),
			[]zab.SyncMessage{first(zab.SyncTrunc, z(1, 1)), txnMessage(z(2, 1)), newLeader}},
		{"a snapshot takes the place of everything", "The snapshot is the leader's whole state up to 2:4. Nothing of " +
			"the old history stays.", keepsWhatGoes, followerWith(1, 0, z(1, 1), z(1, 2)),
			[]zab.SyncMessage{snapMessage(z(2, 4)), txnMessage(z(2, 5)), newLeader}},
		{"the epoch comes with the whole history", "If the power fails between two messages, the server must not be " +
			"in epoch 3 with a part of its history: it would beat servers that have more.", epochTooEarly,
			followerWith(2, 0, z(1, 1)),
			[]zab.SyncMessage{first(zab.SyncDiff, z(1, 1)), txnMessage(z(1, 2)), txnMessage(z(2, 1)), newLeader}},
		{"NEWLEADER is acknowledged when all is on the disk", "With a quorum of these acknowledgements the leader " +
			"takes its history for committed. What is in memory alone is gone when the power fails.", ackUnsaved,
			followerWith(1, 0), []zab.SyncMessage{first(zab.SyncDiff, 0), txnMessage(z(1, 1)), newLeader}},
		{"a transaction before NEWLEADER is not acknowledged", "The follower is not in the epoch yet. An " +
			"acknowledgement would count it among those that are.", ackTooEarly,
			followerWith(1, 0, z(1, 1)),
			[]zab.SyncMessage{first(zab.SyncDiff, z(1, 1)), txnMessage(z(2, 1)), newLeader}},
		{"nothing was missing", "The history is the leader's already, and yet the follower has to be in the new epoch.",
			noAck, followerWith(2, 0, z(1, 1)), []zab.SyncMessage{first(zab.SyncDiff, z(1, 1)), newLeader}},
		{"the server may serve", "UPTODATE changes nothing on the disk: all is there already.", otherHistory,
			followerWith(1, 0, z(1, 1)), []zab.SyncMessage{first(zab.SyncDiff, z(1, 1)), txnMessage(z(1, 2)), newLeader,
				first(zab.SyncUpToDate, z(1, 2))}},
	} {
		cases = append(cases, c.toCase())
	}
	return cases
}

// smallSyncs is every small follower with every way to make it equal.
func smallSyncs() []syncing {
	z := zab.MakeZxid
	var calls []syncing
	for _, f := range []zab.Follower{
		followerWith(0, 0), followerWith(1, 0, z(1, 1)), followerWith(2, 0, z(1, 1)),
		followerWith(1, 0, z(1, 1), z(1, 2)), followerWith(2, 0, z(1, 1), z(1, 2), z(2, 1)),
		followerWith(1, z(1, 1)), followerWith(2, z(1, 1), z(1, 2)), followerWith(2, z(1, 2), z(1, 3), z(2, 1)),
	} {
		beginnings := []zab.SyncMessage{{Kind: zab.SyncDiff, Zxid: f.History.Last()}, snapMessage(z(2, 4))}
		beginnings = append(beginnings, zab.SyncMessage{Kind: zab.SyncTrunc, Zxid: f.History.Base.Zxid})
		for _, t := range f.History.Txns {
			beginnings = append(beginnings, zab.SyncMessage{Kind: zab.SyncTrunc, Zxid: t.Zxid})
		}
		for _, begin := range beginnings {
			for more := range uint32(4) {
				list := []zab.SyncMessage{begin}
				for i := range more {
					list = append(list, txnMessage(z(2, 5+i)))
				}
				list = append(list, zab.SyncMessage{Kind: zab.SyncNewLeader, Epoch: f.Epoch})
				calls = append(calls, syncing{follower: f, messages: slices.Clone(list)})
				list = append(list, zab.SyncMessage{Kind: zab.SyncUpToDate, Zxid: z(2, 4+more)})
				calls = append(calls, syncing{follower: f, messages: list})
			}
		}
	}
	return calls
}

func (c syncing) size() int { return 3*len(c.messages) + len(c.follower.History.Txns) }

func (c syncing) toCase() Case {
	return Case{Name: c.name, Place: equal, Why: c.why, Run: c.run, Several: true}
}

// follower is a follower in a story, and what its disk holds.
type follower struct {
	self zab.Follower
	disk zab.Disk
	want zab.History
	// old is the epoch in which it was, and inEpoch true once NEWLEADER has come.
	old     zab.Epoch
	inEpoch bool
}

func (c syncing) run(rules zab.Rules) *grader.CaseFailure {
	f := &follower{self: cloneFollower(c.follower), want: c.follower.History.Clone(), old: c.follower.CurrentEpoch}
	f.disk = zab.Disk{Boot: 1, AcceptedEpoch: f.self.Epoch, CurrentEpoch: f.old, History: f.want.Clone()}
	for i, m := range c.messages {
		state := f.text(&f.self)
		m.Data = bytes.Clone(m.Data)
		ack, save := rules.HandleSync(&f.self, m)
		f.take(c.messages[i], save)
		if failure := f.judge(c.messages[i], ack, save); failure != nil {
			failure.State, failure.Request = state, messageText(m)
			failure.Yours = fmt.Sprintf("%s; after it %s", answerText(ack, "acknowledged"), f.text(&f.self))
			return ownWords(failure, c.code)
		}
	}
	return nil
}

// take does what the message asks for, and puts the record on the disk.
func (f *follower) take(m zab.SyncMessage, save zab.Save) {
	switch m.Kind {
	case zab.SyncTrunc:
		f.want.Truncate(m.Zxid)
	case zab.SyncSnap:
		f.want.Replace(zab.Snapshot{Zxid: m.Zxid, Data: m.Data})
	case zab.SyncTxn:
		f.want.Append(zab.Txn{Zxid: m.Zxid, Data: m.Data})
	case zab.SyncNewLeader:
		f.inEpoch = true
	}
	f.disk.Apply(save)
}

func (f *follower) judge(m zab.SyncMessage, ack bool, save zab.Save) (failure *grader.CaseFailure) {
	allowed := fmt.Sprintf("the history %s", historyText(&f.want))
	switch {
	case m.Kind == zab.SyncNewLeader:
		allowed += fmt.Sprintf(" and the epoch %d, both on the disk, and acknowledged", m.Epoch)
	case m.Kind == zab.SyncUpToDate:
		allowed += ", and nothing changes"
	default:
		allowed += fmt.Sprintf(", on the disk or in Unsaved; the epoch %d; not acknowledged", f.old)
	}
	failure = call.Gravest(f.epochEarly(m), f.acknowledgedEarly(m, ack), f.history(m), f.onDisk(), f.record(save),
		f.newLeader(m, ack))
	if failure != nil {
		failure.Allowed = allowed
	}
	return failure
}

// epochEarly: in memory, too, since a server that gives up looks with the epoch that it has there.
func (f *follower) epochEarly(m zab.SyncMessage) *grader.CaseFailure {
	if f.inEpoch || f.self.CurrentEpoch == f.old && f.disk.CurrentEpoch == f.old {
		return nil
	}
	return call.Breaks(equal, epochTooEarly,
		"With %v the server is in epoch %d, and its history is not whole yet. If its power fails now, it wins "+
			"elections with its epoch, and has others remove what it lacks.",
		m.Kind, max(f.self.CurrentEpoch, f.disk.CurrentEpoch))
}

func (f *follower) acknowledgedEarly(m zab.SyncMessage, ack bool) *grader.CaseFailure {
	if !ack || f.inEpoch {
		return nil
	}
	return call.Breaks(equal, ackTooEarly,
		"%v is acknowledged, and the server is not in the epoch yet. The leader counts it for transactions, and in an "+
			"election it loses against a server of the epoch that lacks them.", m.Kind)
}

// history: the message has changed the history in memory as it says.
func (f *follower) history(m zab.SyncMessage) *grader.CaseFailure {
	got := &f.self.History
	switch {
	case sameHistory(got, &f.want):
		return nil
	case m.Kind == zab.SyncTrunc && len(got.Txns) > len(f.want.Txns):
		return call.Breaks(equal, keepsWhatGoes,
			"TRUNC says that %v is the last one that stays, and the history ends with %v: the server keeps what was "+
				"never committed.", m.Zxid, got.Last())
	case m.Kind == zab.SyncSnap:
		return call.Breaks(equal, keepsWhatGoes,
			"The snapshot up to %v takes the place of everything, and the history is %s.", m.Zxid, historyText(got))
	}
	return call.Breaks(equal, otherHistory,
		"After %v the history is %s, and the leader's is %s.", m.Kind, historyText(got), historyText(&f.want))
}

// onDisk: the history is on the disk, except for what Unsaved names.
func (f *follower) onDisk() *grader.CaseFailure {
	disk := f.disk.History.Clone()
	for _, t := range f.self.Unsaved {
		disk.Append(t)
	}
	if sameHistory(&disk, &f.self.History) {
		return nil
	}
	return call.Breaks(equal, otherDisk,
		"The history is %s. On the disk is %s, and Unsaved is %s: together they must be the same, or a server that "+
			"starts again has another history.",
		historyText(&f.self.History), historyText(&f.disk.History), zxidsText(zxidsOf(f.self.Unsaved)))
}

// record: a rule saves the history and the epoch, and nothing else.
func (f *follower) record(save zab.Save) *grader.CaseFailure {
	switch {
	case save.Boot != 0:
		return call.Breaks(equal, otherRecord,
			"The record has Boot=%d, which counts the starts of the server: numbers of connections would be used "+
				"twice.", save.Boot)
	case f.disk.AcceptedEpoch != f.self.Epoch:
		return call.Breaks(equal, otherRecord,
			"The record has AcceptedEpoch=%d, and the server has accepted epoch %d: the Node saves that.",
			f.disk.AcceptedEpoch, f.self.Epoch)
	}
	return nil
}

// newLeader: with NEWLEADER all is on the disk, the server is in the epoch, and says so.
func (f *follower) newLeader(m zab.SyncMessage, ack bool) *grader.CaseFailure {
	switch {
	case !f.inEpoch:
		return nil
	case len(f.self.Unsaved) > 0:
		return call.Breaks(equal, ackUnsaved,
			"NEWLEADER has come, and %s is not on the disk. The leader takes it for committed when a quorum has "+
				"acknowledged, and here it is gone when the power fails.", zxidsText(zxidsOf(f.self.Unsaved)))
	case f.self.CurrentEpoch != f.self.Epoch || f.disk.CurrentEpoch != f.self.Epoch:
		return call.Breaks(equal, epochTooLate,
			"%v has come, and the server is in epoch %d, on its disk in %d: it must be in epoch %d, so that no leader "+
				"of an earlier epoch can win without what it has.",
			m.Kind, f.self.CurrentEpoch, f.disk.CurrentEpoch, f.self.Epoch)
	case m.Kind == zab.SyncNewLeader && !ack:
		return call.Stalls(equal, noAck,
			"NEWLEADER is not acknowledged: the leader waits for a quorum of acknowledgements, and serves nobody.")
	}
	return nil
}

func cloneFollower(f zab.Follower) zab.Follower {
	f.History, f.Unsaved = f.History.Clone(), slices.Clone(f.Unsaved)
	return f
}

func sameHistory(a, b *zab.History) bool {
	same := func(a, b zab.Txn) bool { return a.Zxid == b.Zxid && bytes.Equal(a.Data, b.Data) }
	return a.Base.Zxid == b.Base.Zxid && bytes.Equal(a.Base.Data, b.Base.Data) && slices.EqualFunc(a.Txns, b.Txns, same)
}

func zxidsOf(txns []zab.Txn) []zab.Zxid {
	var list []zab.Zxid
	for _, t := range txns {
		list = append(list, t.Zxid)
	}
	return list
}

// text is the server and its disk as reports show them.
func (f *follower) text(self *zab.Follower) string {
	text := fmt.Sprintf("Epoch=%d CurrentEpoch=%d History: %s",
		self.Epoch, self.CurrentEpoch, historyText(&self.History))
	if len(self.Unsaved) > 0 {
		text += "; Unsaved: " + zxidsText(zxidsOf(self.Unsaved))
	}
	return text + fmt.Sprintf("; on the disk: epoch %d, %s", f.disk.CurrentEpoch, historyText(&f.disk.History))
}

func messageText(m zab.SyncMessage) string {
	switch m.Kind {
	case zab.SyncNewLeader:
		return fmt.Sprintf("%v of epoch %d", m.Kind, m.Epoch)
	case zab.SyncDiff:
		return fmt.Sprintf("%v, the transactions after %v follow", m.Kind, m.Zxid)
	case zab.SyncTrunc:
		return fmt.Sprintf("%v, all after %v is removed", m.Kind, m.Zxid)
	}
	return fmt.Sprintf("%v %v", m.Kind, m.Zxid)
}
