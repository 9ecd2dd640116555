package tidy

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// plainFolders are the folders whose Go is held to short lines and plain words. The list grows until it is
// every folder.
var plainFolders = []string{
	"raft", "lab", "grader", "exercises",
	"wasm/assist", "wasm/course", "wasm/engine", "wasm/guest", "wasm/json", "wasm/module", "wasm/protocol",
	"wasm/session", "wasm/toolchain",
	"static",
}

func isPlain(g goFile) bool {
	for _, folder := range plainFolders {
		if within(g.path, folder) {
			return !ast.IsGenerated(g.tree)
		}
	}
	return false
}

const (
	lineColumnsMax = 120
	tabColumns     = 4
)

// checkLineLength counts a tab as four columns, as golines does.
func checkLineLength(g goFile) []violation {
	if !isPlain(g) {
		return nil
	}
	var found []violation
	for number, line := range strings.Split(g.content, "\n") {
		columns := utf8.RuneCountInString(line) + (tabColumns-1)*strings.Count(line, "\t")
		if columns > lineColumnsMax {
			found = append(found, violation{g.path,
				fmt.Sprintf("line %d has %d columns, more than %d", number+1, columns, lineColumnsMax)})
		}
	}
	return found
}

// plainWord is a phrase that nearly always makes a text harder to read, and what to write instead.
type plainWord struct {
	pattern *regexp.Regexp
	instead string
}

// oddPhrases are searched in comments and in the texts of errors.
var oddPhrases = []plainWord{
	{phrase(`\bte_lls? (of|whether|if|what|which|who|whom|how|where)\b`), "report or say"},
	{phrase(`\bto_ld (of|by)\b`), "report, or say it in the active voice"},
	{phrase(`\bco_m(es?|ing) of (it|that|this|each|a|an|the)\b`), "result in"},
	{phrase(`\bca_me of\b`), "resulted in"},
	{phrase(`\b(that|which) (is|are) no_ne\b`), "is not a"},
	{phrase(`\bthat (is|are) not the_re\b|\bthat there (is|are) no_t\b`), "missing or unknown"},
	{phrase(`\bWh_om? (is|are|was|has|does|wants|asks)\b`), "whoever, or a noun"},
	{phrase(`\bas (it|they) (was|were)_\b`), "unchanged"},
	{phrase(`\bby ha_nd\b`), "manually, or name what the person does"},
	{phrase(`\bget(s|ting)? o_n\b`), "make progress"},
	{phrase(`\ba_new\b`), "again"},
	{phrase(`\bmi_nds?\b`), "need, require or care about"},
	{phrase(`\bme_nd(s|ed|ing)?\b`), "repair or fix"},
}

// phrase is a pattern of several words. A line may end between two of them.
func phrase(pieces string) *regexp.Regexp { return word(strings.ReplaceAll(pieces, " ", `\s+`)) }

// oddNames are searched in the names of tests.
var oddNames = []plainWord{
	{word(`(Is|Are|Was|Be)To_ld|Te_lls`), "IsReported"},
	{word(`Co_mesOf|Ca_meOf`), "ResultsIn"},
	{word(`That(Is|Are)No_ne|(Is|Are)No_ne([A-Z]|\b)`), "Unknown, Missing or Invalid"},
	{word(`Me_nd(s|ed)?([A-Z]|\b)`), "Repaired or Fixed"},
	{word(`A_new([A-Z]|\b)`), "Again"},
	{word(`ByHa_nd`), "Manual"},
	{word(`AsItWa_s|AsTheyWe_re`), "Unchanged"},
}

var testName = regexp.MustCompile(`^(Test|Fuzz|Benchmark|Example)`)

func checkPlainWords(g goFile) []violation {
	if !isPlain(g) {
		return nil
	}
	var found []violation
	search := func(first int, text string, list []plainWord) {
		for _, w := range list {
			for _, at := range w.pattern.FindAllStringIndex(text, -1) {
				line := first + strings.Count(text[:at[0]], "\n")
				match := strings.ReplaceAll(text[at[0]:at[1]], "\n", " ")
				found = append(found, violation{g.path, fmt.Sprintf("line %d has %q: %s", line, match, w.instead)})
			}
		}
	}
	line := func(n ast.Node) int { return g.fset.Position(n.Pos()).Line }
	for _, group := range g.tree.Comments {
		search(line(group), flatten(group), oddPhrases)
	}
	ast.Inspect(g.tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if g.isTest() && testName.MatchString(n.Name.Name) {
				search(line(n), n.Name.Name, oddNames)
			}
		case *ast.CallExpr:
			if makesError(n) {
				search(line(n), literals(n), oddPhrases)
			}
		}
		return true
	})
	return found
}

// flatten is the text of a group of comments, one line each, without the slashes.
func flatten(group *ast.CommentGroup) string {
	var lines []string
	for _, comment := range group.List {
		lines = append(lines, strings.TrimSpace(strings.TrimPrefix(comment.Text, "//")))
	}
	return strings.Join(lines, "\n")
}

// makesError reports whether a call is errors.New or fmt.Errorf.
func makesError(call *ast.CallExpr) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	name, ok := selector.X.(*ast.Ident)
	return ok &&
		(name.Name == "errors" && selector.Sel.Name == "New" || name.Name == "fmt" && selector.Sel.Name == "Errorf")
}

// literals are the string literals below n, in one text.
func literals(n ast.Node) string {
	var texts []string
	ast.Inspect(n, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			texts = append(texts, literal.Value)
		}
		return true
	})
	return strings.Join(texts, " ")
}

func TestPlainFoldersExist(t *testing.T) {
	repository := goFiles(readRepository(t))
	for _, folder := range plainFolders {
		held := false
		for _, g := range repository {
			held = held || within(g.path, folder)
		}
		assert.True(t, held, "no Go file lies below %s: take it off the list", folder)
	}
}
