package lessons

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/protocols/known"
	"raftlab/lab/story"
)

// eventLimit is far more events than any lab of a lesson needs.
const eventLimit = 200_000

// Stage is a lab being played.
type Stage struct {
	runner *story.Runner
	// fresh are the trace lines since the last moment.
	fresh [][]string
}

// Begin makes a lab's world without playing anything.
func (l *Lab) Begin() (*Stage, error) {
	s, all := &Stage{}, known.Protocols()
	of, err := all.Of(l.Scenario)
	if err != nil {
		return nil, err
	}
	player := of.New()
	if l.Rules != "" {
		player.ForceRules(l.Rules)
	}
	runner, err := story.NewRunner(l.Scenario, player, all, nil, s.take)
	s.runner = runner
	return s, err
}

func (s *Stage) take(line []byte) {
	if line[0] != '#' {
		s.fresh = append(s.fresh, strings.Fields(string(line)))
	}
}

// ErrLost is wrapped when a step of a lesson does not reach its moment.
var ErrLost = errors.New("the lab does not reach the moment")

// Go takes one step. A line that saw waits for must come after the step before.
func (s *Stage) Go(step Step) error {
	w := s.runner.World()
	switch {
	case step.End:
		s.fresh = nil
		if err := s.runner.Finish(eventLimit); err != nil {
			return err
		}
	case step.Do != "":
		return s.act(step.Do)
	case step.Saw != nil:
		for limit := eventLimit; !s.saw(step.Saw); limit-- {
			if limit == 0 || !s.runner.Step() {
				return fmt.Errorf("%w: no line has %q", ErrLost, strings.Join(step.Saw, " "))
			}
		}
		// Play all events of that moment: the page pauses at a time, not between two events.
		s.runner.Advance(w.Now(), eventLimit)
	default:
		s.fresh = nil
		s.runner.Advance(w.Now().Add(step.For), eventLimit)
	}
	return nil
}

// act acts like the page (wasm/session): whoever acts in a story leaves the rest of the story.
func (s *Stage) act(line string) error {
	if s.runner.Departs(line) {
		if err := s.runner.Do(story.LeaveLine); err != nil {
			return err
		}
	}
	return s.runner.Do(line)
}

// saw looks for the words in the lines since the last moment, and drops the lines up to the match.
func (s *Stage) saw(words []string) bool {
	for i, line := range s.fresh {
		if hasAll(line, words) {
			s.fresh = s.fresh[i+1:]
			return true
		}
	}
	s.fresh = nil
	return false
}

// hasAll reports whether a line has the words in their order, perhaps with others between.
func hasAll(line, words []string) bool {
	for _, field := range line {
		if len(words) > 0 && field == words[0] {
			words = words[1:]
		}
	}
	return len(words) == 0
}

// Now is the time in the lab, in microseconds.
func (s *Stage) Now() int64 { return int64(s.runner.World().Now()) }

// Next is the number of the story's next command, from 0.
func (s *Stage) Next() int { return s.runner.Next() }

// Status is how far the lab's story is.
func (s *Stage) Status() story.Status { return s.runner.Status() }

// Failure is why the story failed, nil if it did not.
func (s *Stage) Failure() error { return s.runner.Failure() }

// Expect checks expectations at this moment.
func (s *Stage) Expect(lines []string) error {
	for _, line := range lines {
		if err := s.runner.Do(line); err != nil {
			return fmt.Errorf("%s: %w", line, err)
		}
	}
	return nil
}

// span reads a time such as 150ms, 2s or 500us.
func span(text string) (lab.Duration, error) {
	units := []struct {
		name string
		size lab.Duration
	}{{"us", lab.Microsecond}, {"ms", lab.Millisecond}, {"s", lab.Second}}
	for _, unit := range units {
		digits, ok := strings.CutSuffix(text, unit.name)
		if number, err := strconv.ParseUint(digits, 10, 16); ok && err == nil {
			return lab.Duration(number) * unit.size, nil
		}
	}
	return 0, fmt.Errorf("%w: want a time such as 150ms, saw, do or end, got %q", ErrForm, text)
}

// Moment is the state of the lab after a step, in the form that the page needs: a line that was typed, a time
// up to which everything has happened, or the end.
type Moment struct {
	Do string `json:"do,omitempty"`
	At int64  `json:"at"`
	// End is true if the story ended here.
	End bool `json:"end,omitempty"`
}

// Moments plays a lab to its opening moment, which is the first of the moments, and then takes the steps.
func (l *Lab) Moments(steps []Step) ([]Moment, *Stage, error) {
	stage, err := l.Begin()
	if err != nil {
		return nil, nil, err
	}
	var moments []Moment
	for _, step := range slices.Insert(slices.Clone(steps), 0, l.Until) {
		err := stage.Go(step)
		if err != nil && !(step.End && stage.Status() == story.Failed) {
			return nil, nil, err
		}
		moments = append(moments, Moment{Do: step.Do, At: stage.Now(), End: stage.Status() != story.Playing})
	}
	return moments, stage, nil
}
