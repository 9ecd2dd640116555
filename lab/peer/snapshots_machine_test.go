package peer

import (
	"fmt"
	"math"

	etcd "go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/raftpb"
	"go.etcd.io/raft/v3/tracker"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
	"raftlab/raft/bench/rawnode"
)

// lostAfter is after how many ticks a snapshot counts as lost: the least election timeout by default.
const lostAfter = 15

// snapshots is what a machine keeps of snapshots besides its storage, whose log always begins behind the last one.
type snapshots struct {
	// configuration is the one as of the last applied entry.
	configuration *raftpb.ConfState
	// wanted says that a snapshot is to be taken in this step, installed that one was put in the store's place, and
	// cut that the log's file is to begin again.
	wanted, installed, cut bool
	// sentAt is the tick at which each server was sent the last snapshot.
	ticks  int
	sentAt map[uint64]int
}

// restore makes the storage of what is on the disk. It gives a reason for not starting, or "".
func (m *machine) restore(records [][]byte, saved []byte) (refused string, err error) {
	log, hard, err := logOf(records)
	if err != nil {
		return "", err
	}
	snapshot := &raftpb.Snapshot{Metadata: &raftpb.SnapshotMetadata{ConfState: &raftpb.ConfState{Voters: m.voters()}}}
	if saved != nil {
		if snapshot, err = readSnapshot(saved); err != nil {
			return "", err
		}
	}
	index, term := snapshot.GetMetadata().GetIndex(), snapshot.GetMetadata().GetTerm()
	first, last := bounds(log)
	if first-1 > index {
		return fmt.Sprintf("its log begins at entry %d, and its snapshot ends at entry %d: "+
			"what is between them is lost", first, index), nil
	}
	var behind []*raftpb.Entry
	if at, err := log.Term(index); err == nil && at == term && last > index {
		if behind, err = log.Entries(index+1, last+1, math.MaxUint64); err != nil {
			return "", err
		}
	}
	m.storage = etcd.NewMemoryStorage()
	m.configuration = snapshot.GetMetadata().GetConfState()
	if err := m.storage.ApplySnapshot(snapshot); err != nil {
		return "", err
	}
	m.hard = &raftpb.HardState{
		Term: new(hard.GetTerm()), Vote: new(hard.GetVote()), Commit: new(max(hard.GetCommit(), index)),
	}
	if term > hard.GetTerm() { // the power failed before the log was cut, in which the term is
		m.hard.Term, m.hard.Vote = new(term), new(uint64(0))
	}
	m.cut = first-1 != index || last != index+uint64(len(behind))
	if err := rawnode.Save(m.storage, m.hard, behind); err != nil || index == 0 {
		return "", err
	}
	return "", m.fill(snapshot)
}

// logOf is a storage with the log that the records of a disk give, and their hard state.
func logOf(records [][]byte) (*etcd.MemoryStorage, *raftpb.HardState, error) {
	log, hard := etcd.NewMemoryStorage(), &raftpb.HardState{}
	for i, b := range records {
		rec, err := readRecord(b)
		if err == nil && rec.base > 0 {
			log = etcd.NewMemoryStorage()
			meta := &raftpb.SnapshotMetadata{Index: new(rec.base), Term: new(rec.baseTerm)}
			err = log.ApplySnapshot(&raftpb.Snapshot{Metadata: meta})
		}
		if err == nil {
			err = log.Append(rec.entries)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("record %d of %d: %w", i+1, len(records), err)
		}
		if !etcd.IsEmptyHardState(rec.hard) {
			hard = rec.hard
		}
	}
	return log, hard, nil
}

// bounds are the first and the last index of a storage.
func bounds(storage *etcd.MemoryStorage) (first, last uint64) {
	first, _ = storage.FirstIndex() // a MemoryStorage gives no error
	last, _ = storage.LastIndex()
	return first, last
}

// fill puts the content of a snapshot in the place of the store.
func (m *machine) fill(snapshot *raftpb.Snapshot) error {
	store, _, err := kv.ReadSnapshot(snapshot.GetData())
	if err == nil {
		m.store, m.installed = store, true
	}
	return err
}

// install puts the leader's snapshot in the place of log and store.
func (m *machine) install(snapshot *raftpb.Snapshot) {
	if etcd.IsEmptySnap(snapshot) {
		return
	}
	m.fail(m.storage.ApplySnapshot(snapshot))
	m.fail(m.fill(snapshot))
	m.configuration = snapshot.GetMetadata().GetConfState()
	m.cut, m.logFrom = true, snapshot.GetMetadata().GetIndex()+1
}

// takeSnapshot takes one if it is time to, and cuts the log behind it.
func (m *machine) takeSnapshot(kind lab.InputKind, entries []raft.Entry) {
	applied, every := m.node.BasicStatus().Applied, uint64(m.config.Snapshots.Every)
	last, err := m.storage.Snapshot()
	m.fail(err)
	index := last.GetMetadata().GetIndex()
	// A server that decides alone shows its entries first, before it cuts them off.
	alone := len(m.configuration.GetVoters()) == 1 && len(entries) > 0
	due := m.wanted || every > 0 && applied >= index+every && !alone
	m.wanted = false
	// What was read from the disk, or installed, is shown before it is cut.
	if !m.config.Snapshots.On() || !due || applied <= index || kind == lab.Boot || m.installed {
		return
	}
	_, err = m.storage.CreateSnapshot(applied, m.configuration, kv.AppendSnapshot(nil, m.store, nil))
	m.fail(err)
	m.fail(m.storage.Compact(applied))
	m.saveSnapshot()
}

// saveSnapshot lets the last snapshot be saved, and then a log file that begins behind it.
func (m *machine) saveSnapshot() {
	snapshot, err := m.storage.Snapshot()
	m.fail(err)
	m.out.Snapshot = appendSnapshot(nil, snapshot)
	m.saveCut()
}

func (m *machine) saveCut() {
	snapshot, err := m.storage.Snapshot()
	m.fail(err)
	first, last := bounds(m.storage)
	rec := record{
		base: snapshot.GetMetadata().GetIndex(), baseTerm: snapshot.GetMetadata().GetTerm(), hard: m.hard,
	}
	if last >= first {
		rec.entries, err = m.storage.Entries(first, last+1, math.MaxUint64)
		m.fail(err)
	}
	m.out.Cut, err = appendRecord(nil, rec)
	m.fail(err)
}

// saveInstalled saves a snapshot that came from the leader, or finishes a cut that a crash came before. The new log
// file holds all that was to be saved in this step.
func (m *machine) saveInstalled(kind lab.InputKind) {
	if !m.cut {
		return
	}
	m.cut, m.out.Records = false, nil
	if kind == lab.Boot {
		m.saveCut()
		return
	}
	m.saveSnapshot()
}

// sendsSnapshot notes when a snapshot leaves.
func (m *machine) sendsSnapshot(message *raftpb.Message) {
	if message.GetType() == raftpb.MsgSnap {
		if m.sentAt == nil {
			m.sentAt = map[uint64]int{}
		}
		m.sentAt[message.GetTo()] = m.ticks
	}
}

// reportLost tells etcd of snapshots that were not answered for some time. A real transport knows if one is lost; the
// lab's tells nobody, and etcd would wait for ever.
func (m *machine) reportLost() {
	m.ticks++
	var lost []uint64
	m.node.WithProgress(func(id uint64, _ etcd.ProgressType, p tracker.Progress) {
		if p.State == tracker.StateSnapshot && m.ticks-m.sentAt[id] >= lostAfter {
			lost = append(lost, id)
		}
	})
	for _, id := range lost {
		m.node.ReportSnapshot(id, etcd.SnapshotFailure)
	}
}

// showSnapshots is what is shown of them.
func (m *machine) showSnapshots() raftcluster.SnapshotState {
	snapshot, err := m.storage.Snapshot()
	m.fail(err)
	meta := snapshot.GetMetadata()
	index, term := raft.Index(meta.GetIndex()), raft.Term(meta.GetTerm())
	state := raftcluster.SnapshotState{Base: index, BaseTerm: term, Installed: m.installed}
	if index > 0 {
		state.Size = uint64(len(snapshot.GetData()))
		state.Meta = raft.SnapshotMeta{LastIndex: index, LastTerm: term, Configuration: oursOf(meta.GetConfState())}
	}
	m.installed = false
	return state
}

// oursOf is etcd's state of a configuration as one of ours.
func oursOf(state *raftpb.ConfState) (now raft.Configuration) {
	set := func(ids []uint64) (all raft.NodeSet) {
		for _, id := range ids {
			all.Add(raft.NodeID(id))
		}
		return all
	}
	now = raft.Configuration{Voters: set(state.GetVoters()), Learners: set(state.GetLearners())}
	if len(state.GetVotersOutgoing()) > 0 {
		now.Voters, now.Next = set(state.GetVotersOutgoing()), now.Voters
	}
	return now
}
