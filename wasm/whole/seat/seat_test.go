package seat_test

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/whole"
	"raftlab/wasm/whole/codec"
	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"
)

// entry and server are a small program: it leads from the start, applies at once, and saves as its mode says.
type entry struct {
	Term    int
	Command any
}

type server struct {
	mu          sync.Mutex
	peers       []*rpc.ClientEnd
	disk        *persist.Persister
	applied     func(seat.Applied)
	currentTerm int
	votedFor    int
	log         []entry
	silent      bool // does not save
}

type voteArgs struct{ Term, CandidateId int }

type voteReply struct {
	Term        int
	VoteGranted bool
}

func (s *server) Kill() {}

func (s *server) GetState() (int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.currentTerm, true
}

func (s *server) Start(command any) (int, int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = append(s.log, entry{s.currentTerm, command})
	index := len(s.log) - 1
	go s.applied(seat.Applied{IsCommand: true, Command: command, Index: index, Term: s.currentTerm})
	return index, s.currentTerm, true
}

func (s *server) Snapshot(index int, _ []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log[0].Term = index
}

func (s *server) save() {
	var b bytes.Buffer
	_ = codec.NewEncoder(&b).Encode(s.currentTerm)
	s.disk.Save(b.Bytes(), nil)
}

func (s *server) RequestVote(args *voteArgs, reply *voteReply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.currentTerm, s.votedFor = args.Term, args.CandidateId
	if !s.silent {
		s.save()
	}
	reply.Term, reply.VoteGranted = args.Term, true
}

// ask makes the server call a peer, and wait.
func (s *server) ask(to int) bool {
	return s.peers[to].Call("Raft.RequestVote", &voteArgs{7, 0}, &voteReply{})
}

// place is a seat in a bubble of goroutines and time.
type place struct {
	t       *testing.T
	machine *seat.Machine
	server  *server
	now     lab.Time
}

func sit(t *testing.T, c whole.Config, records [][]byte, change func(*server)) *place {
	p := &place{t: t}
	program := seat.Program{Snapshots: true, Make: func(
		peers []*rpc.ClientEnd, me int, disk *persist.Persister, applied func(seat.Applied),
	) (seat.Server, any) {
		p.server = &server{peers: peers, disk: disk, applied: applied, votedFor: -1, log: []entry{{}}}
		change(p.server)
		if state := disk.ReadRaftState(); len(state) > 0 {
			require.NoError(t, codec.NewDecoder(bytes.NewReader(state)).Decode(&p.server.currentTerm))
		}
		return p.server, p.server
	}}
	c.Me, c.Servers, c.Life, c.CallMin, c.CallMax = 1, 3, 42, 1000, 1000
	machine, err := seat.New(program, c.Encode(), synctest.Wait)
	require.NoError(t, err)
	p.machine = machine
	t.Cleanup(func() { assert.NoError(t, machine.Stop()) })
	out, v := p.step(lab.Input{Kind: lab.Boot, Records: records})
	assert.Empty(t, out.Messages)
	assert.True(t, v.Booted)
	return p
}

func (p *place) step(in lab.Input) (lab.Output, whole.View) {
	out, err := p.machine.Step(p.now, in)
	require.NoError(p.t, err)
	v, err := whole.DecodeView(out.View)
	require.NoError(p.t, err)
	return out, v
}

// call brings a peer's request for a vote.
func (p *place) call(term int) (lab.Output, whole.View) {
	data, err := codec.Marshal(voteArgs{term, 2})
	require.NoError(p.t, err)
	m := whole.Message{From: 3, Life: 5, Call: 8, Method: "Raft.RequestVote", Data: data}
	return p.step(lab.Input{Kind: lab.Deliver, Payload: whole.AppendMessage(nil, m)})
}

func unchanged(*server) {}

func TestAReplyFollowsItsSave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := sit(t, whole.Config{}, nil, unchanged)
		out, v := p.call(4)
		require.Len(t, out.Records, 1)
		require.Len(t, out.Messages, 1)
		assert.Equal(t, lab.ServerID(3), out.Messages[0].To)
		m, err := whole.DecodeMessage(out.Messages[0].Payload)
		require.NoError(t, err)
		assert.Equal(t, "RequestVoteReply Term=4 VoteGranted=true", m.Kind()+" "+m.Fields)
		assert.Equal(t, []uint64{5, 8}, []uint64{m.Life, m.Call})
		assert.Equal(t, 4, v.Term)
		assert.Equal(t, []int{4, 2}, []int{v.Facts.CurrentTerm, v.Facts.VotedFor})
		assert.Empty(t, v.Promise)

		again := sit(t, whole.Config{}, out.Records, unchanged)
		assert.Equal(t, 4, again.server.currentTerm)
	})
}

func TestAReplyThatPromisesWhatIsNotSaved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := sit(t, whole.Config{}, nil, func(s *server) { s.silent = true })
		_, v := p.call(4)
		assert.Equal(t, "it grants a vote in term 4, and its last save has term 0 and a vote for none", v.Promise)
	})
}

// TestASaveBehindAMessageIsAStepOfItsOwn: a crash may come between.
func TestASaveBehindAMessageIsAStepOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := sit(t, whole.Config{}, nil, unchanged)
		p.now = 500
		results := make(chan bool)
		go func() { results <- p.server.ask(2) }()
		synctest.Wait()
		p.server.save()
		out, v := p.step(lab.Input{Kind: lab.Wake})
		assert.Len(t, out.Messages, 1)
		assert.Empty(t, out.Records)
		assert.True(t, v.Partial)
		assert.Equal(t, p.now, out.WakeAt, "the rest comes at once")
		out, v = p.step(lab.Input{Kind: lab.Wake})
		assert.Len(t, out.Records, 1)
		assert.False(t, v.Partial)
		assert.False(t, <-results, "nobody answers")
	})
}

func TestAClientsCommandIsAnsweredWhenItIsApplied(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := sit(t, whole.Config{SnapshotEvery: 2}, nil, unchanged)
		put := kv.Command{Op: kv.Put, Key: "x", Value: "3"}
		out, v := p.step(lab.Input{Kind: lab.Ask, Request: 11, Payload: put.Encode()})
		require.Len(t, out.Answers, 1)
		a, err := whole.DecodeAnswer(out.Answers[0].Payload)
		require.NoError(t, err)
		assert.Equal(t, whole.Answer{Fate: whole.Done, Index: 1, Result: kv.Result{Done: true, Value: "3"}}, a)
		require.Len(t, v.Applied, 1)
		assert.Equal(t, "put x 3 #S1.2a.1", v.Applied[0].Command)
		assert.True(t, v.LogKnown, "the log is where an applied entry says")
		assert.Equal(t, 0, v.LogFrom)
		assert.Len(t, v.Log, 2)

		_, v = p.step(lab.Input{Kind: lab.Ask, Request: 12, Payload: put.Encode()})
		assert.Equal(t, []int{2}, v.Asked, "every second command")
		assert.Equal(t, 2, p.server.log[0].Term)
	})
}

// TestAViewThatIsNotShownLosesNothing: inputs may come while a step is not over.
func TestAViewThatIsNotShownLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := sit(t, whole.Config{}, nil, unchanged)
		results := make(chan bool, 2)
		call := func() {
			go func() { results <- p.server.ask(2) }()
			synctest.Wait()
			p.server.save()
		}
		call()
		call()
		put := kv.Command{Op: kv.Put, Key: "x", Value: "3"}
		_, v := p.step(lab.Input{Kind: lab.Ask, Request: 11, Payload: put.Encode()})
		assert.True(t, v.Partial, "a message, and what comes behind a save")
		_, v = p.step(lab.Input{Kind: lab.Ask, Request: 12, Payload: put.Encode()})
		assert.True(t, v.Partial)
		_, v = p.step(lab.Input{Kind: lab.Wake})
		assert.False(t, v.Partial)
		assert.Equal(t, 0, v.LogFrom)
		assert.Len(t, v.Log, 3)
		assert.Len(t, v.Applied, 2)
		assert.False(t, <-results)
		assert.False(t, <-results)
	})
}

func TestACallIsSentAndItsReplyFinds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := sit(t, whole.Config{}, nil, unchanged)
		results := make(chan bool, 2)
		go func() { results <- p.server.ask(2) }()
		out, _ := p.step(lab.Input{Kind: lab.Wake})
		require.Len(t, out.Messages, 1)
		call, err := whole.DecodeMessage(out.Messages[0].Payload)
		require.NoError(t, err)
		assert.Equal(t, "RequestVote Term=7 CandidateId=0", call.Kind()+" "+call.Fields)
		data, err := codec.Marshal(voteReply{7, true})
		require.NoError(t, err)
		reply := whole.Message{From: 3, Reply: true, Life: call.Life, Call: call.Call, Method: call.Method, Data: data}
		other := reply
		other.Life++ // to a server that is no more
		p.step(lab.Input{Kind: lab.Deliver, Payload: whole.AppendMessage(nil, other)})
		assert.Empty(t, results)
		p.step(lab.Input{Kind: lab.Deliver, Payload: whole.AppendMessage(nil, reply)})
		assert.True(t, <-results)
	})
}

// TestAPersonSeesFields and nothing of the lab's own. The test of package goroutines looks at goroutines and logs.
func TestAPersonSeesFields(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := sit(t, whole.Config{Show: true}, nil, unchanged)
		p.call(4)
		view := whole.AppendView(nil, whole.View{})
		v, err := whole.DecodeView(whole.WithHost(view, p.machine.Show(), ""))
		require.NoError(t, err)
		var shown []string
		for _, f := range v.Shown.Fields {
			shown = append(shown, fmt.Sprintf("%s=%s", f.Name, f.Value))
		}
		assert.Equal(t, []string{"currentTerm=4", "votedFor=2"}, shown[:2])
	})
}

func TestNonsenseIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, err := seat.New(seat.Program{}, []byte("nonsense"), synctest.Wait)
		require.Error(t, err)
		p := sit(t, whole.Config{}, nil, unchanged)
		for _, in := range []lab.Input{
			{Kind: lab.Deliver, Payload: []byte("x")}, {Kind: lab.Ask, Payload: []byte{99}},
			{Kind: lab.Control, Payload: []byte("timeout")},
		} {
			_, err := p.machine.Step(0, in)
			assert.Error(t, err)
		}
	})
}

// TestAMakeThatSleeps: messages and clients wait until there is a server.
func TestAMakeThatSleeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := sit(t, whole.Config{}, nil, func(*server) { <-time.After(time.Second) })
		out, v := p.call(4)
		assert.Empty(t, out.Messages)
		assert.Zero(t, v.Term)
		<-time.After(time.Second)
		out, v = p.step(lab.Input{Kind: lab.Wake})
		for v.Partial || len(out.Messages) == 0 {
			out, v = p.step(lab.Input{Kind: lab.Wake})
		}
		assert.Len(t, out.Messages, 1)
		_, v = p.step(lab.Input{Kind: lab.Wake})
		assert.Equal(t, 4, v.Term)
	})
}

func TestAMakeThatNeverReturns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		forever := make(chan struct{})
		p := sit(t, whole.Config{}, nil, func(*server) { <-forever })
		p.now = p.now.Add(5 * lab.Second)
		_, v := p.step(lab.Input{Kind: lab.Wake})
		assert.Equal(t, whole.NoTrouble, v.Trouble.Kind)
		p.now = p.now.Add(lab.Second)
		_, v = p.step(lab.Input{Kind: lab.Wake})
		assert.Equal(t, whole.Hangs, v.Trouble.Kind)
		assert.Equal(t, "Make was called 6000 ms ago and has not returned: servers and clients wait for it", v.Trouble.Text)
		close(forever)
		synctest.Wait()
	})
}
