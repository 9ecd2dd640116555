package main

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"raftlab/lab/protocols/known"
	"raftlab/lab/scenarios"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// page turns Markdown, which is also written for a laptop, into HTML for the page.
type page struct {
	markdown goldmark.Markdown
	rules    map[string]service.RuleSet // those of all protocols
	lessons  map[string]bool
	gloss    *gloss
	source   []byte
	story    string // the last scenario in the text, for a command that plays it
	plays    []Play // what the commands of this text play
}

// Markdown that the page cannot show.
var (
	errRawHTML  = errors.New("raw HTML: write Markdown")
	errAsterisk = errors.New("a literal ** would be visible: the bold text begins or ends beside punctuation")
	errImage    = errors.New("an image: the page draws its own")
)

func newPage() (*page, error) {
	p := &page{rules: map[string]service.RuleSet{}, lessons: map[string]bool{}}
	for _, protocol := range known.Protocols() {
		for _, set := range protocol.RuleSets() {
			p.rules[set.ID] = set
		}
	}
	ids, err := lessonIDs()
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		p.lessons[id] = true
	}
	if p.gloss, err = newGloss(); err != nil {
		return nil, err
	}
	p.markdown = goldmark.New(goldmark.WithExtensions(extension.Table))
	// Our code blocks come before goldmark's, whose priority is 1000.
	p.markdown.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(codeBlocks{}, 100)))
	return p, nil
}

// html is the HTML of the Markdown for the page.
func (p *page) html(markdown string) (string, error) {
	p.source = []byte(markdown)
	tree := p.markdown.Parser().Parse(text.NewReader(p.source))
	if err := ast.Walk(tree, p.inline); err != nil {
		return "", err
	}
	if err := p.blocks(tree); err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := p.markdown.Renderer().Render(&b, p.source, tree); err != nil {
		return "", fmt.Errorf("render: %w", err)
	}
	return p.gloss.mark(strings.TrimSpace(b.String())), nil
}

// blocks replaces the blocks that the page shows in another form.
func (p *page) blocks(parent ast.Node) error {
	for node := parent.FirstChild(); node != nil; {
		next := node.NextSibling()
		switch block := node.(type) {
		case *ast.FencedCodeBlock:
			if err := p.code(parent, block); err != nil {
				return err
			}
		case *ast.Paragraph:
			// The page has no terminal.
			if strings.HasPrefix(p.plain(block), "On a laptop") {
				parent.RemoveChild(parent, node)
			}
		default:
			if node.Type() == ast.TypeBlock {
				if err := p.blocks(node); err != nil {
					return err
				}
			}
		}
		node = next
	}
	return nil
}

// code replaces a block of commands, and a scenario that nobody was taught to read, with what plays them in the page.
func (p *page) code(parent ast.Node, block *ast.FencedCodeBlock) error {
	content := strings.TrimSpace(string(block.Lines().Value(p.source)))
	switch kindOf(block, p.source) {
	case scenarioCode:
		scenario, err := story.ParseScenario("story", content+"\n")
		if err != nil {
			return fmt.Errorf("a scenario in the text: %w", err)
		}
		p.story = scenario.Text
		return p.playCommands(parent, block, []string{"raftlab run story.txt"})
	case shellCode:
		if strings.HasPrefix(content, "go test ") {
			return p.gradeCommand(parent, block)
		}
		return p.playCommands(parent, block, strings.Split(content, "\n"))
	}
	return nil
}

// gradeCommand removes `go test ./exercises/vote`. The paragraph after it says what the grader does and begins
// with a verb, so "The grading" becomes its subject.
func (p *page) gradeCommand(parent ast.Node, block *ast.FencedCodeBlock) error {
	after, ok := block.NextSibling().(*ast.Paragraph)
	if !ok {
		return errors.New("want a paragraph after the go test command that continues the sentence")
	}
	word := ast.NewEmphasis(2)
	word.AppendChild(word, ast.NewString([]byte("The grading")))
	after.InsertBefore(after, after.FirstChild(), ast.NewString([]byte(" ")))
	after.InsertBefore(after, after.FirstChild(), word)
	parent.RemoveChild(parent, block)
	return nil
}

// playCommands replaces raftlab run commands with links, which the page turns into labs that play within the text.
func (p *page) playCommands(parent ast.Node, block *ast.FencedCodeBlock, commands []string) error {
	list := ast.NewList('-')
	list.IsTight = true
	list.SetAttributeString("class", []byte("plays"))
	for _, command := range commands {
		link, err := p.play(command)
		if err != nil {
			return err
		}
		play, err := p.playHere(command, string(link.Destination))
		if err != nil {
			return err
		}
		link.SetAttributeString(playNumber, []byte(strconv.Itoa(len(p.plays))))
		p.plays = append(p.plays, play)
		item, line := ast.NewListItem(2), ast.NewTextBlock()
		line.AppendChild(line, link)
		item.AppendChild(item, line)
		list.AppendChild(list, item)
	}
	parent.ReplaceChild(parent, block, list)
	return nil
}

// play is the link with the effect of a raftlab run command.
func (p *page) play(command string) (*ast.Link, error) {
	id, rules, err := p.runCommand(command)
	if err != nil {
		return nil, err
	}
	destination, title, err := p.lab(id, rules)
	if err != nil {
		return nil, err
	}
	return linkTo(destination, title+p.withRules(rules)), nil
}

func (p *page) runCommand(command string) (id, rules string, err error) {
	words := strings.Fields(command)
	if len(words) < 3 || words[0] != "raftlab" || words[1] != "run" {
		return "", "", fmt.Errorf("the page knows only raftlab run, not %q", command)
	}
	switch rest := words[3:]; {
	case len(rest) == 0:
		return words[2], "", nil
	case len(rest) == 2 && rest[0] == "--rules":
		return words[2], rest[1], nil
	}
	return "", "", fmt.Errorf("the page knows raftlab run ID --rules ID, not %q", command)
}

// lab is the link to a scenario, and the scenario's name. A file name means the last story in the text.
func (p *page) lab(id, rules string) (destination, title string, err error) {
	if _, known := p.rules[rules]; !known && rules != "" {
		return "", "", fmt.Errorf("unknown rules %q", rules)
	}
	if strings.HasSuffix(id, ".txt") {
		return p.storyLink(rules)
	}
	scenario, err := scenarios.Find(id)
	if err != nil {
		return "", "", err
	}
	destination = "#/lab?scenario=" + scenario.ID
	if rules != "" {
		destination += "&rules=" + rules
	}
	return destination, scenario.Subject + ": " + scenario.Title, nil
}

func (p *page) withRules(rules string) string {
	if rules == "" {
		return ""
	}
	return ", with the rules “" + p.rules[rules].Title + "”"
}

func linkTo(destination, title string) *ast.Link {
	node := ast.NewLink()
	node.Destination = []byte(destination)
	node.AppendChild(node, ast.NewString([]byte(title)))
	return node
}
