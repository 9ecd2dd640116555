package peer

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	etcd "go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/raftpb"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
)

// rewriting is a machine with a fault in its saves: change receives each record.
type rewriting struct {
	lab.Machine
	change func(*record)
}

func (m *rewriting) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	out, err := m.Machine.Step(now, in)
	for i, b := range out.Records {
		rec, err := readRecord(b)
		if err != nil {
			return out, err
		}
		m.change(&rec)
		if out.Records[i], err = appendRecord(nil, rec); err != nil {
			return out, err
		}
	}
	return out, err
}

func saving(change func(*record)) func(lab.Machine) lab.Machine {
	return func(m lab.Machine) lab.Machine { return &rewriting{m, change} }
}

func forgetVote(rec *record) {
	rec.hard = &raftpb.HardState{Term: rec.hard.Term, Commit: rec.hard.Commit}
}

// forgetEntries forgets the commit index too: etcd does not boot with a commit index beyond the log.
func forgetEntries(rec *record) {
	*rec = record{hard: &raftpb.HardState{Term: rec.hard.Term, Vote: rec.hard.Vote}}
}

// hasty sends at once, but writes to its disk only every 50 ms. A crash in between drops records that others rely
// on already.
type hasty struct {
	lab.Machine
	unwritten [][]byte
	writeAt   lab.Time
}

func newHasty(m lab.Machine) lab.Machine { return &hasty{Machine: m} }

func (m *hasty) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	out, err := m.Machine.Step(now, in)
	m.unwritten, out.Records = append(m.unwritten, out.Records...), nil
	if now >= m.writeAt {
		out.Records, m.unwritten, m.writeAt = m.unwritten, nil, now.Add(50*lab.Millisecond)
	}
	return out, err
}

// lying is a machine with a fault in its messages: change receives each message.
type lying struct {
	lab.Machine
	change func(*raftpb.Message)
}

func (m *lying) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	out, err := m.Machine.Step(now, in)
	for i := range out.Messages {
		message, err := readMessage(out.Messages[i].Payload)
		if err != nil {
			return out, err
		}
		m.change(message)
		if out.Messages[i].Payload, err = appendMessage(nil, message); err != nil {
			return out, err
		}
	}
	return out, err
}

func sending(change func(*raftpb.Message)) func(lab.Machine) lab.Machine {
	return func(m lab.Machine) lab.Machine { return &lying{m, change} }
}

// grantAll votes for every candidate.
func grantAll(m *raftpb.Message) {
	if m.GetType() == raftpb.MsgVoteResp {
		m.Reject = new(false)
	}
}

// boast makes candidates with any log electable.
func boast(m *raftpb.Message) {
	if m.GetType() == raftpb.MsgVote {
		m.LogTerm, m.Index = m.Term, new(uint64(1000))
	}
}

// slander sends S3 entries that differ from the log.
func slander(m *raftpb.Message) {
	for _, e := range m.GetEntries() {
		if m.GetTo() == 3 && len(e.GetData()) > 0 {
			e.Data = append(e.GetData()[:len(e.GetData()):len(e.GetData())], '!')
		}
	}
}

// presume tells followers that all the entries they receive are committed.
func presume(m *raftpb.Message) {
	if m.GetType() == raftpb.MsgApp {
		m.Commit = new(m.GetIndex() + uint64(len(m.GetEntries())))
	}
}

// leads reports whether this machine considers itself the leader and has applied an entry.
func (m *machine) leads() bool {
	status := m.node.BasicStatus()
	return status.RaftState == etcd.StateLeader && status.Applied > 0
}

// localReader is a leader that reads from its own state, without asking whether it still leads.
type localReader struct{ *machine }

func readLocally(m lab.Machine) lab.Machine { return localReader{m.(*machine)} }

func (m localReader) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	command, err := kv.Decode(in.Payload)
	if in.Kind != lab.Ask || err != nil || command.Op != kv.Get || !m.leads() {
		return m.machine.Step(now, in)
	}
	out, err := m.machine.Step(now, lab.Input{Kind: lab.Wake})
	answer := service.Answer{
		Kind: service.AnswerDone, Result: kv.Result{Done: true, Value: m.store.Value(command.Key)},
		Index: m.node.BasicStatus().Applied,
	}
	out.Answers = append(out.Answers, lab.Answer{Request: in.Request, Payload: service.AppendAnswer(nil, answer)})
	return out, err
}

// eager is a leader that answers "done" when a command is only in its own log.
type eager struct{ *machine }

func answerEarly(m lab.Machine) lab.Machine { return eager{m.(*machine)} }

func (m eager) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	out, err := m.machine.Step(now, in)
	command, decodeErr := kv.Decode(in.Payload)
	if in.Kind != lab.Ask || decodeErr != nil || command.Op != kv.Put || !m.leads() {
		return out, err
	}
	last, err := m.storage.LastIndex()
	answer := service.Answer{
		Kind: service.AnswerDone, Result: kv.Result{Done: true, Value: command.Value}, Index: last,
	}
	out.Answers = append(out.Answers, lab.Answer{Request: in.Request, Payload: service.AppendAnswer(nil, answer)})
	return out, err
}

// faults are planted in etcd's Raft from outside. Each breaks one of the properties, or makes etcd itself notice
// and panic.
var faults = []struct {
	name   string
	around func(lab.Machine) lab.Machine
	breaks []string
}{
	{"saves no entries", saving(forgetEntries), []string{"durability", "leader-completeness", lab.PanicID}},
	{"sends before it saves", newHasty, []string{"durability", "leader-completeness", lab.PanicID}},
	{"votes for everyone", sending(grantAll), []string{"election-safety", "leader-completeness"}},
	{"claims a longer log", sending(boast), []string{"leader-completeness"}},
	{"sends another command", sending(slander), []string{"log-matching"}},
	{"commits too early", sending(presume), []string{"state-machine-safety", "leader-completeness", lab.PanicID}},
	{"answers before it commits", answerEarly, []string{"durability"}},
	{"reads without the log", readLocally, []string{"linearizability"}},
}

// faultySchedules is the greatest number of random schedules until a planted fault is found.
const faultySchedules = 2000

func TestPlantedFaultsAreFound(t *testing.T) {
	for _, fault := range faults {
		t.Run(fault.name, func(t *testing.T) {
			for seed := uint64(1); seed <= faultySchedules; seed++ {
				_, err := play(t, schedule(seed), options{}, fault.around)
				var violation *lab.Violation
				if !errors.As(err, &violation) {
					continue // clean, or no longer alive: try the next one
				}
				t.Logf("seed %d: %v", seed, violation)
				assert.Contains(t, fault.breaks, violation.ID)
				return
			}
			t.Errorf("%d schedules were clean", faultySchedules)
		})
	}
}

// twoVotes crashes S2 after it voted for S1, and asks it again in the same term after its restart. Random
// schedules hardly ever do this: it takes three milliseconds.
const twoVotes = `# peer: A voter that crashes
servers 3
latency 10ms
jitter 0ms
disk 1ms
cut S1 > S3  # or S3 would vote for S1, and campaign in the next term
timeout S1   # asks S2 at 1 ms
run 5ms
timeout S3   # asks S2 at 6 ms
run 8ms
expect vote S2 S1
crash S2
restart S2
run 4ms
expect vote S2 S1
run 20ms
expect leader S1 term 1
`

func TestUnsavedVoteIsFound(t *testing.T) {
	_, err := play(t, twoVotes, options{}, nil)
	require.NoError(t, err)

	_, err = play(t, twoVotes, options{}, saving(forgetVote))
	var violation *lab.Violation
	require.ErrorAs(t, err, &violation)
	assert.Equal(t, "election-safety", violation.ID)
	assert.Equal(t, "S1 and S3 were both elected leader of term 1", violation.Sentence)
}
