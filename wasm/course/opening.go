package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab/protocols/known"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/wasm/protocol"
	"raftlab/wasm/session"
)

// Opening is the first moment of the first page's run, and the events after it, recorded when the page is built. The
// page shows them until its engine is there, which then plays the same run: the same text and seed, so the same bytes.
type Opening struct {
	// Text starts the run, as the scenario openingID. At the first moment that is shown, clients begin to write by
	// themselves, those of the seed Writers.
	Text    string `json:"text"`
	Writers string `json:"writers"`
	// Frame is the first moment that is shown, with all lines before it.
	Frame json.RawMessage `json:"frame"`
	// Steps are the moments after it, each as what is other than in the moment before (changed).
	Steps []any `json:"steps"`
}

const (
	openingID      = "home"
	openingWriters = "2"
	// openingLead is how long before the first candidate the page begins, in microseconds.
	openingLead = 30_000
	// openingLength is how much of the run is recorded. The page plays it in ten times as much.
	openingLength = 140_000
	openingEvents = 100_000
)

//go:embed opening.txt
var openingText string

// errNoElection: the page would have nothing to tell.
var errNoElection = errors.New("opening.txt: nobody stands for election after it")

// opening records the run twice: once to find the election, and once from just before it.
func opening() (Opening, error) {
	made := Opening{Text: openingText, Writers: openingWriters}
	began, err := electionAfter()
	if err != nil {
		return made, err
	}
	s, shown, err := openingAt(began - openingLead)
	if err != nil {
		return made, err
	}
	before := slim(shown)
	made.Frame = before
	for shown.Now < began-openingLead+openingLength {
		if shown, err = ask(s, protocol.StepRequest{}); err != nil {
			return made, err
		}
		after := slim(shown)
		step, _, err := changedJSON(before, after)
		if err != nil {
			return made, err
		}
		made.Steps, before = append(made.Steps, step), after
	}
	return made, nil
}

// openingAt is the run at the first moment that is shown. Its frame has the lines from the crash on.
func openingAt(moment int64) (*session.Session, protocol.Frame, error) {
	s, shown, err := startOpening()
	if err != nil {
		return s, shown, err
	}
	shown, err = ask(s, protocol.AdvanceRequest{Until: moment, Events: openingEvents})
	if err != nil {
		return s, shown, err
	}
	lines, from := shown.Lines, shown.From
	if shown, err = ask(s, protocol.WritersRequest{Seed: openingWriters}); err != nil {
		return s, shown, err
	}
	lines = append(lines, shown.Lines...)
	crash := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, " crash ") })
	shown.From, shown.Lines = from+uint64(max(0, crash)), lines[max(0, crash):]
	return s, shown, nil
}

// slim is a frame without what the first page does not draw: the story and its branches, the run's header, what changed
// of a server and its rows, and the lines that are not told.
func slim(frame protocol.Frame) json.RawMessage {
	frame.Title, frame.Story, frame.Branches = "", "", nil
	frame.Header, frame.Changes = nil, nil
	frame.Lines = slices.DeleteFunc(slices.Clone(frame.Lines), func(line string) bool { return !isTold(line) })
	frame.Servers = slices.Clone(frame.Servers)
	for i := range frame.Servers {
		frame.Servers[i].Rows = nil
	}
	return protocol.Encode(frame)
}

// isTold is true of the lines of which the first page makes sentences (words/en-telling.ts).
func isTold(line string) bool {
	return slices.Contains([]string{"crash", "role", "request", "answer"}, strings.Fields(line)[3])
}

// electionAfter is when a server first stands for election after the text's last line, in the world's time.
func electionAfter() (int64, error) {
	s, frame, err := startOpening()
	if err != nil {
		return 0, err
	}
	for range openingEvents {
		if frame, err = ask(s, protocol.StepRequest{}); err != nil {
			return 0, err
		}
		isOver := frame.Status == "finished"
		if isOver && slices.ContainsFunc(frame.Lines, func(line string) bool {
			return strings.Contains(line, " role candidate ")
		}) {
			return frame.Now, nil
		}
	}
	return 0, errNoElection
}

func startOpening() (*session.Session, protocol.Frame, error) {
	host := raftcluster.InProcess{}
	s := session.New(known.Protocols(), scenarios.Collection(), host, host)
	frame, err := ask(s, protocol.StartRequest{Scenario: openingID, Text: openingText})
	return s, frame, err
}

func ask(s *session.Session, ask any) (protocol.Frame, error) {
	switch reply := s.Handle(protocol.Request{ID: 1, Ask: ask}).(type) {
	case protocol.Frame:
		return reply, nil
	case protocol.Failure:
		return protocol.Frame{}, fmt.Errorf("opening.txt: %s", reply.Message)
	default:
		return protocol.Frame{}, fmt.Errorf("opening.txt: the session answered with a %T", reply)
	}
}

const (
	// gone lists the keys that an object has no more, or the ids of what is no more in a list.
	gone = "-"
	// added is what was added to the end of a list.
	added = "+"
)

// changedJSON is changed, of JSON texts.
func changedJSON(before, after []byte) (step any, isOther bool, err error) {
	old, err := decoded(before)
	if err != nil {
		return nil, false, err
	}
	now, err := decoded(after)
	if err != nil {
		return nil, false, err
	}
	step, isOther = changed(old, now)
	return step, isOther, nil
}

// decoded keeps numbers as they are written.
func decoded(text []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return value, decoder.Decode(&value)
}

// changed is what makes before into after; static/src/run/opening.ts makes it. It is an object with those keys of an
// object whose values are other, which are changes again; a list that is as long as before counts as an object by its
// indexes, and another list of what has ids as what is gone and what was added. Anything else is the new value.
func changed(before, after any) (change any, isOther bool) {
	switch now := after.(type) {
	case map[string]any:
		if old, ok := before.(map[string]any); ok {
			return changedObject(old, now)
		}
		return after, true
	case []any:
		if old, ok := before.([]any); ok {
			return changedList(old, now)
		}
		return after, true
	default:
		return after, before != after
	}
}

func changedObject(old, now map[string]any) (change any, isOther bool) {
	parts := map[string]any{}
	for key, value := range now {
		if part, isOther := changed(old[key], value); isOther {
			parts[key] = part
		}
	}
	var lost []string
	for _, key := range slices.Sorted(maps.Keys(old)) {
		if _, ok := now[key]; !ok {
			lost = append(lost, key)
		}
	}
	if len(lost) > 0 {
		parts[gone] = lost
	}
	return parts, len(parts) > 0
}

func changedList(old, now []any) (change any, isOther bool) {
	parts := map[string]any{}
	if len(old) == len(now) && slices.EqualFunc(old, now, hasSameID) {
		for i, value := range now {
			if part, isOther := changed(old[i], value); isOther {
				parts[strconv.Itoa(i)] = part
			}
		}
		return parts, len(parts) > 0
	}
	lost, kept := []any{}, []any{}
	for _, one := range old {
		if slices.ContainsFunc(now, func(other any) bool { return reflect.DeepEqual(one, other) }) {
			kept = append(kept, one)
		} else {
			lost = append(lost, idOf(one))
		}
	}
	if len(kept) > len(now) || !reflect.DeepEqual(kept, now[:len(kept)]) || slices.Contains(lost, nil) {
		return now, true
	}
	if parts[added] = now[len(kept):]; len(lost) > 0 {
		parts[gone] = lost
	}
	return parts, true
}

func hasSameID(a, b any) bool { return idOf(a) == idOf(b) }

// idOf is nil for what has no id.
func idOf(value any) any {
	object, _ := value.(map[string]any)
	return object["id"]
}
