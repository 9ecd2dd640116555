package lessons

import (
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
)

// Task asks the reader to reach something in the lab above it. The reader's commands are carried out at the lab's
// moment, and the lab then runs for a time.
type Task struct {
	Task, Hint, Why string
	// Try are commands to begin with; the reader changes their servers, or types others.
	Try []string
	// Solution is as many commands as the reader may give.
	Solution []string
	For      lab.Duration
	// Expect must hold after that time.
	Expect []string
	Wrong  []Wrong
}

// Wrong is a try that does not reach it. Answer says why.
type Wrong struct {
	Commands []string
	Answer   string
}

// betweenCommands separates the commands in a line of a block.
const betweenCommands = "; "

func task(fields []field) (*Task, error) {
	made := &Task{}
	var answers []string
	for _, f := range fields {
		var err error
		switch f.key {
		case "task":
			made.Task = f.value
		case "hint":
			made.Hint = f.value
		case "why":
			made.Why = f.value
		case "try":
			made.Try = strings.Split(f.value, betweenCommands)
		case "solution":
			made.Solution = strings.Split(f.value, betweenCommands)
		case "run":
			made.For, err = span(f.value)
		case "expect":
			made.Expect = append(made.Expect, "expect "+f.value)
		case "wrong":
			made.Wrong = append(made.Wrong, Wrong{Commands: strings.Split(f.value, betweenCommands)})
			answers = append(answers, "")
		case answerKey:
			err = setAnswer(answers, f.value)
		default:
			err = fmt.Errorf("%w: a task has no field %q", ErrForm, f.key)
		}
		if err != nil {
			return nil, err
		}
	}
	for i, answer := range answers {
		if made.Wrong[i].Answer = answer; answer == "" {
			return nil, fmt.Errorf("%w: a wrong try needs an answer below it (-> WHY NOT)", ErrForm)
		}
	}
	if made.Task == "" || made.Hint == "" || made.Why == "" || len(made.Try) == 0 || len(made.Solution) == 0 ||
		made.For == 0 || len(made.Expect) == 0 || len(made.Wrong) == 0 {
		return nil, fmt.Errorf("%w: a task needs task, hint, why, try, solution, run, expect and a "+
			"wrong try", ErrForm)
	}
	return made, nil
}

// Reached carries out a reader's commands in the lab above the task. It is nil if they reach what the task asks for.
func (t *Task) Reached(above *Lab, commands []string) error {
	steps := make([]Step, 0, len(commands)+1)
	for _, command := range commands {
		steps = append(steps, Step{Do: command})
	}
	_, stage, err := above.Moments(append(steps, Step{For: t.For}))
	if err != nil {
		return err
	}
	if stage.Status() == story.Failed {
		return fmt.Errorf("%w: the run ends: %w", ErrLost, stage.Failure())
	}
	return stage.Expect(t.Expect)
}
