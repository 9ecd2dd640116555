package main

import "raftlab/lab/lessons"

// Do asks the reader to reach something in the lab above it.
type Do struct {
	Kind string `json:"kind"` // do
	Folded
	Task string `json:"task"`
	Hint string `json:"hint"`
	Why  string `json:"why"`
	// Try are commands to begin with. Solution is as many commands as the reader may give.
	Try      []string `json:"try"`
	Solution []string `json:"solution"`
	// For is how long the lab runs, in microseconds.
	For int64 `json:"for"`
	// Expect are lines that must hold then.
	Expect []string `json:"expect"`
	Wrong  []Wrong  `json:"wrong"`
}

// Wrong is a try that does not reach it, and why.
type Wrong struct {
	Commands []string `json:"commands"`
	Answer   string   `json:"answer"`
}

func (p *page) task(task *lessons.Task) (*Do, error) {
	made := &Do{
		Kind: "do", Try: task.Try, Solution: task.Solution, For: int64(task.For),
		Expect: task.Expect,
	}
	var err error
	for _, text := range []struct {
		into *string
		from string
	}{{&made.Task, task.Task}, {&made.Hint, task.Hint}, {&made.Why, task.Why}} {
		if *text.into, err = p.line(text.from); err != nil {
			return nil, err
		}
	}
	for _, wrong := range task.Wrong {
		answer, err := p.line(wrong.Answer)
		if err != nil {
			return nil, err
		}
		made.Wrong = append(made.Wrong, Wrong{wrong.Commands, answer})
	}
	return made, nil
}
