package main

import (
	"fmt"

	"raftlab/lab/lessons"
)

// Word is a word of the glossary.
type Word struct {
	Name     string   `json:"name"`
	Forms    []string `json:"forms"`
	Sentence string   `json:"sentence"`
	// Lesson is the id of the lesson that teaches it, "" if none does.
	Lesson string `json:"lesson"`
}

// Box is a part of Figure 2. Note, HTML, may be "".
type Box struct {
	Title string `json:"title"`
	Note  string `json:"note"`
	Rules []Rule `json:"rules"`
}

// Rule is a rule of Figure 2, as HTML, with the exercises that have it written: none if the lab has it.
type Rule struct {
	HTML      string   `json:"html"`
	Sections  string   `json:"sections"`
	Exercises []string `json:"exercises"`
}

// reference adds what is looked up: the glossary and Figure 2.
func (p *page) reference(made *Lessons) error {
	var err error
	if made.Glossary, err = glossary(); err != nil {
		return err
	}
	boxes, err := lessons.Figure2()
	if err != nil {
		return err
	}
	p.gloss.begin()
	for _, box := range boxes {
		one, err := p.box(box)
		if err != nil {
			return fmt.Errorf("figure 2, %s: %w", box.Title, err)
		}
		made.Figure2 = append(made.Figure2, one)
	}
	return nil
}

func glossary() ([]Word, error) {
	words, err := lessons.Glossary()
	var made []Word
	for _, word := range words {
		made = append(made, Word{word.Name, word.Forms, word.Sentence, word.Lesson})
	}
	return made, err
}

func (p *page) box(box lessons.Box) (Box, error) {
	made := Box{Title: box.Title}
	var err error
	if box.Note != "" {
		if made.Note, err = p.line(box.Note); err != nil {
			return made, err
		}
	}
	for _, rule := range box.Rules {
		html, err := p.line(rule.Markdown)
		if err != nil {
			return made, err
		}
		for _, id := range rule.Exercises {
			if !isExercise(id) {
				return made, fmt.Errorf("the rule %q: unknown exercise %q", rule.Markdown, id)
			}
		}
		made.Rules = append(made.Rules, Rule{html, rule.Sections, append([]string{}, rule.Exercises...)})
	}
	return made, nil
}
