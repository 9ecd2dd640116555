package nemesis

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"raftlab/lab/story"
)

// Chapter is something that a protocol has beyond its basics, and that a schedule or a search switches on. A protocol
// has a table of them.
type Chapter struct {
	Name, Help string
	// Setup are the setup lines of schedules and of searches, and Search those of searches alone.
	Setup, Search []string
	// Asks are the commands of a search's clients, nil for those that it has anyway. Requests is how many of their
	// commands a search needs to show what the chapter is about; 0 if any will do.
	Asks     []string
	Requests int
	// Unsearched says why no search has the chapter, "" if it can.
	Unsearched string
}

// The errors of a choice of chapters.
var (
	ErrChapter  = errors.New("unknown chapter")
	ErrNoSearch = errors.New("a search cannot switch this on")
)

// ParseChapters reads a comma-separated list of the protocol's chapters; "all" is allowed alone, and "" is none. They
// come in the order of the table.
func (p Protocol) ParseChapters(list string) ([]Chapter, error) {
	if list == "" {
		return nil, nil
	}
	known := []string{"all"}
	for _, c := range p.Chapters {
		known = append(known, c.Name)
	}
	wanted := map[string]bool{}
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		switch {
		case len(p.Chapters) == 0:
			return nil, fmt.Errorf("%w: %q; this protocol has none", ErrChapter, name)
		case !slices.Contains(known, name) || name == "all" && list != name:
			return nil, fmt.Errorf("%w: %q%s; the chapters are all, or a list of %s", ErrChapter, name,
				story.DidYouMean(name, known), strings.Join(known[1:], ", "))
		}
		wanted[name] = true
	}
	var chosen []Chapter
	for _, c := range p.Chapters {
		if wanted[c.Name] || wanted["all"] {
			chosen = append(chosen, c)
		}
	}
	return chosen, nil
}

// With is the protocol with these chapters in all its schedules. Its schedules are others than those of the same seeds
// without them.
func (p Protocol) With(chapters []Chapter) Protocol {
	if len(chapters) > 0 {
		p.Part = p.Join(chapters)
	}
	return p
}

// SearchOf is a scenario's setup with these chapters, for a search.
func SearchOf(scenario *story.Scenario, chapters []Chapter) (*story.Scenario, error) {
	asks, asked := "", []string(nil)
	for _, c := range slices.Backward(chapters) {
		if c.Unsearched != "" {
			return nil, fmt.Errorf("%w: %s: %s", ErrNoSearch, c.Name, c.Unsearched)
		}
		if c.Requests > 0 && asks != "" {
			return nil, fmt.Errorf("%w: %s with %s: each has clients of its own", ErrNoSearch, c.Name, asks)
		}
		if c.Requests > 0 {
			asks = c.Name
		}
		for _, line := range slices.Backward(slices.Concat(c.Setup, c.Search)) {
			scenario = scenario.With(line) // puts it before the others
		}
		asked = append(asked, c.Asks...)
	}
	changed := *scenario
	changed.Commands = slices.Clone(scenario.Commands)
	for _, line := range asked {
		changed.Commands = append(changed.Commands, story.ParseCommand(0, line))
	}
	return &changed, nil
}
