package zabcluster

import (
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/zab"
	"raftlab/lab/zab/node"
	"raftlab/raft/wire"
)

// ControlLook is the lab.Control payload that lets a server give up its leader, or its leadership, and look again.
const ControlLook = "look"

// Server is one ZAB server with its key-value store: a lab.Machine. Every host runs it.
type Server struct {
	node  *node.Node
	store *kv.Store
	// reading are the reads that the node has begun.
	reading  []reading
	panicked func(reason any)
}

// reading is a read that waits for the node.
type reading struct {
	request lab.RequestID
	command kv.Command
}

// NewServer is a server with the given rules. It ignores config's Rules name.
func NewServer(config Config, rules zab.Rules) (*Server, error) {
	n, err := node.New(config.node(rules))
	if err != nil {
		return nil, err
	}
	return &Server{node: n, store: kv.NewStore()}, nil
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
	command, isRead := readCommand(in)
	if isRead && command.Mode == kv.Stale && s.node.Serves() {
		return s.readLocal(in.Request, command), nil
	}
	input, err := s.input(in)
	if err != nil && in.Kind == lab.Boot {
		return lab.Output{Refused: err.Error()}, nil
	}
	if err != nil {
		return lab.Output{}, err
	}
	if isRead {
		s.reading = append(s.reading, reading{in.Request, command})
	}
	return s.output(s.node.Step(zab.Time(now), input)), nil
}

// readCommand is the command of a client's read.
func readCommand(in lab.Input) (command kv.Command, ok bool) {
	if in.Kind != lab.Ask {
		return kv.Command{}, false
	}
	command, err := kv.Decode(in.Payload)
	return command, err == nil && command.Op == kv.Get
}

// input converts a lab input to the node's.
func (s *Server) input(in lab.Input) (node.Input, error) {
	switch in.Kind {
	case lab.Boot:
		disk, err := zab.DecodeDisk(in.Records)
		return node.Restart{Disk: disk}, err
	case lab.Deliver:
		message, err := zab.DecodeMessage(in.Payload)
		return node.Receive{Message: message}, err
	case lab.Wake:
		return node.Wake{}, nil
	case lab.Ask:
		if _, isRead := readCommand(in); isRead {
			return node.Read{Request: zab.RequestID(in.Request)}, nil
		}
		return node.Propose{Request: zab.RequestID(in.Request), Data: in.Payload}, nil
	case lab.Control:
		if string(in.Payload) == ControlLook {
			return node.GiveUp{}, nil
		}
		return nil, fmt.Errorf("a ZAB server does not know control %q", in.Payload)
	}
	return nil, fmt.Errorf("a ZAB server does not know input kind %d", in.Kind)
}

// output carries out what the node delivers, and encodes the rest as bytes.
func (s *Server) output(result node.Output) (out lab.Output) {
	for _, save := range result.Saves {
		out.Records = append(out.Records, zab.AppendSave(nil, save))
	}
	for _, m := range result.Messages {
		out.Messages = append(out.Messages,
			lab.Outgoing{To: lab.ServerID(m.To), Payload: zab.AppendMessage(nil, m)})
	}
	if result.Restore != nil {
		s.store = storeOf(result.Restore.Data)
	}
	for _, d := range result.Deliver {
		done := applyTxn(s.store, d.Txn)
		if d.Request != 0 {
			out.Answers = append(out.Answers, answer(lab.RequestID(d.Request),
				service.Answer{Kind: service.AnswerDone, Result: done, Index: uint64(d.Zxid)}))
		}
	}
	for _, request := range result.Reads {
		out.Answers = append(out.Answers, s.readNow(lab.RequestID(request), s.takeRead(lab.RequestID(request))))
	}
	for _, a := range result.Answers {
		s.takeRead(lab.RequestID(a.Request))
		kind := service.AnswerRedirect
		if a.Unknown {
			kind = service.AnswerUnknown
		}
		out.Answers = append(out.Answers, answer(lab.RequestID(a.Request),
			service.Answer{Kind: kind, Leader: lab.ServerID(a.Leader)}))
	}
	out.WakeAt = lab.Time(result.WakeAt)
	out.View = AppendView(nil, viewOf(s.node, result, s.store.Hash()))
	return out
}

func answer(request lab.RequestID, a service.Answer) lab.Answer {
	return lab.Answer{Request: request, Payload: service.AppendAnswer(nil, a)}
}

// readNow answers a read from what is delivered.
func (s *Server) readNow(request lab.RequestID, command kv.Command) lab.Answer {
	return answer(request, service.Answer{
		Kind: service.AnswerDone, Result: s.store.Apply(command), Index: uint64(s.node.DeliveredTo),
	})
}

// readLocal answers from what this server has delivered, without asking its leader, as ZooKeeper does by default. It
// may be old.
func (s *Server) readLocal(request lab.RequestID, command kv.Command) lab.Output {
	read := s.readNow(request, command)
	out := s.output(s.node.Idle())
	out.Answers = []lab.Answer{read}
	return out
}

// takeRead is the command of a read, which no longer waits.
func (s *Server) takeRead(request lab.RequestID) kv.Command {
	for i, r := range s.reading {
		if r.request == request {
			s.reading = slices.Delete(slices.Clone(s.reading), i, i+1)
			return r.command
		}
	}
	return kv.Command{}
}

// Clone is a second server that continues exactly as this one.
func (s *Server) Clone() explore.Machine {
	return &Server{node: s.node.Clone(), store: s.store.Clone(), reading: slices.Clone(s.reading)}
}

// AppendState appends the server's state and what it has delivered.
func (s *Server) AppendState(b []byte) []byte {
	b = wire.AppendUint(s.node.AppendState(b), s.store.Hash())
	for _, r := range s.reading {
		b = wire.AppendBytes(wire.AppendUint(b, uint64(r.request)), r.command.Encode())
	}
	return b
}
