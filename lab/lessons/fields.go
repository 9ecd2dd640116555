package lessons

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab/protocols/known"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// answerKey is the key of an option's own answer, answerSign what such a line begins with.
const answerKey, answerSign = "->", "-> "

// field is a line of a block, KEY: VALUE; an option's key is "-" or "*".
type field struct{ key, value string }

// fieldsOf reads the lines of a block. The lines of a script stay separate; other lines are joined.
func fieldsOf(content string) ([]field, error) {
	var fields []field
	for line := range strings.Lines(content) {
		line = strings.TrimRight(line, " \n")
		goesOn, indented := strings.CutPrefix(line, "  ")
		switch {
		case indented && len(fields) > 0 && fields[len(fields)-1].key == "script":
			fields[len(fields)-1].value += goesOn + "\n"
		case indented && len(fields) > 0 && strings.HasPrefix(strings.TrimSpace(goesOn), answerSign):
			fields = append(fields, field{answerKey, strings.TrimSpace(goesOn)[len(answerSign):]})
		case indented && len(fields) > 0:
			fields[len(fields)-1].value += " " + strings.TrimSpace(goesOn)
		case line == "" && len(fields) > 0 && fields[len(fields)-1].key == "script":
			fields[len(fields)-1].value += "\n"
		case strings.HasPrefix(line, "- "), strings.HasPrefix(line, "* "):
			fields = append(fields, field{line[:1], strings.TrimSpace(line[2:])})
		default:
			key, value, found := strings.Cut(line, ":")
			if !found {
				return nil, fmt.Errorf("%w: %q is not KEY: VALUE", ErrForm, line)
			}
			fields = append(fields, field{key, strings.TrimSpace(value)})
		}
	}
	return fields, nil
}

// parts are the parts of the page that a lab can show; marks are those of nextIndex and matchIndex on the logs.
var parts = []string{"ring", "logs", "marks", "checks", "feed", "clients"}

func (l *Lesson) lab(fields []field) (*Lab, error) {
	made := &Lab{Show: []string{"ring", "logs"}}
	var title, script string
	var err error
	for _, f := range fields {
		switch f.key {
		case "scenario":
			made.Listed = true
			made.Scenario, err = scenarios.Find(f.value)
		case "title":
			title = f.value
		case "script":
			script = f.value
		case "rules":
			made.Rules = f.value
		case "until":
			made.Until, err = step(f.value)
		case "show":
			made.Show, err = shown(f.value)
		case "caption":
			made.Caption = f.value
		case "expect":
			made.Expect = append(made.Expect, "expect "+f.value)
		case "ends":
			made.Ends = f.value
		default:
			err = fmt.Errorf("%w: a lab has no field %q", ErrForm, f.key)
		}
		if err != nil {
			return nil, err
		}
	}
	if made.Scenario == nil {
		text := fmt.Sprintf("# %s: %s\n\n%s", l.Subjects[0], title, script)
		if made.Scenario, err = story.ParseScenario(l.ID, text); err != nil {
			return nil, err
		}
	}
	if made.Rules != "" {
		of, err := known.Protocols().Of(made.Scenario)
		if err != nil {
			return nil, err
		}
		if err := of.New().ChooseRules(made.Rules, ""); err != nil {
			return nil, err
		}
	}
	if made.Caption == "" || made.Until.Do != "" {
		return nil, fmt.Errorf("%w: a lab needs a caption and an opening moment (until)", ErrForm)
	}
	return made, nil
}

func shown(value string) ([]string, error) {
	show := strings.Fields(value)
	for _, part := range show {
		if !slices.Contains(parts, part) {
			return nil, fmt.Errorf("%w: a lab cannot show %q: want %s", ErrForm, part, strings.Join(parts, ", "))
		}
	}
	return show, nil
}

func predict(fields []field) (*Predict, error) {
	made := &Predict{Right: -1}
	for _, f := range fields {
		known, err := made.set(f)
		switch {
		case err != nil:
			return nil, err
		case known:
		case f.key == "number":
			made.Number = f.value
		case f.key == "run":
			next, err := step(f.value)
			if err != nil {
				return nil, err
			}
			made.Run = append(made.Run, next)
		case f.key == "expect":
			made.Expect = append(made.Expect, "expect "+f.value)
		default:
			return nil, fmt.Errorf("%w: a question has no field %q", ErrForm, f.key)
		}
	}
	if err := made.complete(); err != nil {
		return nil, err
	}
	if len(made.Run) == 0 || len(made.Expect) == 0 {
		return nil, fmt.Errorf("%w: a question needs run and expect", ErrForm)
	}
	return made, nil
}

// set takes a field that every question has. It reports whether it knows the field.
func (p *Predict) set(f field) (bool, error) {
	switch f.key {
	case "question":
		p.Question = f.value
	case "*", "-":
		if f.key == "*" {
			p.Right = len(p.Options)
		}
		p.Options, p.Answers = append(p.Options, f.value), append(p.Answers, "")
	case answerKey:
		return true, setAnswer(p.Answers, f.value)
	case "why":
		p.Why = f.value
	default:
		return false, nil
	}
	return true, nil
}

// pictureKeys are the fields of a lab that the picture of a question has.
var pictureKeys = []string{"scenario", "title", "script", "rules", "until", "show", "expect"}

// again gives the question above another dress.
func (l *Lesson) again(fields []field) error {
	made := &Predict{Right: -1}
	var drawn []field
	for _, f := range fields {
		known, err := made.set(f)
		switch {
		case err != nil:
			return err
		case known:
		case slices.Contains(pictureKeys, f.key):
			drawn = append(drawn, f)
		default:
			return fmt.Errorf("%w: a question in another dress has no field %q", ErrForm, f.key)
		}
	}
	if err := made.complete(); err != nil {
		return err
	}
	var picture *Lab
	if drawn != nil {
		var err error
		// The question is what a caption would say.
		if picture, err = l.lab(append(drawn, field{"caption", made.Question})); err != nil {
			return fmt.Errorf("its picture: %w", err)
		}
		if len(picture.Expect) == 0 {
			return fmt.Errorf("%w: a picture needs expect: what it shows", ErrForm)
		}
	}
	if len(l.Blocks) == 0 || l.Blocks[len(l.Blocks)-1].Predict == nil {
		return fmt.Errorf("%w: another dress (again) needs its question right above it", ErrForm)
	}
	l.Blocks[len(l.Blocks)-1].Predict.Again = &Again{
		made.Question, made.Options, made.Answers, made.Right, made.Why, picture,
	}
	return nil
}

// complete wants what every question has, played or not.
func (p *Predict) complete() error {
	if p.Question == "" || p.Why == "" || p.Right < 0 || len(p.Options) < 2 {
		return fmt.Errorf("%w: a question needs two options or more, a right one (*), and why", ErrForm)
	}
	for i, answer := range p.Answers {
		if _, err := strconv.ParseUint(p.Options[i], 10, 32); p.Number != "" && err != nil {
			return fmt.Errorf("%w: the options of a question with number: are numbers, not %q", ErrForm, p.Options[i])
		}
		if (answer == "") != (i == p.Right) {
			return fmt.Errorf("%w: each wrong option needs an answer below it (-> WHY NOT), and the right one has "+
				"none: %q", ErrForm, p.Options[i])
		}
	}
	return nil
}

// setAnswer gives the last of the options, or wrong tries, its own answer.
func setAnswer(answers []string, answer string) error {
	if len(answers) == 0 || answers[len(answers)-1] != "" {
		return fmt.Errorf("%w: the answer %q does not belong to the line above it", ErrForm, answer)
	}
	answers[len(answers)-1] = answer
	return nil
}

// step reads the value of until: and run:.
func step(value string) (Step, error) {
	word, rest, _ := strings.Cut(value, " ")
	switch {
	case value == "end":
		return Step{End: true}, nil
	case word == "saw" && rest != "":
		return Step{Saw: strings.Fields(rest)}, nil
	case word == "do" && rest != "":
		return Step{Do: rest}, nil
	}
	time, err := span(value)
	if err != nil {
		return Step{}, err
	}
	return Step{For: time}, nil
}
