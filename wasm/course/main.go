package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"raftlab/grader/bring/examples"
	"raftlab/lab/scenarios"
	"raftlab/wasm/protocol"
)

func main() {
	out := flag.String("out", "static/dist/course.json",
		"where to write the exercises; lessons, stories, catalogue, puzzles, sketches and whole servers are beside it")
	outlined := flag.String("outline", "build/outline.json",
		"where to write the titles, for the page's build; opening.json is written beside it")
	sources := flag.String("sources", ".", "the folder of the lab's sources, for the whole servers in it")
	flag.Parse()
	if err := write(*out, *outlined, os.DirFS(*sources)); err != nil {
		fmt.Fprintln(os.Stderr, "course:", err)
		os.Exit(1)
	}
}

// write makes all files. If one of them cannot be made, it writes none.
func write(out, outlined string, sources fs.FS) error {
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
	pictures, err := sketches()
	if err != nil {
		return err
	}
	startable, err := catalogue()
	if err != nil {
		return err
	}
	begun, err := opening()
	if err != nil {
		return err
	}
	servers, err := examples.All(sources)
	if err != nil {
		return err
	}
	beside := filepath.Dir(out)
	for _, file := range []struct {
		path  string
		value any
	}{
		{out, course},
		{filepath.Join(beside, "lessons.json"), lessons},
		{filepath.Join(beside, "again.json"), lessons.Pictures},
		{filepath.Join(beside, "stories.json"), stories()},
		{filepath.Join(beside, "catalogue.json"), startable},
		{filepath.Join(beside, "puzzles.json"), puzzles},
		{filepath.Join(beside, "sketches.json"), pictures},
		{filepath.Join(beside, "whole-examples.json"), servers},
		{outlined, outline(course, lessons, puzzles)},
		{filepath.Join(filepath.Dir(outlined), "opening.json"), begun},
	} {
		if err := writeJSON(file.path, file.value); err != nil {
			return err
		}
	}
	return nil
}

// stories are the scenarios that the page's engine can play by their names.
func stories() []protocol.Story {
	var all []protocol.Story
	for _, one := range scenarios.Collection() {
		all = append(all, protocol.Story{ID: one.ID, Text: one.Source})
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
