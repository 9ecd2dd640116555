package lessons

import (
	"fmt"
	"regexp"
	"strings"
)

// Box is a part of Figure 2: its rules, below a sentence that may be "".
type Box struct {
	Title, Note string
	Rules       []Rule
}

// Rule is a rule of Figure 2 in our own words.
type Rule struct {
	Markdown, Sections string
	// Exercises have it written; none does if the lab has the rule itself.
	Exercises []string
}

// byTheLab stands in place of the exercises of a rule that the lab follows itself.
const byTheLab = "lab"

// ruleEnd is the end of a rule: its sections, and its exercises.
var ruleEnd = regexp.MustCompile(`^(.+) \((§[^·]+) · ([a-z ]+)\)$`)

// Figure2 is the parts of figure-2.md.
func Figure2() ([]Box, error) {
	text, err := files.ReadFile("figure-2.md")
	if err != nil {
		return nil, fmt.Errorf("read Figure 2: %w", err)
	}
	return figure2(string(text))
}

func figure2(text string) ([]Box, error) {
	var boxes []Box
	for _, section := range strings.Split(text, "\n## ")[1:] {
		title, rest, _ := strings.Cut(section, "\n\n")
		box := Box{Title: title}
		if note, rules, found := strings.Cut(rest, "\n\n"); found && strings.HasPrefix(note, "*") {
			box.Note, rest = strings.Join(strings.Fields(strings.Trim(note, "*")), " "), rules
		}
		for _, item := range strings.Split("\n"+rest, "\n- ")[1:] {
			match := ruleEnd.FindStringSubmatch(strings.Join(strings.Fields(item), " "))
			if match == nil {
				return nil, fmt.Errorf("%w: want (§SECTIONS · EXERCISES) at the end of the rule %q", ErrForm, item)
			}
			rule := Rule{Markdown: match[1], Sections: match[2], Exercises: strings.Fields(match[3])}
			if match[3] == byTheLab {
				rule.Exercises = nil
			}
			box.Rules = append(box.Rules, rule)
		}
		if len(box.Rules) == 0 {
			return nil, fmt.Errorf("%w: %q has no rules", ErrForm, title)
		}
		boxes = append(boxes, box)
	}
	return boxes, nil
}
