package session

import (
	"errors"

	"raftlab/lab"
	"raftlab/lab/linearizability"
	"raftlab/lab/service"
	"raftlab/wasm/protocol"
)

// judgeSteps bounds the search for an order of the operations on one key, so that the engine answers soon.
const judgeSteps = 300_000

// judge says whether the clients' history is linearizable up to the shown moment (§8).
func (s *Session) judge(id int) (protocol.JudgeReply, error) {
	v := protocol.JudgeReply{V: protocol.Version, Kind: "judge", ID: id, Culprits: []int{}}
	m := s.current.recording.moments[s.cursor]
	v.Operations = len(m.operations)
	if v.Operations == 0 {
		v.Outcome = "linearizable"
		return v, nil
	}
	history, closeWorld, err := s.history()
	if err != nil {
		return v, err
	}
	verdict := history.LinearizableUntil(m.event, judgeSteps)
	switch verdict.Outcome {
	case linearizability.Inconclusive:
		v.Outcome = "undecided"
		say(&v, lab.Say("judge.undecided", "No order of the operations on key %q was found or ruled out in %d steps.",
			verdict.Key, verdict.Steps))
	case linearizability.NotLinearizable:
		v.Outcome = "broken"
		say(&v, verdict.Saying)
		for _, operation := range verdict.Culprits {
			v.Culprits = append(v.Culprits, operation.ID)
		}
	default:
		v.Outcome = "linearizable"
	}
	return v, closeWorld()
}

func say(v *protocol.JudgeReply, s lab.Saying) { v.Sentence, v.Code, v.Args = s.Text, s.Code, s.Args }

// history is the clients of the shown branch. They are in the live world if it stands at the end of the branch,
// and otherwise in a world that replays the branch on the local host.
func (s *Session) history() (*service.Clients, func() error, error) {
	if s.alive == s.current && s.world != nil {
		return s.world.player.History(), func() error { return nil }, nil
	}
	b := s.current
	calls := s.calls
	world, err := s.begin(s.recipe, s.local, b.recording, true)
	if err != nil {
		return nil, nil, err
	}
	err = world.to(len(b.recording.moments)-1, b.end().now, b.actions, s.tell)
	s.calls = calls
	if err != nil {
		return nil, nil, errors.Join(err, world.close())
	}
	return world.player.History(), world.close, nil
}
