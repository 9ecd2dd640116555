package replicacluster

import (
	"fmt"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/node"
	"raftlab/lab/service"
)

// The lab.Control payloads that a server knows: "promote" with the new epoch, and "refuse" for a no.
const (
	controlPromote = "promote "
	controlRefuse  = "refuse"
)

// Server is one server: a lab.Machine. Every host runs it.
type Server struct {
	node *node.Node
	// panicked, if set, is called after a panic.
	panicked func(reason any)
}

// NewServer is a server with the given rules. It ignores config's Rules name.
func NewServer(config Config, rules replicas.Rules) (*Server, error) {
	n, err := node.New(config.node(rules))
	if err != nil {
		return nil, err
	}
	return &Server{node: n}, nil
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
	at := replicas.Time(now)
	switch in.Kind {
	case lab.Boot:
		var record []byte
		if len(in.Records) > 0 {
			record = in.Records[len(in.Records)-1]
		}
		result, err := s.node.Boot(at, record)
		if err != nil {
			return lab.Output{Broken: "it cannot read what it saved: " + err.Error()}, nil
		}
		return s.output(result), nil
	case lab.Deliver:
		message, err := replicas.DecodeMessage(in.Payload)
		if err != nil {
			return lab.Output{}, err
		}
		return s.output(s.node.Receive(at, message)), nil
	case lab.Wake:
		return s.output(s.node.Tick(at)), nil
	case lab.Ask:
		command, err := kv.Decode(in.Payload)
		if err != nil {
			return lab.Output{}, err
		}
		return s.output(s.node.Ask(at, replicas.RequestID(in.Request), command)), nil
	case lab.Control:
		return s.control(at, string(in.Payload))
	}
	return lab.Output{}, fmt.Errorf("a replica does not know input kind %d", in.Kind)
}

func (s *Server) control(at replicas.Time, payload string) (lab.Output, error) {
	if payload == controlRefuse {
		return s.output(s.node.Refuse(at)), nil
	}
	digits, ok := strings.CutPrefix(payload, controlPromote)
	epoch, err := strconv.ParseUint(digits, 10, 64)
	if !ok || err != nil {
		return lab.Output{}, fmt.Errorf("a replica does not know control %q", payload)
	}
	return s.output(s.node.Promote(at, epoch)), nil
}

// output is a node's output as bytes.
func (s *Server) output(result node.Output) lab.Output {
	out := lab.Output{WakeAt: lab.Time(result.WakeAt)}
	if result.Record != nil {
		out.Records = [][]byte{result.Record}
	}
	for _, m := range result.Messages {
		out.Messages = append(out.Messages, lab.Outgoing{
			To: lab.ServerID(m.To), Payload: replicas.AppendMessage(nil, m),
		})
	}
	for _, a := range result.Answers {
		answer := service.Answer{Kind: answerKind(a.Kind), Result: a.Result, Leader: lab.ServerID(a.To)}
		out.Answers = append(out.Answers, lab.Answer{
			Request: lab.RequestID(a.Request), Payload: service.AppendAnswer(nil, answer),
		})
	}
	out.View = replicas.AppendState(nil, s.node.State)
	return out
}

func answerKind(k node.AnswerKind) service.AnswerKind {
	switch k {
	case node.Redirect:
		return service.AnswerRedirect
	case node.Replaced:
		return service.AnswerUnknown
	case node.Refused:
		return service.AnswerRefused
	}
	return service.AnswerDone
}
