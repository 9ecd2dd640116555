package lessons

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Word is a word of the glossary.
type Word struct {
	Name, Sentence string
	// Forms are how the word stands in texts.
	Forms []string
	// Lesson is the id of the lesson that teaches it, "" if none does.
	Lesson string
}

// wordHead is the line below a word: its forms, and its lesson.
var wordHead = regexp.MustCompile(`^\*([^*·]+?)(?: · ([a-z0-9-]+))?\*$`)

// Glossary is the words of glossary.md, in the order of their names.
func Glossary() ([]Word, error) {
	text, err := files.ReadFile("glossary.md")
	if err != nil {
		return nil, fmt.Errorf("read the glossary: %w", err)
	}
	return glossary(string(text))
}

func glossary(text string) ([]Word, error) {
	var words []Word
	for _, section := range strings.Split(text, "\n## ")[1:] {
		name, rest, _ := strings.Cut(section, "\n\n")
		line, sentence, _ := strings.Cut(rest, "\n\n")
		match := wordHead.FindStringSubmatch(line)
		if match == nil || strings.TrimSpace(sentence) == "" {
			return nil, fmt.Errorf("%w: want *FORM, FORM · LESSON* below the word %q, and then a sentence",
				ErrForm, name)
		}
		if match[2] != "" && !slices.Contains(order, match[2]) {
			return nil, fmt.Errorf("%w: the word %q is taught by the unknown lesson %q", ErrForm, name, match[2])
		}
		words = append(words, Word{
			Name: name, Sentence: strings.Join(strings.Fields(sentence), " "),
			Forms: strings.Split(match[1], ", "), Lesson: match[2],
		})
	}
	return words, nil
}
