package main

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// The kinds of code blocks, which are also their classes in the page.
const (
	goCode       = "go"
	shellCode    = "shell"
	scenarioCode = "scenario"
	plainCode    = "plain"
)

// kindOf depends on the block's language, or without one on the beginning of its first line.
func kindOf(block *ast.FencedCodeBlock, source []byte) string {
	if language := string(block.Language(source)); language != "" {
		return language
	}
	content := string(block.Lines().Value(source))
	switch first, _, _ := strings.Cut(content, "\n"); {
	case strings.HasPrefix(first, "raftlab "), strings.HasPrefix(first, "go test "), strings.HasPrefix(first, "make "):
		return shellCode
	case strings.HasPrefix(first, "# "):
		return scenarioCode
	}
	return plainCode
}

// codeBlocks draws each code block with the class of its kind, and lets the keyboard scroll a block that is
// wider than the page. It leaves out blocks that were emptied because something else replaces them.
type codeBlocks struct{}

func (codeBlocks) RegisterFuncs(register renderer.NodeRendererFuncRegisterer) {
	register.Register(ast.KindFencedCodeBlock, drawCode)
	register.Register(ast.KindCodeBlock, drawCode)
	register.Register(ast.KindHTMLBlock, drawFold)
	register.Register(ast.KindCodeSpan, drawUnlessEmpty("<code>", "</code>"))
	register.Register(ast.KindLink, drawLink)
}

func drawCode(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	kind := plainCode
	if block, fenced := node.(*ast.FencedCodeBlock); fenced {
		kind = kindOf(block, source)
	}
	_, _ = w.WriteString(`<pre class="` + kind + `" tabindex="0"><code>`)
	_, _ = w.Write(util.EscapeHTML(node.Lines().Value(source)))
	_, _ = w.WriteString("</code></pre>\n")
	return ast.WalkSkipChildren, nil
}

func drawUnlessEmpty(before, after string) renderer.NodeRendererFunc {
	return func(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !node.HasChildren() {
			return ast.WalkSkipChildren, nil
		}
		mark := before
		if !entering {
			mark = after
		}
		_, err := w.WriteString(mark)
		return ast.WalkContinue, err
	}
}

func drawLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	destination := string(util.EscapeHTML(node.(*ast.Link).Destination))
	begin := `<a href="` + destination + `"`
	if number, plays := node.AttributeString(playNumber); plays {
		begin += fmt.Sprintf(` %s="%s"`, playNumber, number)
	}
	return drawUnlessEmpty(begin+">", "</a>")(w, source, node, entering)
}
