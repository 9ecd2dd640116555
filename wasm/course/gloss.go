package main

import (
	"cmp"
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"

	"raftlab/lab/lessons"
)

// gloss marks the first use of each word of the glossary in a text, so that the page can show its sentence there.
type gloss struct {
	pattern *regexp.Regexp
	// words are the glossary's, by their forms in lower case.
	words map[string]lessons.Word
	// marked has the names of the words that the present text has already; nil while nothing is marked.
	marked map[string]bool
}

func newGloss() (*gloss, error) {
	words, err := lessons.Glossary()
	if err != nil {
		return nil, err
	}
	g := &gloss{words: map[string]lessons.Word{}}
	var forms []string
	for _, word := range words {
		for _, form := range word.Forms {
			g.words[strings.ToLower(form)] = word
			forms = append(forms, strings.ReplaceAll(regexp.QuoteMeta(form), " ", `\s+`))
		}
	}
	// "commit index" comes before "commit".
	slices.SortStableFunc(forms, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	g.pattern, err = regexp.Compile(`(?i)\b(?:` + strings.Join(forms, "|") + `)\b`)
	return g, err
}

// begin begins a text: each word is marked once in all that follows.
func (g *gloss) begin() { g.marked = map[string]bool{} }

// aside calls f, and forgets what f marked: its part of the text may stay hidden.
func (g *gloss) aside(f func() error) error {
	before := g.marked
	g.marked = maps.Clone(before)
	err := f()
	g.marked = before
	return err
}

// plain calls f, which marks nothing: a button has no place in a label.
func (g *gloss) plain(f func() error) error {
	before := g.marked
	g.marked = nil
	err := f()
	g.marked = before
	return err
}

// token is a name in code, or a tag.
var token = regexp.MustCompile(`<code>[^<]*</code>|<[^>]*>`)

// closed is a tag between which and its end nothing is marked: a link, code, a heading.
var closed = regexp.MustCompile(`^</?(?:a|code|pre|h[1-6]|button|summary)\b`)

// mark marks the words in HTML that the renderer made.
func (g *gloss) mark(text string) string {
	if g.marked == nil {
		return text
	}
	var b strings.Builder
	depth, at := 0, 0
	// What is folded may stay hidden, so that it is not the first use of a word for the text below it.
	inSight := g.marked
	defer func() { g.marked = inSight }()
	for _, span := range append(token.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		running, one := text[at:span[0]], text[span[0]:span[1]]
		if depth == 0 {
			running = g.pattern.ReplaceAllStringFunc(running, g.inText)
		}
		switch name, isName := codeName(one); {
		case isName && depth == 0:
			one = g.button(name, one)
		case isName:
		case closed.MatchString(one) && strings.HasPrefix(one, "</"):
			depth--
		case closed.MatchString(one):
			depth++
		}
		b.WriteString(running)
		b.WriteString(one)
		switch {
		case strings.HasPrefix(one, "<details"):
			g.marked = maps.Clone(inSight)
		case one == "</details>":
			g.marked = inSight
		}
		at = span[1]
	}
	return b.String()
}

// inText is a word that was found in running text.
func (g *gloss) inText(found string) string { return g.button(found, found) }

// codeName is a token's name in code.
func codeName(token string) (string, bool) {
	name, is := strings.CutPrefix(token, "<code>")
	return strings.TrimSuffix(name, "</code>"), is && name != ""
}

// names are the words that the paper writes as names of variables: only these are marked in code.
var names = []string{"commitIndex", "matchIndex", "nextIndex"}

// button is a word with its sentence, the first time, and later the word alone. Drawn is how it stands there.
func (g *gloss) button(found, drawn string) string {
	word, known := g.words[strings.ToLower(strings.Join(strings.Fields(found), " "))]
	if !known || g.marked[word.Name] || drawn != found && !slices.Contains(names, found) {
		return drawn
	}
	g.marked[word.Name] = true
	return `<button type="button" class="gloss" data-word="` + html.EscapeString(word.Name) + `" data-note="` +
		html.EscapeString(word.Sentence) + `">` + drawn + `</button>`
}
