package lessons

import (
	"fmt"
	"regexp"
	"strings"
)

// Myth is a wrong statement that is often made about Raft.
type Myth struct {
	Myth, Truth, Sections string
	// Scenario shows the truth, with these Rules; "" if no scenario does.
	Scenario, Rules string
}

// mythHead is the line below a myth: the sections of the paper, and the scenario that shows the truth.
var mythHead = regexp.MustCompile(`^\*(.+?)(?: · ([a-z0-9-]+)(?: with ([a-z-]+))?)?\*$`)

// Myths are the myths of myths.md.
func Myths() ([]Myth, error) {
	text, err := files.ReadFile("myths.md")
	if err != nil {
		return nil, fmt.Errorf("read the myths: %w", err)
	}
	var myths []Myth
	for _, section := range strings.Split(string(text), "\n## ")[1:] {
		myth, rest, _ := strings.Cut(section, "\n\n")
		line, truth, _ := strings.Cut(rest, "\n\n")
		match := mythHead.FindStringSubmatch(line)
		if match == nil || strings.TrimSpace(truth) == "" {
			return nil, fmt.Errorf("%w: want *§SECTIONS · SCENARIO with RULES* below the myth %q, and then the truth",
				ErrForm, myth)
		}
		myths = append(myths, Myth{
			Myth: strings.Join(strings.Fields(myth), " "), Truth: strings.TrimSpace(truth),
			Sections: match[1], Scenario: match[2], Rules: match[3],
		})
	}
	return myths, nil
}
