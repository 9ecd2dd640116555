package main

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"raftlab/grader/bring/examples"
	"raftlab/grader/judges"

	"github.com/yuin/goldmark/ast"
)

// inline checks and changes the text within lines.
func (p *page) inline(node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	switch node := node.(type) {
	case *ast.HTMLBlock:
		if _, isFold := foldOf(node, p.source); !isFold {
			return ast.WalkStop, fmt.Errorf("%w; it is near %q", errRawHTML, p.near(node))
		}
	case *ast.RawHTML:
		return ast.WalkStop, fmt.Errorf("%w; it is near %q", errRawHTML, p.near(node))
	case *ast.Image:
		return ast.WalkStop, fmt.Errorf("%w; it is near %q", errImage, p.near(node))
	case *ast.Text:
		if strings.Contains(string(node.Value(p.source)), "**") {
			return ast.WalkStop, fmt.Errorf("%w; it is near %q", errAsterisk, node.Value(p.source))
		}
	case *ast.CodeSpan:
		return p.codeSpan(node)
	case *ast.Link:
		return p.link(node)
	case *ast.AutoLink:
		return ast.WalkStop, fmt.Errorf("the address %q as a link: give it a text", node.URL(p.source))
	}
	return ast.WalkContinue, nil
}

var rulesOption = regexp.MustCompile(`^--rules ([a-z-]+)$`)

// codeSpan changes commands within a sentence: raftlab run a4 becomes a link named by the scenario's
// subject, and --rules ID the rules' title.
func (p *page) codeSpan(span *ast.CodeSpan) (ast.WalkStatus, error) {
	content := p.plain(span)
	var instead ast.Node
	switch match := rulesOption.FindStringSubmatch(content); {
	case match != nil:
		set, known := p.rules[match[1]]
		if !known {
			return ast.WalkStop, fmt.Errorf("unknown rules %q", match[1])
		}
		instead = ast.NewString([]byte("the rules “" + set.Title + "”"))
	case content == "--rules":
		instead = ast.NewString([]byte("these rules"))
	case strings.HasPrefix(content, "raftlab run "):
		play, err := p.play(content)
		if err != nil {
			return ast.WalkStop, err
		}
		instead = play
	default:
		return ast.WalkSkipChildren, nil
	}
	span.Parent().InsertBefore(span.Parent(), span, instead)
	// The span itself stays, empty, so that the walk can continue; empty spans are not drawn.
	span.RemoveChildren(span)
	return ast.WalkSkipChildren, nil
}

// pages are the pages beside the course that a text may lead to.
var pages = []string{"bring", "figure-2", "figure-4", "glossary"}

// link replaces a link's target with an address of the page: another exercise, a lesson, a scenario, or a text
// of the authors of Raft. Other links lead nowhere, and fail the build.
func (p *page) link(link *ast.Link) (ast.WalkStatus, error) {
	destination := string(link.Destination)
	scheme, rest, _ := strings.Cut(destination, ":")
	var place string
	switch {
	case destination == "hints.md":
		return ast.WalkContinue, p.unlink(link)
	case strings.HasPrefix(destination, "../") && strings.HasSuffix(destination, "/README.md"):
		id := strings.TrimSuffix(strings.TrimPrefix(destination, "../"), "/README.md")
		if isExercise(id) {
			place = "#/exercise/" + id
		}
	case scheme == "exercise" && isExercise(rest):
		place = "#/exercise/" + rest
	case scheme == "lesson" && p.lessons[rest]:
		place = "#/learn/" + rest
	case scheme == "page" && slices.Contains(pages, rest):
		place = "#/" + rest
	case scheme == "example" && isExample(rest):
		place = "#/bring?example=" + rest
	case scheme == "scenario":
		id, query, _ := strings.Cut(rest, "?")
		values, err := url.ParseQuery(query)
		if err != nil {
			return ast.WalkStop, fmt.Errorf("the link %q: %w", destination, err)
		}
		if place, _, err = p.lab(id, values.Get("rules")); err != nil {
			return ast.WalkStop, fmt.Errorf("the link %q: %w", destination, err)
		}
	case destination == "https://raft.github.io/":
		place = destination
	}
	if place == "" {
		return ast.WalkStop, fmt.Errorf("the link %q leads nowhere in the page", destination)
	}
	link.Destination = []byte(place)
	return ast.WalkContinue, nil
}

// isExample reports whether there is a whole server of that name to look at.
func isExample(id string) bool {
	return id == examples.SkeletonID || slices.ContainsFunc(examples.Mistakes(), func(m examples.Mistake) bool {
		return m.ID == id
	})
}

// unlink leaves only a link's text, because its target is already on the page.
func (p *page) unlink(link *ast.Link) error {
	label := ast.NewString([]byte(p.plain(link)))
	link.Parent().InsertBefore(link.Parent(), link, label)
	link.RemoveChildren(link)
	return nil
}

// plain is the text of a node without its markup.
func (p *page) plain(node ast.Node) string {
	var b strings.Builder
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Text:
			b.Write(child.Value(p.source))
			if child.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(child.Value)
		default:
			b.WriteString(p.plain(child))
		}
	}
	return b.String()
}

func (p *page) near(node ast.Node) string {
	for node != nil && node.Type() != ast.TypeBlock {
		node = node.Parent()
	}
	if node == nil || node.Lines() == nil || node.Lines().Len() == 0 {
		return ""
	}
	first := node.Lines().At(0)
	return strings.TrimSpace(string(first.Value(p.source)))
}

func isExercise(id string) bool {
	_, found := judges.Find(id)
	return found
}
