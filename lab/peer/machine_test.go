package peer

import (
	crypto "crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	etcd "go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/raftpb"
	"go.etcd.io/raft/v3/tracker"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/raftcluster"
	"raftlab/lab/service"
	"raftlab/raft"
	"raftlab/raft/bench/rawnode"
)

// tick is how long one tick of etcd's clock is.
const tick = 10 * lab.Millisecond

// options are etcd's options that a run may choose.
type options struct {
	// careful switches PreVote and CheckQuorum on, as etcd itself does.
	careful bool
}

// machine is one RawNode with a key-value store: a lab.Machine.
type machine struct {
	config  raftcluster.Config
	options options
	random  *rand.ChaCha8
	node    *etcd.RawNode
	storage *etcd.MemoryStorage
	store   *kv.Store
	// hard is the last hard state; its commit index may be ahead of the disk's.
	hard     *raftpb.HardState
	nextTick lab.Time
	reading  []reading
	pending  []pending
	snapshots
	// logFrom is the first index that this step changed, 0 for none.
	logFrom uint64
	out     lab.Output
	err     error
}

// pending is a client's request whose entry waits to be applied.
type pending struct {
	index, term uint64
	request     lab.RequestID
}

func newMachine(config raftcluster.Config, o options) *machine {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], config.Seed)
	seed[8] = byte(config.ID)
	return &machine{
		config: config, options: o, random: rand.NewChaCha8(seed), store: kv.NewStore(), hard: &raftpb.HardState{},
	}
}

// Stop has nothing to release.
func (m *machine) Stop() error { return nil }

// Step handles one input, then everything that etcd reports as ready.
func (m *machine) Step(now lab.Time, in lab.Input) (out lab.Output, err error) {
	global := crypto.Reader
	crypto.Reader = m.random
	defer func() {
		crypto.Reader = global
		if reason := recover(); reason != nil {
			out, err = lab.Output{Panic: fmt.Sprint(reason)}, nil
		}
	}()
	m.out, m.logFrom, m.err = lab.Output{}, 0, nil
	if err := m.take(now, in); err != nil {
		return lab.Output{}, err
	}
	if m.out.Refused != "" {
		return m.out, nil
	}
	m.ready()
	m.answerReads()
	m.forsake()
	m.saveInstalled(in.Kind)
	entries := m.changed(in.Kind)
	m.takeSnapshot(in.Kind, entries)
	m.show(entries)
	m.out.WakeAt = m.nextTick
	return m.out, m.err
}

// take passes an input to etcd.
func (m *machine) take(now lab.Time, in lab.Input) error {
	switch in.Kind {
	case lab.Boot:
		return m.boot(now, in)
	case lab.Deliver:
		message, err := readMessage(in.Payload)
		if err != nil {
			return err
		}
		if err := m.node.Step(message); !errors.Is(err, etcd.ErrStepPeerNotFound) {
			return err
		}
		return nil // an answer of a server that is no member any more
	case lab.Wake:
		if now < m.nextTick {
			return nil
		}
		m.node.Tick()
		m.reportLost()
		// Ticks missed during a pause are dropped, as a time.Ticker does.
		m.nextTick += (now-m.nextTick)/lab.Time(tick)*lab.Time(tick) + lab.Time(tick)
		return nil
	case lab.Ask:
		return m.propose(in)
	case lab.Control:
		if string(in.Payload) == raftcluster.ControlTimeout {
			return m.node.Campaign()
		}
		if string(in.Payload) == raftcluster.ControlSnapshot {
			m.wanted = true
			return nil
		}
		for id := lab.ServerID(1); int(id) <= m.config.Servers; id++ {
			if string(in.Payload) == raftcluster.ControlTransfer(id) {
				m.node.TransferLeader(uint64(id))
				return nil
			}
		}
	}
	return fmt.Errorf("input kind %d with %q is not known to a peer", in.Kind, in.Payload)
}

// boot begins with what is on the disk.
func (m *machine) boot(now lab.Time, in lab.Input) error {
	var err error
	if m.out.Refused, err = m.restore(in.Records, in.Snapshot); err != nil || m.out.Refused != "" {
		return err
	}
	m.node, err = etcd.NewRawNode(m.etcdConfig())
	m.nextTick = now.Add(lab.Duration(1 + m.random.Uint64()%uint64(tick)))
	return err
}

func (m *machine) etcdConfig() *etcd.Config {
	// A batch is a number of entries; etcd counts bytes. Commands of the lab have about 16.
	size := uint64(m.config.MaxEntriesPerMessage) * 16
	if m.config.MaxEntriesPerMessage == 1 {
		size = 0 // which means one entry
	}
	return &etcd.Config{
		ID:            uint64(m.config.ID),
		ElectionTick:  int(m.config.ElectionTimeoutMin / raft.Duration(tick)),
		HeartbeatTick: int(m.config.HeartbeatInterval / raft.Duration(tick)),
		Storage:       m.storage, MaxSizePerMsg: size, MaxCommittedSizePerReady: math.MaxUint64, MaxInflightMsgs: 16,
		PreVote: m.options.careful, CheckQuorum: m.options.careful,
		StepDownOnRemoval:         true,
		DisableProposalForwarding: true, // clients are redirected instead (§8)
		Logger:                    rawnode.Silent{},
	}
}

// keep writes a record into the storage.
func (m *machine) keep(rec record) error {
	if !etcd.IsEmptyHardState(rec.hard) {
		m.hard = rec.hard
	}
	return rawnode.Save(m.storage, rec.hard, rec.entries)
}

func (m *machine) propose(in lab.Input) error {
	if command, err := kv.Decode(in.Payload); err == nil && command.Mode == kv.ByIndex {
		m.reading = append(m.reading, reading{request: in.Request, command: command})
		m.node.ReadIndex(binary.BigEndian.AppendUint64(nil, uint64(in.Request)))
		return nil
	}
	status := m.node.BasicStatus()
	if status.RaftState != etcd.StateLeader {
		m.answer(in.Request, service.Answer{Kind: service.AnswerRedirect, Leader: lab.ServerID(status.Lead)})
		return nil
	}
	last, err := m.storage.LastIndex()
	if err != nil {
		return err
	}
	m.pending = append(m.pending, pending{index: last + 1, term: status.GetTerm(), request: in.Request})
	if change, ok := raftcluster.DecodeChange(in.Payload); ok {
		return m.node.ProposeConfChange(m.etcdChange(change))
	}
	return m.node.Propose(append([]byte(nil), in.Payload...))
}

// ready handles everything that is ready, in the order that etcd's documentation demands.
func (m *machine) ready() {
	for m.err == nil && m.node.HasReady() {
		rd := m.node.Ready()
		m.install(rd.Snapshot)
		m.persist(rd)
		for _, message := range rd.Messages {
			m.send(message)
		}
		for _, entry := range rd.CommittedEntries {
			m.apply(entry)
		}
		for _, state := range rd.ReadStates {
			m.confirm(lab.RequestID(binary.BigEndian.Uint64(state.RequestCtx)), state.Index)
		}
		m.node.Advance(rd)
	}
}

func (m *machine) persist(rd etcd.Ready) {
	m.fail(m.keep(record{hard: rd.HardState, entries: rd.Entries}))
	if len(rd.Entries) > 0 && (m.logFrom == 0 || rd.Entries[0].GetIndex() < m.logFrom) {
		m.logFrom = rd.Entries[0].GetIndex()
	}
	if !rd.MustSync {
		return
	}
	b, err := appendRecord(nil, record{hard: m.hard, entries: rd.Entries})
	m.fail(err)
	m.out.Records = append(m.out.Records, b)
}

func (m *machine) send(message *raftpb.Message) {
	m.sendsSnapshot(message)
	b, err := appendMessage(nil, message)
	m.fail(err)
	m.out.Messages = append(m.out.Messages, lab.Outgoing{To: lab.ServerID(message.GetTo()), Payload: b})
}

// apply carries out a committed entry, and answers the client of that entry. The entry's index alone does not
// identify the client's entry: another leader's entry may have taken the place.
func (m *machine) apply(entry *raftpb.Entry) {
	var result kv.Result
	m.applyChange(entry)
	if command, err := kv.Decode(entry.GetData()); err == nil {
		result = m.store.Apply(command)
	}
	for len(m.pending) > 0 && m.pending[0].index <= entry.GetIndex() {
		p := m.pending[0]
		m.pending = m.pending[1:]
		if p.index == entry.GetIndex() && p.term == entry.GetTerm() {
			m.answer(p.request, service.Answer{Kind: service.AnswerDone, Result: result, Index: p.index})
		} else {
			m.answer(p.request, service.Answer{Kind: service.AnswerUnknown})
		}
	}
}

// reading is a read by index that has no answer. Known says that etcd has named the index.
type reading struct {
	request lab.RequestID
	command kv.Command
	known   bool
	index   uint64
}

// confirm notes the index up to which a read must wait.
func (m *machine) confirm(request lab.RequestID, index uint64) {
	for i := range m.reading {
		if m.reading[i].request == request {
			m.reading[i].known, m.reading[i].index = true, index
		}
	}
}

// answerReads answers the reads whose index is applied.
func (m *machine) answerReads() {
	applied := m.node.BasicStatus().Applied
	m.reading = slices.DeleteFunc(m.reading, func(r reading) bool {
		if !r.known || applied < r.index {
			return false
		}
		m.answer(r.request, service.Answer{Kind: service.AnswerDone, Result: m.store.Apply(r.command), Index: applied})
		return true
	})
}

// forsake answers this leader's clients that it was replaced.
func (m *machine) forsake() {
	status := m.node.BasicStatus()
	for len(m.pending) > 0 && (status.RaftState != etcd.StateLeader || m.pending[0].term != status.GetTerm()) {
		m.answer(m.pending[0].request, service.Answer{Kind: service.AnswerUnknown, Leader: lab.ServerID(status.Lead)})
		m.pending = m.pending[1:]
	}
}

func (m *machine) answer(request lab.RequestID, a service.Answer) {
	m.out.Answers = append(m.out.Answers, lab.Answer{Request: request, Payload: service.AppendAnswer(nil, a)})
}

func (m *machine) fail(err error) {
	if m.err == nil {
		m.err = err
	}
}

// changed is the log from the first entry on that this step changed.
func (m *machine) changed(kind lab.InputKind) []raft.Entry {
	first, last := bounds(m.storage)
	if kind == lab.Boot && last > 0 {
		m.logFrom = first // read from the disk, and new to observers
	}
	if m.logFrom == 0 || m.logFrom > last {
		return nil
	}
	return m.entriesFrom(m.logFrom, last)
}

// show makes the view.
func (m *machine) show(entries []raft.Entry) {
	status := m.node.BasicStatus()
	last, err := m.storage.LastIndex()
	m.fail(err)
	v := raftcluster.View{
		CurrentTerm: raft.Term(status.GetTerm()), VotedFor: raft.NodeID(status.GetVote()),
		Leader: raft.NodeID(status.Lead), CommitIndex: raft.Index(status.GetCommit()),
		LastApplied: raft.Index(status.Applied), LastIndex: raft.Index(last), StoreHash: m.store.Hash(),
		Snapshots: m.showSnapshots(), LogFrom: raft.Index(m.logFrom), Entries: entries,
	}
	switch status.RaftState {
	case etcd.StateCandidate:
		v.Role = raft.Candidate
	case etcd.StateLeader:
		v.Role = raft.Leader
		v.NextIndex = make([]raft.Index, m.config.Servers)
		v.MatchIndex = make([]raft.Index, m.config.Servers)
		m.node.WithProgress(func(id uint64, _ etcd.ProgressType, p tracker.Progress) {
			v.NextIndex[id-1], v.MatchIndex[id-1] = raft.Index(p.Next), raft.Index(p.Match)
		})
	}
	m.out.View = raftcluster.AppendView(nil, v)
}

// entriesFrom is the log from an index on, in our core's types.
func (m *machine) entriesFrom(first, last uint64) []raft.Entry {
	stored, err := m.storage.Entries(first, last+1, math.MaxUint64)
	m.fail(err)
	entries := make([]raft.Entry, 0, len(stored))
	for _, e := range stored {
		if now, ok := m.configurationOf(e); ok {
			entries = append(entries, raft.Entry{
				Term: raft.Term(e.GetTerm()), Kind: raft.ConfigurationChange, Command: now.Encode(),
			})
			continue
		}
		kind := raft.Command
		if len(e.GetData()) == 0 {
			kind = raft.NoOp
		}
		entries = append(entries, raft.Entry{Term: raft.Term(e.GetTerm()), Kind: kind, Command: e.GetData()})
	}
	return entries
}
