package exercises

import (
	"embed"
	"errors"
	"fmt"
	"strings"
)

// Only these files of each folder are embedded. The whole folder would include the solution.
//
//go:embed */README.md */hints.md */*.go
var texts embed.FS

// Node is the exercise that is a whole server.
const Node = "node"

// ErrNone is wrapped when an unknown exercise, task or level is requested.
var ErrNone = errors.New("not found")

// Lesson is the text of an exercise's lesson, in Markdown.
func Lesson(id string) (string, error) { return text(id, "README.md") }

// Hints is the text of all of an exercise's hints, in Markdown.
func Hints(id string) (string, error) { return text(id, "hints.md") }

// Files are the files that a learner starts an exercise with, by name.
func Files(id string) (map[string]string, error) {
	entries, err := texts.ReadDir(id)
	if err != nil {
		return nil, fmt.Errorf("exercise %q: %w", id, ErrNone)
	}
	files := map[string]string{}
	for _, entry := range entries {
		if files[entry.Name()], err = text(id, entry.Name()); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func text(id, file string) (string, error) {
	bytes, err := texts.ReadFile(id + "/" + file)
	if err != nil {
		return "", fmt.Errorf("exercise %q: %w", id, ErrNone)
	}
	return string(bytes), nil
}

// Hint is the hint of one level, from 1 to 3, for a task, from 1.
func Hint(id string, task, level int) (string, error) {
	all, err := Hints(id)
	if err != nil {
		return "", err
	}
	_, section, found := strings.Cut(all, fmt.Sprintf("\n## Task %d: ", task))
	if !found {
		tasks := strings.Count(all, "\n## Task ")
		return "", fmt.Errorf("task %d of exercise %s: %w; it has %d tasks", task, id, ErrNone, tasks)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	title, body, _ := strings.Cut(section, "\n")
	_, hint, found := strings.Cut(body, fmt.Sprintf("\n%d. ", level))
	if !found {
		return "", fmt.Errorf("level %d of task %d of exercise %s: %w; there are 3", level, task, id, ErrNone)
	}
	hint, _, _ = strings.Cut(hint, fmt.Sprintf("\n%d. ", level+1))
	return fmt.Sprintf("Task %d: %s\n%s", task, title, strings.Join(strings.Fields(hint), " ")), nil
}
