package lessons

import (
	"fmt"
	"regexp"
	"strings"
)

// Myth is something that is often said about Raft, and wrong.
type Myth struct {
	Myth, Truth, Sections string
	// Scenario is where it is seen, with these Rules; "" where there is none.
	Scenario, Rules string
}

// mythHead is the line below a myth: where the truth stands, and where it is seen.
var mythHead = regexp.MustCompile(`^\*(.+?)(?: · ([a-z0-9-]+)(?: with ([a-z-]+))?)?\*$`)

// Myths are those of myths.md.
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
			return nil, fmt.Errorf("%w: below the myth %q stands *§SECTIONS · SCENARIO with RULES*, and then the truth", ErrForm, myth)
		}
		myths = append(myths, Myth{
			Myth: strings.Join(strings.Fields(myth), " "), Truth: strings.TrimSpace(truth),
			Sections: match[1], Scenario: match[2], Rules: match[3],
		})
	}
	return myths, nil
}
