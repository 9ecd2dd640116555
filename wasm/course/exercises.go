package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"raftlab/exercises"
	"raftlab/grader"
	"raftlab/grader/judges"
	"raftlab/wasm/guest/program"
)

// version is raised when an older page could no longer read the files.
const version = 2

// Course is course.json.
type Course struct {
	Version   int        `json:"version"`
	Exercises []Exercise `json:"exercises"`
	// Glossary is for texts that the page gets later: reports.
	Glossary []Word `json:"glossary"`
}

// Exercise is everything that the page needs for an exercise.
type Exercise struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Summary says in a sentence what the exercise is about.
	Summary string `json:"summary"`
	Number  int    `json:"number"`
	// File is the name of the only file that a learner writes, and Starter its first text. StarterHash tells
	// the page whether a stored file began from this text.
	File        string `json:"file"`
	Starter     string `json:"starter"`
	StarterHash string `json:"starterHash"`
	// Join is the file of package main that joins the learner's package to a guest, and Rules are the functions in
	// that package.
	Join  string   `json:"join"`
	Rules []string `json:"rules"`
	// Lesson is HTML, without two of its sections: Notes is the section on the tasks, without the tasks
	// themselves, and Done is the section on when the exercise is done.
	Lesson string `json:"lesson"`
	Tasks  []Task `json:"tasks"`
	// Plays are the stories that the lesson plays; its links have their numbers.
	Plays []Play `json:"plays"`
	Notes string `json:"notes"`
	Done  string `json:"done"`
	// Checks are the checks of a grading, in order.
	Checks []grader.Check `json:"checks"`
	// Place is the rule's place in Figure 2, and Sections are the sections of the paper.
	Place    string   `json:"place"`
	Sections string   `json:"sections"`
	Subjects []string `json:"subjects"`
	// Protocol is the id of the protocol whose rules they are, left out for Raft.
	Protocol string `json:"protocol,omitempty"`
	// Points is what a pass is worth in a class.
	Points int `json:"points"`
}

// Task is one task of an exercise with its three hints. Text and hints are HTML.
type Task struct {
	Title string   `json:"title"`
	Text  string   `json:"text"`
	Hints []string `json:"hints"`
}

// hintLevels is the number of hints of each task: where to look, which rule, which shape.
const hintLevels = 3

func makeCourse() (Course, error) {
	course := Course{Version: version}
	page, err := newPage()
	if err != nil {
		return course, err
	}
	for i, judge := range judges.All() {
		made, err := page.exercise(judge, i+1)
		if err != nil {
			return course, fmt.Errorf("exercise %s: %w", judge.About().ID, err)
		}
		course.Exercises = append(course.Exercises, made)
	}
	course.Glossary, err = glossary()
	return course, err
}

func (p *page) exercise(judge grader.Judge, number int) (Exercise, error) {
	exercise := judge.About()
	made := Exercise{
		ID: exercise.ID, Title: exercise.Title, Summary: exercise.Summary, Number: number,
		File: path.Base(exercise.File),
		Join: program.Join(exercise), Rules: exercise.Rules, Subjects: exercise.Subjects, Points: exercise.Points,
		Protocol: exercise.Protocol,
	}
	files, err := exercises.Files(exercise.ID)
	if err != nil {
		return made, err
	}
	made.Starter = files[made.File]
	sum := sha256.Sum256([]byte(made.Starter))
	made.StarterHash = hex.EncodeToString(sum[:8])
	made.Checks = judge.Checks()
	markdown, err := exercises.Lesson(exercise.ID)
	if err != nil {
		return made, err
	}
	var body string
	if made.Place, made.Sections, body, err = header(exercise.ID, markdown); err != nil {
		return made, err
	}
	return made, p.sections(&made, body)
}

// sections reads the part of a lesson below its header.
func (p *page) sections(made *Exercise, body string) error {
	tasks, body, err := takeSection(body, "Tasks")
	if err != nil {
		return err
	}
	done, body, err := takeSection(body, "Done when")
	if err != nil {
		return err
	}
	texts, notes := taskTexts(tasks)
	// In the order of the page, which shows the last section after the tasks: a word is marked at its first use.
	story, more, _ := strings.Cut(body, beyond)
	p.gloss.begin()
	p.plays = []Play{}
	if made.Lesson, err = p.html(story); err != nil {
		return err
	}
	if made.Notes, err = p.html(notes); err != nil {
		return err
	}
	if made.Tasks, err = p.tasks(made.ID, texts); err != nil {
		return err
	}
	if made.Done, err = p.html(done); err != nil {
		return err
	}
	more, err = p.html(beyond + more)
	made.Lesson += "\n" + more
	made.Plays = p.plays
	return err
}

// beyond is the heading of the last section of a lesson, which looks beyond the exercise.
const beyond = "\n## What production systems do\n"

// takeSection removes a section from a lesson and returns it.
func takeSection(body, title string) (section, rest string, err error) {
	before, after, found := strings.Cut(body, "\n## "+title+"\n")
	if !found {
		return "", "", fmt.Errorf("the lesson has no section %q", title)
	}
	section, after, more := strings.Cut(after, "\n## ")
	if more {
		after = "\n## " + after
	}
	return section, before + after, nil
}

// numbered is an item of the list of tasks; taskTitle is its title.
var (
	numbered  = regexp.MustCompile(`(?m)^\d+\. (.+\n(?:   .+\n)*)`)
	taskTitle = regexp.MustCompile(`^\*\*[^*]+\*\* ?`)
)

// taskTexts are the texts of the tasks after their titles, and the text around the tasks.
func taskTexts(section string) (texts []string, notes string) {
	for _, match := range numbered.FindAllStringSubmatch(section, -1) {
		text := strings.Join(strings.Fields(match[1]), " ")
		texts = append(texts, taskTitle.ReplaceAllString(text, ""))
	}
	return texts, numbered.ReplaceAllString(section, "")
}

// errHeader is wrapped when a lesson has a wrong header.
var errHeader = errors.New("want a title and the line *Exercise `ID` · PLACE · SECTIONS*")

// header removes the first two lines of a lesson, its title and its place in the paper, because the page draws
// them itself.
func header(id, markdown string) (place, sections, body string, err error) {
	title, body, _ := strings.Cut(markdown, "\n\n")
	line, body, _ := strings.Cut(body, "\n\n")
	rest, found := strings.CutPrefix(strings.TrimSuffix(line, "*"), "*Exercise `"+id+"` · ")
	if !strings.HasPrefix(title, "# ") || !found {
		return "", "", "", fmt.Errorf("%w: got %q and %q", errHeader, title, line)
	}
	place, sections, found = strings.Cut(rest, " · ")
	if !found {
		return "", "", "", fmt.Errorf("%w: no second · in %q", errHeader, line)
	}
	return place, sections, body, nil
}

func (p *page) tasks(id string, texts []string) ([]Task, error) {
	var tasks []Task
	for number, text := range texts {
		html, err := p.html(text)
		if err != nil {
			return nil, fmt.Errorf("task %d: %w", number+1, err)
		}
		task := Task{Text: html}
		// Hints are hidden at first, and what they mark is not marked for the text below.
		if err := p.gloss.aside(func() error { return p.hints(&task, id, number+1) }); err != nil {
			return nil, fmt.Errorf("task %d: %w", number+1, err)
		}
		tasks = append(tasks, task)
	}
	return tasks, nil
}

// hints fills in a task's title and its hints.
func (p *page) hints(task *Task, id string, number int) error {
	for level := 1; level <= hintLevels; level++ {
		hint, err := exercises.Hint(id, number, level)
		if err != nil {
			return err
		}
		title, text, _ := strings.Cut(hint, "\n")
		_, task.Title, _ = strings.Cut(title, ": ")
		html, err := p.html(text)
		if err != nil {
			return fmt.Errorf("hint %d: %w", level, err)
		}
		task.Hints = append(task.Hints, html)
	}
	task.Title = strings.ToUpper(task.Title[:1]) + task.Title[1:]
	return nil
}
