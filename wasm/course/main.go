package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"raftlab/lab/scenarios"
	"raftlab/wasm/protocol"
)

func main() {
	out := flag.String("out", "static/dist/course.json",
		"where to write the exercises; lessons, stories, puzzles and sketches (.json) are written beside it")
	outlined := flag.String("outline", "build/outline.json",
		"where to write the titles, for the page's build; opening.json is written beside it")
	flag.Parse()
	if err := write(*out, *outlined); err != nil {
		fmt.Fprintln(os.Stderr, "course:", err)
		os.Exit(1)
	}
}

// write makes all files. If one of them cannot be made, it writes none.
func write(out, outlined string) error {
	course, err := makeCourse()
	if err != nil {
		return err
	}
	lessons, err := makeLessons()
	if err != nil {
		return err
	}
	puzzles, err := makePuzzles()
	if err != nil {
		return err
	}
	begun, err := opening()
	if err != nil {
		return err
	}
	if err := writeJSON(out, course); err != nil {
		return err
	}
	if err := writeJSON(filepath.Join(filepath.Dir(out), "lessons.json"), lessons); err != nil {
		return err
	}
	if err := writeJSON(filepath.Join(filepath.Dir(out), "stories.json"), stories()); err != nil {
		return err
	}
	if err := writeJSON(filepath.Join(filepath.Dir(out), "puzzles.json"), puzzles); err != nil {
		return err
	}
	pictures, err := sketches()
	if err != nil {
		return err
	}
	if err := writeJSON(filepath.Join(filepath.Dir(out), "sketches.json"), pictures); err != nil {
		return err
	}
	if err := writeJSON(outlined, outline(course, lessons, puzzles)); err != nil {
		return err
	}
	return writeJSON(filepath.Join(filepath.Dir(outlined), "opening.json"), begun)
}

// stories are the scenarios that the page's engine can play by their names.
func stories() []protocol.Story {
	var all []protocol.Story
	for _, one := range scenarios.Collection() {
		half := one.Half
		all = append(all, protocol.Story{ID: one.ID, Text: one.Source, Lacks: half.Rules, Compare: half.Scenario})
	}
	return all
}

func writeJSON(path string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("write the course: %w", err)
	}
	if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the course: %w", err)
	}
	return nil
}
