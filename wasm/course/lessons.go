package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"raftlab/grader/judges"
	"raftlab/lab/lessons"
	"raftlab/lab/protocols/known"
	"raftlab/lab/puzzles"
	"raftlab/lab/scenarios"
	"raftlab/wasm/protocol"
	"raftlab/wasm/session"
)

// Lessons is lessons.json.
type Lessons struct {
	Version int      `json:"version"`
	Lessons []Lesson `json:"lessons"`
	Myths   []Myth   `json:"myths"`
	// Glossary is in the order of the names.
	Glossary []Word `json:"glossary"`
	Figure2  []Box  `json:"figure2"`
	// Pictures are a file of their own: those of the questions in another dress, by their questions' ids.
	Pictures map[string]AgainPicture `json:"-"`
}

// AgainPicture is the moment of a question in another dress. Show has the parts of the page that draw it.
type AgainPicture struct {
	Show  []string `json:"show"`
	Frame Picture  `json:"frame"`
}

// Lesson is one lesson: its blocks are *Prose, *Lab, *Predict and *Do.
type Lesson struct {
	ID       string   `json:"id"`
	Letter   string   `json:"letter"`
	Title    string   `json:"title"`
	Subjects []string `json:"subjects"`
	Sections string   `json:"sections"`
	// Puzzles are those about the same.
	Puzzles []PuzzleName `json:"puzzles"`
	Blocks  []any        `json:"blocks"`
	// Writes is the exercise with which the lesson ends, null if it has none.
	Writes *Written `json:"writes"`
}

// Written is an exercise by its title, with a sentence about it.
type Written struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// written is nil for "".
func written(id string) *Written {
	for _, judge := range judges.All() {
		if about := judge.About(); about.ID == id {
			return &Written{id, about.Title, about.Summary}
		}
	}
	return nil
}

// Prose is HTML.
type Prose struct {
	Kind string `json:"kind"` // html
	Folded
	HTML string `json:"html"`
}

// Lab is a world that is paused at a moment, with its picture.
type Lab struct {
	Kind string `json:"kind"` // lab
	Folded
	// Scenario is the id of a scenario of the catalogue; otherwise Text is the scenario itself.
	Scenario string `json:"scenario"`
	Text     string `json:"text"`
	Title    string `json:"title"`
	Rules    string `json:"rules"`
	// RulesTitle is the title of these rules, "" for the scenario's own.
	RulesTitle string   `json:"rulesTitle"`
	Show       []string `json:"show"`
	Caption    string   `json:"caption"`
	// At is the virtual time at which it opens; everything up to At has happened.
	At int64 `json:"at"`
	// End is the time of the story's end. Breaks is true if a property breaks there.
	End    int64   `json:"end"`
	Breaks bool    `json:"breaks"`
	Link   string  `json:"link"`
	Frame  Picture `json:"frame"`
}

// Picture is a frame in the JSON of the page's engine, which puts a protocol's own parts under its name.
type Picture struct{ protocol.Frame }

// MarshalJSON is used by encoding/json.
func (p Picture) MarshalJSON() ([]byte, error) { return protocol.Encode(p.Frame), nil }

// Predict is a question about the lab above it.
type Predict struct {
	Kind string `json:"kind"` // predict
	Folded
	// Number says what is counted where a number is typed, "" where an option is chosen.
	Number   string   `json:"number"`
	Question string   `json:"question"`
	Options  []string `json:"options"`
	// Answers says why an option is wrong, "" for the right one.
	Answers []string         `json:"answers"`
	Right   int              `json:"right"`
	Why     string           `json:"why"`
	Run     []lessons.Moment `json:"run"`
	// Again is the same idea in another case.
	Again Again `json:"again"`
}

// Again is a question that is not played.
type Again struct {
	Question string   `json:"question"`
	Options  []string `json:"options"`
	Answers  []string `json:"answers"`
	Right    int      `json:"right"`
	Why      string   `json:"why"`
	// Picture is true if again.json has the question's picture.
	Picture bool `json:"picture,omitempty"`
}

// Myth is a wrong statement that is often made.
type Myth struct {
	Myth     string `json:"myth"`
	Truth    string `json:"truth"`
	Sections string `json:"sections"`
	// Link and Title lead to a scenario that shows the truth, "" if there is none.
	Link  string `json:"link"`
	Title string `json:"title"`
}

func lessonIDs() ([]string, error) {
	all, err := lessons.All()
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, lesson := range all {
		ids[i] = lesson.ID
	}
	return ids, nil
}

func makeLessons() (Lessons, error) {
	made := Lessons{Version: version, Pictures: map[string]AgainPicture{}}
	page, err := newPage()
	if err != nil {
		return made, err
	}
	all, err := lessons.All()
	if err != nil {
		return made, err
	}
	puzzling, err := puzzles.All()
	if err != nil {
		return made, err
	}
	for _, lesson := range all {
		one, err := page.lesson(lesson)
		if err != nil {
			return made, fmt.Errorf("lesson %s: %w", lesson.ID, err)
		}
		if err := againPictures(lesson, one, made.Pictures); err != nil {
			return made, fmt.Errorf("lesson %s: %w", lesson.ID, err)
		}
		for _, p := range puzzling {
			if p.Lesson == lesson.ID {
				one.Puzzles = append(one.Puzzles, PuzzleName{p.ID, p.Title})
			}
		}
		made.Lessons = append(made.Lessons, one)
	}
	if made.Myths, err = page.myths(); err != nil {
		return made, err
	}
	return made, page.reference(&made)
}

// againPictures draws the pictures of a lesson's questions in another dress. A question's id is its lesson with its
// place there, as the page counts.
func againPictures(lesson *lessons.Lesson, made Lesson, into map[string]AgainPicture) error {
	for i, block := range lesson.Blocks {
		if block.Predict == nil || block.Predict.Again.Picture == nil {
			continue
		}
		drawn := block.Predict.Again.Picture
		moments, _, err := drawn.Moments(nil)
		if err != nil {
			return err
		}
		l := &Lab{Rules: drawn.Rules, Show: drawn.Show, At: moments[0].At, Text: drawn.Scenario.Text}
		if drawn.Listed {
			l.Scenario, l.Text = drawn.Scenario.ID, ""
		}
		frame, err := picture(l)
		if err != nil {
			return fmt.Errorf("the question %q: %w", block.Predict.Again.Question, err)
		}
		into[fmt.Sprintf("%s/%d", lesson.ID, i)] = AgainPicture{drawn.Show, Picture{frame}}
		made.Blocks[i].(*Predict).Again.Picture = true
	}
	return nil
}

func (p *page) lesson(lesson *lessons.Lesson) (Lesson, error) {
	made := Lesson{
		ID: lesson.ID, Letter: lesson.Letter, Title: lesson.Title,
		Subjects: lesson.Subjects, Sections: lesson.Sections, Puzzles: []PuzzleName{},
		Writes: written(lesson.Writes),
	}
	p.gloss.begin()
	var above *lessons.Lab
	for _, block := range lesson.Blocks {
		if block.Lab != nil {
			above = block.Lab
		}
		add := func() error {
			one, err := p.block(above, block)
			if err == nil {
				one.under(block.Fold)
				made.Blocks = append(made.Blocks, one)
			}
			return err
		}
		var err error
		if block.Fold == "" {
			err = add()
		} else {
			err = p.gloss.aside(add)
		}
		if err != nil {
			return made, err
		}
	}
	return made, nil
}

// block is one block of a lesson; above is the last lab so far.
func (p *page) block(above *lessons.Lab, block lessons.Block) (foldable, error) {
	switch {
	case block.Lab != nil:
		return p.labBlock(block.Lab)
	case block.Predict != nil:
		return p.predict(above, block.Predict)
	case block.Task != nil:
		var made *Do
		err := p.gloss.plain(func() (err error) {
			made, err = p.task(block.Task)
			return err
		})
		return made, err
	}
	html, err := p.html(block.Markdown)
	return &Prose{Kind: "html", HTML: html}, err
}

// line is the HTML of a text shorter than a paragraph.
func (p *page) line(markdown string) (string, error) {
	html, err := p.html(markdown)
	if err != nil {
		return "", err
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(html, "<p>"), "</p>")
	if strings.Contains(inner, "<p>") || len(inner)+len("<p></p>") != len(html) {
		return "", fmt.Errorf("%q should be one paragraph", markdown)
	}
	return inner, nil
}

func (p *page) labBlock(l *lessons.Lab) (*Lab, error) {
	made := &Lab{Kind: "lab", Title: l.Scenario.Title, Rules: l.Rules, RulesTitle: p.rules[l.Rules].Title, Show: l.Show,
		Breaks: l.Ends != ""}
	var err error
	if made.Caption, err = p.line(l.Caption); err != nil {
		return nil, err
	}
	moments, _, err := l.Moments([]lessons.Step{{End: true}})
	if err != nil {
		return nil, err
	}
	made.At, made.End = moments[0].At, moments[1].At
	if l.Listed {
		made.Scenario = l.Scenario.ID
	} else {
		made.Text = l.Scenario.Text
	}
	if made.Frame.Frame, err = picture(made); err != nil {
		return nil, err
	}
	if l.Listed {
		made.Link, _, err = p.lab(l.Scenario.ID, l.Rules)
	} else {
		made.Link, err = runLink(l.Scenario, l.Rules, made.Frame.Event)
	}
	return made, err
}

// errPicture is wrapped when the engine does not draw the lesson's picture.
var errPicture = errors.New("no picture of a lab")

// picture is what the page's engine would show at the moment at which the lab opens. The page shows it until
// somebody runs the lab.
func picture(l *Lab) (protocol.Frame, error) {
	engine := session.New(known.Protocols(), scenarios.Collection(), known.Protocols(), known.Protocols())
	var frame protocol.Frame
	for _, ask := range []any{
		protocol.StartRequest{Scenario: l.Scenario, Text: l.Text, Rules: l.Rules},
		protocol.AdvanceRequest{Until: l.At, Events: 1_000_000},
	} {
		reply := engine.Handle(protocol.Request{Ask: ask})
		var drawn bool
		if frame, drawn = reply.(protocol.Frame); !drawn {
			return frame, fmt.Errorf("%w: %+v", errPicture, reply)
		}
	}
	if frame.Now != l.At {
		return frame, fmt.Errorf("%w: the engine is at %d, want %d", errPicture, frame.Now, l.At)
	}
	// A picture has no inspector, which alone shows what changed last in each server.
	frame.Causes, frame.Story, frame.Changes = []string{}, "", []protocol.ChangeView{}
	frame.Lines = lastLines(l, frame.Lines)
	return frame, nil
}

// pictureLines is how many lines of the trace a picture keeps for its list of events.
const pictureLines = 60

func lastLines(l *Lab, lines []string) []string {
	if !slices.Contains(l.Show, "feed") {
		return []string{}
	}
	shown := slices.DeleteFunc(lines, func(line string) bool {
		fields := strings.Fields(line)
		return len(fields) < 4 || slices.Contains([]string{"send", "deliver", "timer"}, fields[3])
	})
	return shown[max(0, len(shown)-pictureLines):]
}

func (p *page) predict(above *lessons.Lab, question *lessons.Predict) (*Predict, error) {
	made := &Predict{Kind: "predict", Right: question.Right, Number: question.Number}
	if err := p.gloss.plain(func() error { return p.asked(made, question) }); err != nil {
		return nil, err
	}
	if err := p.gloss.plain(func() error { return p.again(made, question.Again) }); err != nil {
		return nil, err
	}
	var err error
	if made.Why, err = p.line(question.Why); err != nil {
		return nil, err
	}
	moments, _, err := above.Moments(question.Run)
	if err != nil {
		return nil, fmt.Errorf("the question %q: %w", question.Question, err)
	}
	made.Run = moments[1:]
	return made, nil
}

// asked fills in a question, its options and their answers. A reader sees one of the answers at most, so none is the
// first use of a word.
func (p *page) asked(made *Predict, question *lessons.Predict) (err error) {
	if made.Question, err = p.line(question.Question); err != nil {
		return err
	}
	if made.Options, err = p.texts(question.Options); err != nil {
		return err
	}
	made.Answers, err = p.texts(question.Answers)
	return err
}

func (p *page) again(made *Predict, dress *lessons.Again) (err error) {
	made.Again.Right = dress.Right
	if made.Again.Question, err = p.line(dress.Question); err != nil {
		return err
	}
	if made.Again.Options, err = p.texts(dress.Options); err != nil {
		return err
	}
	if made.Again.Answers, err = p.texts(dress.Answers); err != nil {
		return err
	}
	made.Again.Why, err = p.line(dress.Why)
	return err
}

// texts are lines; an empty one stays empty.
func (p *page) texts(lines []string) ([]string, error) {
	made := make([]string, 0, len(lines))
	for _, line := range lines {
		html := ""
		if line != "" {
			var err error
			if html, err = p.line(line); err != nil {
				return nil, err
			}
		}
		made = append(made, html)
	}
	return made, nil
}

func (p *page) myths() ([]Myth, error) {
	all, err := lessons.Myths()
	if err != nil {
		return nil, err
	}
	var made []Myth
	for _, myth := range all {
		one := Myth{Sections: myth.Sections, Myth: myth.Myth}
		p.gloss.begin()
		if one.Truth, err = p.html(myth.Truth); err != nil {
			return nil, err
		}
		if myth.Scenario != "" {
			if one.Link, one.Title, err = p.lab(myth.Scenario, myth.Rules); err != nil {
				return nil, err
			}
		}
		made = append(made, one)
	}
	return made, nil
}
