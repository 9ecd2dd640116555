package lessons

import (
	"embed"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
)

//go:embed *.md
var files embed.FS

// order is the order in which the lessons are read.
var order = []string{
	"a1-one-log",
	"a2-terms",
	"a3-timeouts",
	"a4-one-vote",
	"a5-up-to-date",
	"a7-stale-leader",
	"a8-disturbance",
	"a10-timing",
	"b1-write-path",
	"b3-consistency-check",
	"b5-repair",
	"b7-speed",
	"b7-without-waiting",
	"c1-five-promises",
	"c2-figure-8",
	"c3-crashes-and-answers",
	"d1-save-first",
	"d3-snapshots",
	"d4-disks",
	"d5-trust",
	"e1-stale-reads",
	"e2-reads-without-log",
	"e3-three-modes",
	"e4-sessions",
	"e5-once-is-not-enough",
	"f1-two-majorities",
	"f2-one-at-a-time",
	"f3-two-terms",
	"f4-joint",
	"f5-leaving",
	"g6-before-consensus",
	"g1-paxos",
	"g2-livelock",
	"g3-multi-paxos",
	"g4-zab",
	"h1-consistency",
	"h5-in-use",
	"i1-your-own-raft",
}

// stages has the letters of subjects that stand in the stage of another letter: the neighbours of Raft are G, and
// what one chooses between them is H.
var stages = map[string]string{"H": "G"}

// writes has the exercises with which a lesson ends: by then their rules have been taught.
var writes = map[string]string{
	"a3-timeouts":           "timeout",
	"a5-up-to-date":         "vote",
	"a7-stale-leader":       "campaign",
	"a8-disturbance":        "prevote",
	"b3-consistency-check":  "append",
	"b5-repair":             "replicate",
	"c2-figure-8":           "commit",
	"d1-save-first":         "persist",
	"d3-snapshots":          "snapshot",
	"e3-three-modes":        "reads",
	"e5-once-is-not-enough": "sessions",
	"f5-leaving":            "membership",
	"g6-before-consensus":   "quorum",
	"g1-paxos":              "paxos",
	"g4-zab":                "zab",
}

// Lesson is one lesson.
type Lesson struct {
	// Letter is the stage of the course in which it stands. Sections are sections of the Raft paper, or of another one
	// that is named.
	ID, Letter, Title, Sections string
	Subjects                    []string
	Blocks                      []Block
	// Writes is the exercise with which it ends, "" if it has none.
	Writes string
}

// Block is a piece of a lesson: exactly one of the first four is set.
type Block struct {
	Markdown string
	Lab      *Lab
	Predict  *Predict
	Task     *Task
	// Fold is the title under which the block is folded, "" for a block in sight.
	Fold string
}

// Lab is a world that is paused at a moment.
type Lab struct {
	Scenario *story.Scenario
	// Listed is true if the scenario is in the catalogue.
	Listed  bool
	Rules   string // "" for the scenario's own
	Until   Step
	Show    []string
	Caption string
	Expect  []string
	Ends    string // part of the failure that ends the story, "" if it ends well
}

// Predict is a question about what happens next in the lab above it.
type Predict struct {
	Question string
	Options  []string
	// Number says what is counted, if the reader types a number. Options are then numbers that have answers.
	Number string
	// Answers says why an option is wrong. That of the right one, with the index Right, is "".
	Answers []string
	Right   int
	Why     string
	Run     []Step
	Expect  []string
	// Again is the question in another dress, for a reader who was wrong.
	Again *Again
}

// Again asks for the same idea in another case. It stands alone.
type Again struct {
	Question string
	Options  []string
	Answers  []string
	Right    int
	Why      string
	// Picture is the moment that the question is about, nil if it has none. It is not played.
	Picture *Lab
}

// Step is how a lab continues: one of the four.
type Step struct {
	For lab.Duration
	Saw []string
	Do  string
	End bool
}

// ErrForm is wrapped when a lesson does not have the form of doc.go.
var ErrForm = errors.New("the lesson has a wrong form")

// All is every lesson, in order.
func All() ([]*Lesson, error) {
	lessons := make([]*Lesson, 0, len(order))
	for _, id := range order {
		text, err := files.ReadFile(id + ".md")
		if err != nil {
			return nil, fmt.Errorf("read lesson %s: %w", id, err)
		}
		lesson, err := parse(id, string(text))
		if err != nil {
			return nil, fmt.Errorf("lesson %s: %w", id, err)
		}
		lessons = append(lessons, lesson)
	}
	return lessons, nil
}

// Titles are the titles of all lessons by their ID. It reads only their heads: All takes a second on a busy machine.
func Titles() (map[string]string, error) {
	titles := map[string]string{}
	for _, id := range order {
		text, err := files.ReadFile(id + ".md")
		if err != nil {
			return nil, fmt.Errorf("read lesson %s: %w", id, err)
		}
		match := head.FindSubmatch(text)
		if match == nil {
			return nil, fmt.Errorf("lesson %s: %w: it has no head", id, ErrForm)
		}
		titles[id] = string(match[1])
	}
	return titles, nil
}

var head = regexp.MustCompile("^# (.+)\n\n\\*Lesson ([a-z0-9-]+) · ([A-I][A-I0-9+ ]*) · ([^*]+)\\*\n")

// block is a fenced block of one of our four kinds.
var block = regexp.MustCompile("(?ms)^```(lab|predict|again|do)\n(.*?)^```\n")

func parse(id, text string) (*Lesson, error) {
	match := head.FindStringSubmatch(text)
	if match == nil || match[2] != id {
		return nil, fmt.Errorf("%w: want # TITLE and *Lesson %s · SUBJECTS · §SECTIONS* at the beginning", ErrForm, id)
	}
	lesson := &Lesson{ID: id, Title: match[1], Subjects: strings.Fields(match[3]), Sections: match[4]}
	lesson.Letter, lesson.Writes = stageOf(lesson.Subjects[0]), writes[id]
	text = text[len(match[0]):]
	for {
		at := fold.FindStringSubmatchIndex(text)
		if at == nil {
			return lesson, lesson.read(text, "")
		}
		if err := lesson.read(text[:at[0]], ""); err != nil {
			return nil, err
		}
		if err := lesson.read(text[at[4]:at[5]], text[at[2]:at[3]]); err != nil {
			return nil, err
		}
		text = text[at[1]:]
	}
}

// fold is a part that a reader opens by its title.
var fold = regexp.MustCompile("(?ms)^<details>\n<summary>([^<>\n]+)</summary>\n(.*?)^</details>\n")

// read adds the blocks of a part that is folded under a title, or in sight.
func (l *Lesson) read(text, title string) error {
	begin := len(l.Blocks)
	for {
		at := block.FindStringSubmatchIndex(text)
		if at == nil {
			l.add(text)
			break
		}
		l.add(text[:at[0]])
		kind, content := text[at[2]:at[3]], text[at[4]:at[5]]
		text = text[at[1]:]
		made, err := l.block(kind, content)
		if err == nil && made != nil && made.Lab == nil {
			err = l.labInSight(title)
		}
		if err != nil {
			return fmt.Errorf("the %s after %d blocks: %w", kind, len(l.Blocks), err)
		}
		if made != nil {
			made.Fold = title
			l.Blocks = append(l.Blocks, *made)
		}
	}
	for i := range l.Blocks[begin:] {
		l.Blocks[begin+i].Fold = title
	}
	return nil
}

// labInSight is an error about a question in sight whose lab is folded away.
func (l *Lesson) labInSight(title string) error {
	for i := len(l.Blocks) - 1; i >= 0; i-- {
		if one := l.Blocks[i]; one.Lab != nil {
			if one.Fold != "" && one.Fold != title {
				return fmt.Errorf("%w: its lab is folded under %q", ErrForm, one.Fold)
			}
			return nil
		}
	}
	return nil
}

// stageOf is the letter of the stage in which a subject stands.
func stageOf(subject string) string {
	letter := subject[:1]
	if stage, elsewhere := stages[letter]; elsewhere {
		return stage
	}
	return letter
}

// add adds prose.
func (l *Lesson) add(markdown string) {
	if markdown = strings.TrimSpace(markdown); markdown != "" {
		l.Blocks = append(l.Blocks, Block{Markdown: markdown})
	}
}

// block is nil for one that belongs to the block above it.
func (l *Lesson) block(kind, content string) (*Block, error) {
	fields, err := fieldsOf(content)
	if err != nil {
		return nil, err
	}
	switch kind {
	case "lab":
		made, err := l.lab(fields)
		return &Block{Lab: made}, err
	case "again":
		return nil, l.again(fields)
	}
	if l.last() == nil {
		return nil, fmt.Errorf("%w: a question needs a lab above it", ErrForm)
	}
	if kind == "do" {
		made, err := task(fields)
		return &Block{Task: made}, err
	}
	made, err := predict(fields)
	return &Block{Predict: made}, err
}

// last is the last lab so far.
func (l *Lesson) last() *Lab {
	for i := len(l.Blocks) - 1; i >= 0; i-- {
		if l.Blocks[i].Lab != nil {
			return l.Blocks[i].Lab
		}
	}
	return nil
}
