package session

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/protocols"
	"raftlab/lab/story"
	"raftlab/wasm/protocol"
)

// recipe is everything that decides a run, except typed lines.
type recipe struct {
	scenario   *story.Scenario
	rules, own string
	// exercises are those of the learner's program, if it has several.
	exercises string
	seed      *uint64
}

// choose sets a player's rules. It fails before anything is lost.
func (r recipe) choose(player protocols.Player) error {
	if err := player.ChooseRules(r.rules, r.own); err != nil {
		return err
	}
	return player.NameExercises(r.exercises)
}

// action is a typed line: its steps, its time, and the number of its event.
type action struct {
	steps uint64
	time  lab.Time
	event uint64
	line  string
}

// run is a world being played. Its lines go on a recording. During a replay, they are compared with the recording
// instead.
type run struct {
	runner *story.Runner
	player protocols.Player
	// face shows the player, and kinds are the kinds of its trace lines.
	face      face.Face
	kinds     []lab.LineKind
	recording *recording
	// again is true during a replay of the recording. header and events count the lines so far, and differs is the
	// first line that is not the recording's.
	again          bool
	header, events uint64
	differs        string
	// asked is true if a client's line was written since the last moment, unusual if a line was written that may
	// have changed links or dials; calls are the calls since then.
	asked, unusual bool
	calls          []protocol.CallView
	// report receives each call, for the next frame.
	report func(protocol.CallView)
}

// begin begins a run on a host. Its error is whatever stopped it.
func (s *Session) begin(r recipe, host lab.Host, t *recording, again bool) (*run, error) {
	of, err := s.protocols.Of(r.scenario)
	if err != nil {
		return nil, err
	}
	player := of.New()
	if err := r.choose(player); err != nil {
		return nil, err
	}
	kinds := slices.Concat(lab.LineKinds(), player.LineKinds())
	p := &run{
		player:    player,
		face:      player.Face(),
		kinds:     kinds,
		recording: t,
		again:     again,
		report:    func(call protocol.CallView) { s.calls = append(s.calls, call) },
	}
	if caller, ok := host.(Caller); ok {
		caller.OnCalls(p.call)
	}
	runner, err := story.NewRunner(r.scenario, player, host, r.seed, p.line)
	if err != nil {
		return nil, err
	}
	p.runner = runner
	runner.Stepped = p.stepped
	if !again {
		t.take(p)
	}
	return p, nil
}

// Caller is a host whose machines report the rules of a learner's program that they called, with the visited
// lines: JSON, in the form of wasm/guest.
type Caller interface {
	OnCalls(func(id lab.ServerID, calls string))
}

// maxCallLines is how many lines of one call are kept: the last lines, which decided.
const maxCallLines = 200

// call records a machine's report about a step.
func (r *run) call(id lab.ServerID, text string) {
	calls, err := protocol.DecodeCalls(text)
	if err != nil || r.again {
		return // a program with an invalid report is still played
	}
	event := r.events // of a boot, which comes before the world exists
	if r.runner != nil {
		event = r.runner.World().Trace.Because()
	}
	for _, c := range calls {
		c.Event, c.Server = event, int(id)
		c.Lines = c.Lines[max(0, len(c.Lines)-maxCallLines):]
		r.calls = append(r.calls, c)
		r.report(c)
	}
}

// line receives each line of the trace.
func (r *run) line(line []byte) {
	text := string(line[:len(line)-1])
	if text[0] == '#' {
		if r.header++; !r.again {
			r.recording.header = append(r.recording.header, text)
		}
		return
	}
	r.events++
	if r.again {
		if recorded := r.recording.line(r.events); recorded != text && r.events > r.recording.base && r.differs == "" {
			r.differs = text
		}
		return
	}
	subject, kind, _ := words(text)
	r.asked = r.asked || strings.HasPrefix(subject, "C")
	r.unusual = r.unusual || !lab.FindLineKind(r.kinds, kind).Steady
	r.recording.lines = append(r.recording.lines, text)
}

// stepped is called after each step.
func (r *run) stepped() {
	if !r.again && r.runner.World().Trace.Event() > r.recording.moments[len(r.recording.moments)-1].event {
		r.recording.take(r)
	}
}

// do types a line. It returns the action if the trace has it, even if the line failed.
func (r *run) do(line string) (*action, error) {
	w := r.runner.World()
	typed := &action{steps: r.runner.Steps(), time: w.Now(), event: w.Trace.Event() + 1, line: line}
	err := r.runner.Do(line)
	if w.Trace.Event() < typed.event {
		return nil, err
	}
	if !r.again {
		r.recording.take(r)
	}
	return typed, err
}

// errDiverged is wrapped when a replay differs from the recording.
var errDiverged = errors.New("the replay diverged from the recorded run")

// to replays the recording up to a moment, and then up to a time before the next moment. From there on the run is
// new.
func (r *run) to(index int, now lab.Time, actions []action, tell func(done, of uint64) error) error {
	target := r.recording.moments[index]
	for r.differs == "" {
		if r.runner.Steps()%tellingSteps == 0 {
			if err := tell(r.events, target.event); err != nil {
				return err
			}
		}
		if len(actions) > 0 && actions[0].event <= target.event && actions[0].steps == r.runner.Steps() {
			r.runner.Idle(actions[0].time)
			// Done or refused, the trace has the line, as in the first run.
			_ = r.runner.Do(actions[0].line)
			actions = actions[1:]
			continue
		}
		if r.runner.Steps() >= target.steps || !r.runner.Step() {
			break
		}
	}
	if at := r.runner.World().Trace.Event(); r.differs != "" || at != target.event {
		return fmt.Errorf("%w, at event %d of %d: %s; was the program changed since it began? Start it again",
			errDiverged, min(r.events, target.event), target.event, orNothing(r.differs))
	}
	limit := target.steps
	if index+1 < len(r.recording.moments) {
		limit = r.recording.moments[index+1].steps - 1
	}
	for r.runner.Steps() < limit {
		if at, ok := r.runner.World().Next(); !ok || at > now || !r.runner.Step() {
			break
		}
	}
	r.runner.Idle(now)
	r.again = false
	return nil
}

func orNothing(line string) string {
	if line == "" {
		return "nothing more happens"
	}
	return line
}

// close stops the servers.
func (r *run) close() error { return r.runner.World().Close() }
