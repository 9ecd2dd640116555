package paxoscluster

import (
	"fmt"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/paxos"
	"raftlab/lab/paxos/node"
	"raftlab/lab/service"
)

// The Control payloads: a proposer begins a ballot now, and a learner asks now.
const (
	ControlPrepare = "prepare"
	ControlAsk     = "ask"
)

// Server is one Paxos server: a lab.Machine. In mode multi it has a key-value store. Every host runs it.
type Server struct {
	node  *node.Node
	multi bool
	store *kv.Store
	// view is the buffer of the last view. Panicked, if set, is called after a panic.
	view     []byte
	panicked func(reason any)
}

// NewServer is a server with the given rules. It ignores config's Rules name.
func NewServer(config Config, rules paxos.Rules) (*Server, error) {
	n, err := node.New(config.node(rules))
	if err != nil {
		return nil, err
	}
	return &Server{node: n, multi: config.Setup.Multi, store: kv.NewStore()}, nil
}

// Stop releases nothing: the server is only memory.
func (s *Server) Stop() error { return nil }

// Step handles one input. A panic, for example in a learner's rule, is the server's failure and not the lab's.
func (s *Server) Step(now lab.Time, in lab.Input) (out lab.Output, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			out, err = lab.Output{Panic: fmt.Sprint(reason)}, nil
			if s.panicked != nil {
				s.panicked(reason)
			}
		}
	}()
	if command, stale := s.staleRead(in); stale {
		return s.readHere(in.Request, command), nil
	}
	input, err := s.input(in)
	if err != nil && in.Kind == lab.Boot {
		return lab.Output{Broken: "it cannot read what it saved: " + err.Error()}, nil
	}
	if err != nil {
		return lab.Output{}, err
	}
	result := s.node.Step(paxos.Time(now), input)
	if err := s.node.Check(); err != nil {
		return lab.Output{Broken: err.Error()}, nil
	}
	return s.output(result, in.Kind == lab.Boot), nil
}

// staleRead is a read that asks for the server's own state alone.
func (s *Server) staleRead(in lab.Input) (kv.Command, bool) {
	if in.Kind != lab.Ask || !s.multi {
		return kv.Command{}, false
	}
	command, err := kv.Decode(in.Payload)
	return command, err == nil && command.Mode == kv.Stale
}

// readHere answers from what this server has carried out: it may miss what others have chosen since.
func (s *Server) readHere(request lab.RequestID, command kv.Command) lab.Output {
	s.view = s.appendView(s.view[:0], false)
	return lab.Output{
		View:   s.view,
		WakeAt: lab.Time(s.node.WakeAt()),
		Answers: []lab.Answer{answer(request, service.Answer{Kind: service.AnswerDone,
			Result: s.store.Apply(command)})},
	}
}

// input converts a lab input to Paxos's.
func (s *Server) input(in lab.Input) (node.Input, error) {
	switch in.Kind {
	case lab.Boot:
		saved, err := readDisk(in.Records)
		return node.Restart{Saved: saved}, err
	case lab.Deliver:
		message, err := paxos.DecodeMessage(in.Payload)
		return node.Receive{Message: message}, err
	case lab.Wake:
		return node.Wake{}, nil
	case lab.Ask:
		return node.Propose{Request: paxos.RequestID(in.Request), Value: in.Payload}, nil
	case lab.Control:
		switch string(in.Payload) {
		case ControlPrepare:
			return node.BeginBallot{}, nil
		case ControlAsk:
			return node.AskNow{}, nil
		}
		return nil, fmt.Errorf("a Paxos server does not know control %q", in.Payload)
	}
	return nil, fmt.Errorf("a Paxos server does not know input kind %d", in.Kind)
}

// readDisk combines the records of a disk.
func readDisk(records [][]byte) (saved paxos.Saved, err error) {
	for i, bytes := range records {
		record, err := paxos.DecodeSave(bytes)
		if err != nil {
			return paxos.Saved{}, fmt.Errorf("disk record %d of %d: %w", i+1, len(records), err)
		}
		saved.Apply(record)
	}
	return saved, nil
}

// output carries out what may be carried out, and encodes the rest as bytes.
func (s *Server) output(result node.Output, booted bool) lab.Output {
	out := lab.Output{WakeAt: lab.Time(result.WakeAt)}
	if result.Save != nil {
		out.Records = [][]byte{paxos.AppendSave(nil, *result.Save)}
	}
	for _, m := range result.Messages {
		out.Messages = append(out.Messages, lab.Outgoing{
			To: lab.ServerID(m.To), Payload: paxos.AppendMessage(nil, m),
		})
	}
	for _, applied := range result.Apply {
		outcome := applyTo(s.store, applied.Value)
		if applied.Request != 0 {
			out.Answers = append(out.Answers, answer(lab.RequestID(applied.Request), service.Answer{
				Kind: service.AnswerDone, Result: outcome, Index: uint64(applied.Slot),
			}))
		}
	}
	for _, a := range result.Answers {
		reply := service.Answer{Kind: service.AnswerRedirect, Leader: lab.ServerID(a.Leader)}
		if a.Value != paxos.NoValue {
			reply = service.Answer{
				Kind: service.AnswerDone, Result: kv.Result{Done: true, Value: string(a.Value)}, Index: 1,
			}
		}
		out.Answers = append(out.Answers, answer(lab.RequestID(a.Request), reply))
	}
	s.view = s.appendView(s.view[:0], booted)
	out.View = s.view
	return out
}

func answer(request lab.RequestID, a service.Answer) lab.Answer {
	return lab.Answer{Request: request, Payload: service.AppendAnswer(nil, a)}
}

// applyTo carries out a slot's command. What cannot be read changes nothing, on every server alike.
func applyTo(store *kv.Store, v paxos.Value) kv.Result {
	bytes, err := paxos.ReadCommand(v)
	if err != nil || bytes == nil {
		return kv.Result{}
	}
	command, err := kv.Decode(bytes)
	if err != nil {
		return kv.Result{}
	}
	return store.Apply(command)
}
