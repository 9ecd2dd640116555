package main

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// Folded is the title under which a block of a lesson is folded, left out for one in sight.
type Folded struct {
	Fold string `json:"fold,omitempty"`
}

func (f *Folded) under(title string) { f.Fold = title }

// foldable is a block of a lesson.
type foldable interface{ under(title string) }

// A part that the reader opens begins and ends with these lines. They are the only HTML of the texts: every place that
// shows Markdown folds them, too.
var (
	foldBegin = regexp.MustCompile(`^<details>\n<summary>([^<>\n]+)</summary>\s*$`)
	foldEnd   = regexp.MustCompile(`^</details>\s*$`)
)

// foldOf is what a block of HTML draws, if it begins or ends a fold.
func foldOf(block ast.Node, source []byte) (drawn string, isFold bool) {
	content := block.Lines().Value(source)
	if begin := foldBegin.FindSubmatch(content); begin != nil {
		return "<details class=\"more\"><summary>" + string(util.EscapeHTML(begin[1])) + "</summary>\n", true
	}
	return "</details>\n", foldEnd.Match(content)
}

func drawFold(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		drawn, _ := foldOf(node, source)
		_, _ = w.WriteString(drawn)
	}
	return ast.WalkContinue, nil
}
