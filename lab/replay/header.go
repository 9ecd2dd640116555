package replay

import (
	"fmt"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
)

// Header is the content of a trace before its first event.
type Header struct {
	// Label is the settings that decide the run, as words of the form key=value.
	Label string
	// Script is the scenario's text, "" for a world without one.
	Script string
}

// Value is the label's value for a key, "" if there is none.
func (h Header) Value(key string) string {
	for word := range strings.FieldsSeq(h.Label) {
		if name, value, ok := strings.Cut(word, "="); ok && name == key {
			return value
		}
	}
	return ""
}

// Seed is the run's seed.
func (h Header) Seed() (uint64, error) {
	seed, ok := number(h.Value("seed"))
	if !ok {
		return 0, fmt.Errorf("%w: the label has no seed: %s", ErrCorrupt, clip(h.Label))
	}
	return seed, nil
}

// Scenario is the recorded scenario.
func (h Header) Scenario() (*story.Scenario, error) {
	if h.Script == "" {
		return nil, ErrNoScript
	}
	return story.ParseScenario(h.Value("scenario"), h.Script)
}

const (
	versionMark = "# raftlab trace "
	endMark     = "# end "
)

// readHeader reads the lines before the first event.
func (r *Reader) readHeader() error {
	first, err := r.rawLine()
	if err != nil {
		return err
	}
	word, ok := strings.CutPrefix(first, versionMark)
	if !ok {
		return r.fail(ErrNotTrace, "%s", mistakenFor(first))
	}
	switch version, ok := number(word); {
	case !ok:
		return r.fail(ErrNotTrace, "want a first line of %q and a number, got %s", versionMark, clip(first))
	case version != lab.TraceVersion:
		return r.fail(ErrVersion, "this is version %d, this program reads %d; use the raftlab that wrote it, "+
			"or record the run again (its second line has scenario and seed)", version, lab.TraceVersion)
	}
	if r.header.Label, err = r.headerLine(); err != nil {
		return err
	}
	switch legend, err := r.headerLine(); {
	case err != nil:
		return err
	case legend != lab.Legend:
		return r.fail(ErrCorrupt, "want the columns %q, got %s", lab.Legend, clip(legend))
	}
	return r.readScript()
}

// mistakenFor guesses the kind of a file that is not a trace.
func mistakenFor(first string) string {
	if strings.HasPrefix(first, "# ") {
		return "it looks like a scenario: play it with raftlab run"
	}
	return "want a file that begins with " + strconv.Quote(versionMark)
}

// headerLine is the next line without the header's mark.
func (r *Reader) headerLine() (string, error) {
	raw, err := r.rawLine()
	if err != nil {
		return "", err
	}
	text, ok := strings.CutPrefix(raw, "# ")
	if !ok {
		return "", r.fail(ErrCorrupt, "want a header line that begins with #, got %s", clip(raw))
	}
	return text, nil
}

// readScript reads the scenario's lines, and keeps the first line after them.
func (r *Reader) readScript() error {
	var script strings.Builder
	for lines := 0; ; lines++ {
		raw, err := r.rawLine()
		if err != nil {
			return err
		}
		line, ok := strings.CutPrefix(raw, lab.ScriptMark)
		if !ok {
			r.pending, r.isPending = raw, true
			break
		}
		if lines > 0 {
			script.WriteByte('\n')
		}
		if script.Len()+len(line) > story.MaxScenario {
			return r.fail(ErrTooLong, "the scenario in the header has more than %d bytes", story.MaxScenario)
		}
		script.WriteString(line)
		r.header.Script = script.String()
	}
	// The trace leaves out the final newline, which matters only after an empty line.
	if strings.HasSuffix(r.header.Script, "\n") && script.Len() < story.MaxScenario {
		r.header.Script += "\n"
	}
	return nil
}
