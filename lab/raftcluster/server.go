package raftcluster

import (
	"fmt"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/raft"
	"raftlab/raft/node"
)

// ControlTimeout is the lab.Control payload that lets a server's election timer fire at once.
const ControlTimeout = "timeout"

// Server is one Raft server with its key-value store: a lab.Machine. Every host runs it.
type Server struct {
	node  *node.Node
	store *kv.Store
	// reading are the reads that the node has begun.
	reading []reading
	// sessions is nil without sessions.
	sessions *sessionTable
	// every is after how many applied entries the server takes a snapshot by itself, 0 for never.
	every int
	// panicked, if set, is called after a panic.
	panicked func(reason any)

	// The buffers of the last output, reused by the next.
	out      lab.Output
	record   []byte
	view     []byte
	payloads []byte
}

// NewServer is a server with the given rules. It ignores config's Rules name.
func NewServer(config Config, rules raft.Rules) (*Server, error) {
	node, err := node.New(config.node(rules))
	if err != nil {
		return nil, err
	}
	return &Server{node: node, store: kv.NewStore(), every: config.Snapshots.Every}, nil
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
	command, mode := readCommand(in)
	if mode == kv.Stale {
		return s.readStale(in.Request, command), nil
	}
	s.sessions.observe(now, s.node.Role == raft.Leader)
	if answer, ok := s.sessions.submitted(in); ok {
		return s.answerAlone(in.Request, answer), nil
	}
	input, err := s.input(s.sessions.stamp(now, in))
	if err != nil && in.Kind == lab.Boot {
		return lab.Output{Broken: "it cannot read what it saved: " + err.Error()}, nil
	}
	if err != nil {
		return lab.Output{}, err
	}
	result := s.node.Step(raft.Time(now), input)
	if result.Refused != "" {
		return lab.Output{Refused: result.Refused}, nil
	}
	if err := s.node.Check(); err != nil {
		return lab.Output{Broken: err.Error()}, nil
	}
	if result.Restore != nil {
		if err := s.restore(result.Restore); err != nil {
			return notRestored(in, err), nil
		}
	}
	return s.finish(now, result)
}

// finish gives a step's output, and takes a snapshot if it is time for one.
func (s *Server) finish(now lab.Time, result node.Output) (lab.Output, error) {
	step := changedBy(s.node, result)
	s.output(result)
	if s.wantsSnapshot(step) {
		taken := s.node.Step(raft.Time(now), node.TakeSnapshot{Data: s.content()})
		if err := s.node.Check(); err != nil {
			return lab.Output{Broken: err.Error()}, nil
		}
		s.takeFiles(taken)
	}
	s.show(step)
	return s.out, nil
}

// notRestored is the output of a server that cannot read a snapshot.
func notRestored(in lab.Input, err error) lab.Output {
	if in.Kind == lab.Boot {
		return lab.Output{Refused: err.Error()}
	}
	return lab.Output{Broken: err.Error()}
}

// input converts a lab input to Raft's.
func (s *Server) input(in lab.Input) (node.Input, error) {
	switch in.Kind {
	case lab.Boot:
		saved, err := readDisk(in.Records, in.Snapshot)
		return node.Restart{Saved: saved}, err
	case lab.Deliver:
		message, err := raft.DecodeMessage(in.Payload)
		return node.Receive{Message: message}, err
	case lab.Wake:
		return node.Wake{}, nil
	case lab.Ask:
		if command, mode := readCommand(in); mode != kv.ThroughLog {
			s.reading = append(s.reading, reading{in.Request, command})
			return node.Read{Request: raft.RequestID(in.Request), Lease: mode == kv.ByLease}, nil
		}
		return node.Propose{Request: raft.RequestID(in.Request), Command: append([]byte(nil), in.Payload...)}, nil
	case lab.Control:
		if string(in.Payload) == ControlTimeout {
			return node.TimeoutNow{}, nil
		}
		if string(in.Payload) == ControlSnapshot {
			return node.TakeSnapshot{Data: s.content()}, nil
		}
		if input, ok := electionControl(string(in.Payload)); ok {
			return input, nil
		}
		return nil, fmt.Errorf("a Raft server does not know control %q", in.Payload)
	}
	return nil, fmt.Errorf("a Raft server does not know input kind %d", in.Kind)
}

// readDisk combines the records of a disk, and its snapshot, into the saved state.
func readDisk(records [][]byte, snapshot []byte) (saved raft.Saved, err error) {
	for i, bytes := range records {
		if err := saved.ApplyRecord(bytes); err != nil {
			return raft.Saved{}, fmt.Errorf("disk record %d of %d: %w", i+1, len(records), err)
		}
	}
	if snapshot != nil {
		saved.Snapshot, err = raft.DecodeSnapshot(snapshot)
	}
	return saved, err
}

// emptyOutput begins an output.
func (s *Server) emptyOutput() {
	s.out.Records, s.out.Messages, s.out.Answers = s.out.Records[:0], s.out.Messages[:0], s.out.Answers[:0]
	s.out.Snapshot, s.out.Cut = nil, nil
	s.payloads = s.payloads[:0]
}

// show ends an output with the view.
func (s *Server) show(step changed) {
	s.view = appendView(s.view[:0], s.node, step, s.store.Hash(), s.sessions.hash())
	s.out.View = s.view
}

// output applies committed entries, and encodes the rest as bytes.
func (s *Server) output(result node.Output) {
	s.emptyOutput()
	if result.Save != nil {
		s.record = raft.AppendSave(s.record[:0], *result.Save)
		s.out.Records = append(s.out.Records, s.record)
	}
	s.takeFiles(result)
	for _, m := range result.Messages {
		s.out.Messages = append(
			s.out.Messages,
			lab.Outgoing{To: lab.ServerID(m.To), Payload: s.payload(raft.AppendMessage(s.payloads, m))},
		)
	}
	for _, applied := range result.Apply {
		s.apply(applied)
	}
	for _, request := range result.Reads {
		s.answerRead(lab.RequestID(request))
	}
	for _, a := range result.Answers {
		s.takeRead(lab.RequestID(a.Request))
		kind := service.AnswerRedirect
		if a.Unknown {
			kind = service.AnswerUnknown
		}
		s.answer(lab.RequestID(a.Request), service.Answer{Kind: kind, Leader: lab.ServerID(a.Leader)})
	}
	s.out.WakeAt = lab.Time(result.WakeAt)
}

// readStale answers from the applied entries. It asks no other server, and not even its own Raft node: it may miss
// entries that a later leader has committed since (§8).
func (s *Server) readStale(request lab.RequestID, command kv.Command) lab.Output {
	return s.answerAlone(request, service.Answer{Kind: service.AnswerDone, Result: s.store.Apply(command)})
}

// answerAlone answers without a step of the Raft node.
func (s *Server) answerAlone(request lab.RequestID, answer service.Answer) lab.Output {
	s.emptyOutput()
	s.answer(request, answer)
	s.show(changed{})
	return s.out // WakeAt stays as in the last step
}

func (s *Server) apply(applied node.Applied) {
	var result kv.Result
	if applied.Entry.Kind == raft.Command {
		result = s.sessions.apply(s.store, applied.Entry.Command, applied.Index)
	}
	if applied.Request != 0 {
		s.answer(lab.RequestID(applied.Request), doneAnswer(result, applied.Index))
	}
}

func (s *Server) answer(request lab.RequestID, a service.Answer) {
	s.out.Answers = append(
		s.out.Answers, lab.Answer{Request: request, Payload: s.payload(service.AppendAnswer(s.payloads, a))},
	)
}

// payload takes the buffer with a payload appended, and returns that payload. All payloads of an output share the
// buffer; if it moves while it grows, the earlier payloads stay intact.
func (s *Server) payload(grown []byte) []byte {
	start := len(s.payloads)
	s.payloads = grown
	return grown[start:len(grown):len(grown)]
}
