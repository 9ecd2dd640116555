package puzzles

import (
	"embed"
	"errors"
	"fmt"
	"strings"

	"raftlab/lab/story"
)

//go:embed *.txt
var files embed.FS

// order is the order in which the puzzles are listed: that of the course.
var order = []string{
	"two-leaders",
	"late-vote",
	"half",
	"in-step",
	"lost-write",
	"erased-vote",
	"depose",
	"slow-link",
	"without-end",
	"three-messages",
	"below",
	"overtaken",
	"old-heartbeat",
	"one-copy",
	"figure-8",
	"lying-disk",
	"asked-twice",
	"new-leader-forgets",
	"old-value",
	"slow-clock",
	"careless-change",
	"outbid",
	"twice-counted",
	"backwards",
	"last-item",
}

// Puzzle is one puzzle.
type Puzzle struct {
	ID, Title, Sections string
	Subjects            []string
	// Lesson is the id of the lesson that teaches it.
	Lesson, Goal string
	// Open and Closed name the two sides. Won is said when the goal is reached, Never is why the closed side has no
	// solution.
	Open, Closed, Won, Never string
	// Hints are in their order; each says more.
	Hints []string
	// Ask is a command that judges, "" if the goal shows by itself.
	Ask string
	// Solution is the shortest solution that is known.
	Solution []Move
	// Try is how the solution reads on the closed side, nil if it reads alike.
	Try []Move
	// Searched are the bounds of a search that shows that; nil for a puzzle in which time matters.
	Searched *Bounds

	script, openScript, closedScript string
}

// Side is one of the two.
type Side string

// The sides of a puzzle.
const (
	OpenSide   Side = "open"
	ClosedSide Side = "closed"
)

// Bounds are those of package explore.
type Bounds struct{ Depth, Terms, Requests, Crashes, Duplicates int }

// ErrForm is wrapped when a puzzle does not have the form of doc.go.
var ErrForm = errors.New("the puzzle has a wrong form")

// All is every puzzle, in order.
func All() ([]*Puzzle, error) {
	all := make([]*Puzzle, 0, len(order))
	for _, id := range order {
		text, err := files.ReadFile(id + ".txt")
		if err != nil {
			return nil, fmt.Errorf("read puzzle %s: %w", id, err)
		}
		puzzle, err := parse(id, string(text))
		if err != nil {
			return nil, fmt.Errorf("puzzle %s: %w", id, err)
		}
		all = append(all, puzzle)
	}
	return all, nil
}

// Text is the scenario of a side.
func (p *Puzzle) Text(side Side) string {
	own := p.openScript
	if side == ClosedSide {
		own = p.closedScript
	}
	return fmt.Sprintf("# %s: %s\n#\n# %s\n\n%s%s", p.Subjects[0], p.Title, p.Goal, own, p.script)
}

// Scenario is the scenario of a side.
func (p *Puzzle) Scenario(side Side) (*story.Scenario, error) {
	return story.ParseScenario(p.ID, p.Text(side))
}

// parse reads a puzzle.
func parse(id, text string) (*Puzzle, error) {
	p := &Puzzle{ID: id}
	fields, err := fieldsOf(text)
	if err != nil {
		return nil, err
	}
	texts := map[string]*string{
		"title": &p.Title, "sections": &p.Sections, "lesson": &p.Lesson,
		"goal": &p.Goal, "open": &p.Open, "closed": &p.Closed,
		"won": &p.Won, "never": &p.Never, "ask": &p.Ask,
		"script": &p.script, "open script": &p.openScript, "closed script": &p.closedScript,
	}
	for _, f := range fields {
		into, known := texts[f.key]
		switch {
		case known && *into != "":
			return nil, fmt.Errorf("%w: %s stands twice", ErrForm, f.key)
		case known:
			*into = f.value
		case f.key == "subjects":
			p.Subjects = strings.Fields(f.value)
		case f.key == "hint":
			p.Hints = append(p.Hints, f.value)
		case f.key == "solution":
			p.Solution, err = moves(f.value)
		case f.key == "closed try":
			p.Try, err = moves(f.value)
		case f.key == "searched":
			p.Searched, err = bounds(f.value)
		default:
			err = fmt.Errorf("%w: a puzzle has no field %q", ErrForm, f.key)
		}
		if err != nil {
			return nil, err
		}
	}
	return p, p.complete()
}

// complete is an error about what is missing.
func (p *Puzzle) complete() error {
	for _, need := range []struct {
		name string
		has  bool
	}{
		{"title", p.Title != ""}, {"subjects", len(p.Subjects) > 0}, {"sections", p.Sections != ""},
		{"lesson", p.Lesson != ""},
		{"goal", p.Goal != ""}, {"open", p.Open != ""}, {"closed", p.Closed != ""}, {"won", p.Won != ""},
		{"never", p.Never != ""}, {"hint", len(p.Hints) > 0}, {"solution", len(p.Solution) > 0},
		{"script", p.script != ""}, {"open script or closed script", p.openScript+p.closedScript != ""},
	} {
		if !need.has {
			return fmt.Errorf("%w: it has no %s", ErrForm, need.name)
		}
	}
	return nil
}
