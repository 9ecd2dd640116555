package tidy

import (
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	fileLinesMax     = 500
	functionLinesMax = 59
	fileBytesMax     = 300_000
)

// code are the endings of the programs that people write and read here.
var code = []string{".go", ".ts", ".tsx", ".mjs"}

func lineCount(content string) int {
	n := strings.Count(content, "\n")
	if content != "" && !strings.HasSuffix(content, "\n") {
		n++
	}
	return n
}

func checkFileLength(f file) []violation {
	if !slices.Contains(code, path.Ext(f.path)) {
		return nil
	}
	if n := lineCount(f.content); n > fileLinesMax {
		what := fmt.Sprintf("%d lines, more than %d: which two ideas does it hold?", n, fileLinesMax)
		return []violation{{f.path, what}}
	}
	return nil
}

// checkFunctionLength counts from the line with "func" to the closing brace. Function values at package level
// count too; otherwise they would escape the rule.
func checkFunctionLength(g goFile) []violation {
	var found []violation
	measure := func(name string, n ast.Node) {
		lines := g.fset.Position(n.End()).Line - g.fset.Position(n.Pos()).Line + 1
		if lines > functionLinesMax {
			found = append(found, violation{g.path + ":" + name,
				fmt.Sprintf("%d lines, more than %d: branch here, compute in functions of their own",
					lines, functionLinesMax)})
		}
	}
	for _, d := range g.tree.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			measure(d.Name.Name, d) // from "func": a position does not include the doc comment
		case *ast.GenDecl:
			ast.Inspect(d, func(n ast.Node) bool {
				if literal, ok := n.(*ast.FuncLit); ok {
					measure(fmt.Sprintf("line %d", g.fset.Position(n.Pos()).Line), literal)
				}
				return true
			})
		}
	}
	return found
}

func declaresFunction(g goFile, name string) bool {
	return slices.ContainsFunc(g.tree.Decls, func(d ast.Decl) bool {
		f, ok := d.(*ast.FuncDecl)
		return ok && f.Recv == nil && f.Name.Name == name
	})
}

// bannedWord is a text that no file must have. in selects the files to search; nil selects all.
type bannedWord struct {
	pattern *regexp.Regexp
	in      func(file) bool
	why     string
}

// word builds the patterns from pieces joined by "_", so that this file does not
// contain what it looks for.
func word(pieces string) *regexp.Regexp {
	return regexp.MustCompile(strings.ReplaceAll(pieces, "_", ""))
}

var bannedWords = []bannedWord{
	{word(`\b(FIX_ME|X_XX|HA_CK)\b`), nil, "do it now, or file an issue"},
	{word(`not_ implemented`), nil, "what is missing is left out, or filed as an issue"},
	{word(`^[^/]*fmt\.Pr_int(ln|f)?\(`), isLibrary, "a library returns what it has to say"},
	{word(`\bprint_ln\(`), hasExtension(".go"), "a leftover of debugging"},
	{word(`console_\.log\(`), isNoScript, "a leftover of debugging"},
	{word(`\bdebug_ger\b`), hasExtension(".ts", ".tsx", ".mjs", ".js"), "a leftover of debugging"},
	{word(`\.on_ly\(`), hasExtension(".ts", ".tsx", ".mjs", ".js"), "it switches every other test off"},
	{word(`@ts-_(ignore|nocheck)`), hasExtension(".ts", ".tsx"), "@ts-expect-error says when it is needed no more"},
	{word(`waitFor_Timeout\(`), hasExtension(".ts", ".mjs"), "wait for what should happen, not for time"},
	{word(`time\.Sle_ep\(`), hasExtension(".go"), "wait for what should happen, not for time"},
	{word(`\b[tbf]\.Ski_p(f|Now)?\(`), isOutsideGradetest, "a test that does not run proves nothing"},
	{word(`(^|[^\w.~-])/(wo_rk|ro_ot)/`), nil, "a path of one machine"},
	{word(`registry\.npm_js|npm_mirror|proxy\.go_lang\.org|goproxy\._(io|cn)`), nil,
		"which registry is used is the machine's choice"},
}

func hasExtension(extensions ...string) func(file) bool {
	return func(f file) bool { return slices.Contains(extensions, path.Ext(f.path)) }
}

// isLibrary excludes programs, whose job is printing, and tests, whose examples print for the comparison below
// them.
func isLibrary(f file) bool {
	if path.Ext(f.path) != ".go" || strings.HasSuffix(f.path, "_test.go") {
		return false
	}
	g, err := parseGo(f)
	return err == nil && g.tree.Name.Name != "main"
}

// isNoScript excludes the programs that node runs, but not its tests.
func isNoScript(f file) bool {
	return hasExtension(".ts", ".tsx", ".js")(f) || strings.HasSuffix(f.path, ".test.mjs")
}

// isOutsideGradetest: an exercise that is not started is neither passed nor
// failed, and only grader/gradetest may say so.
func isOutsideGradetest(f file) bool {
	return path.Ext(f.path) == ".go" && !within(f.path, "grader/gradetest")
}

// checkWords searches the files that people write: no lock files, which tools write, and no recorded data below
// testdata.
func checkWords(f file) []violation {
	if isLockFile(f.path) || inTestdata(f.path) || isBinary(f.content) {
		return nil
	}
	var found []violation
	for _, b := range bannedWords {
		if b.in != nil && !b.in(f) {
			continue
		}
		for number, line := range strings.Split(f.content, "\n") {
			if match := b.pattern.FindString(line); match != "" {
				what := fmt.Sprintf("line %d has %q: %s", number+1, strings.TrimSpace(match), b.why)
				found = append(found, violation{f.path, what})
			}
		}
	}
	return found
}

// pictures are the binary files that may be committed.
var pictures = []string{".ico", ".png", ".webp", ".woff2"}

func isBinary(content string) bool {
	return strings.ContainsRune(content, 0) || !utf8.ValidString(content)
}

// checkSizeAndForm refuses the results of a build. A large file stays in the history of every clone for ever,
// so it is refused even as text.
func checkSizeAndForm(f file) []violation {
	var found []violation
	if n := len(f.content); n > fileBytesMax {
		what := fmt.Sprintf("%d bytes, more than %d: build it, do not commit it", n, fileBytesMax)
		found = append(found, violation{f.path, what})
	}
	if isBinary(f.content) && !slices.Contains(pictures, path.Ext(f.path)) {
		found = append(found, violation{f.path, "a binary file: build it, do not commit it"})
	}
	return found
}

func isLockFile(name string) bool {
	return path.Base(name) == "package-lock.json" || path.Base(name) == "go.sum"
}

var resolved = regexp.MustCompile(`"resolved": "([^"]*)"`)

// checkLockFile wants the public registry in package-lock.json: npm replaces only that name with the machine's
// own registry.
func checkLockFile(f file) []violation {
	if path.Base(f.path) != "package-lock.json" {
		return nil
	}
	public := "https://" + "registry." + "npmjs.org/"
	var found []violation
	for _, match := range resolved.FindAllStringSubmatch(f.content, -1) {
		if !strings.HasPrefix(match[1], public) {
			found = append(found, violation{f.path, match[1] + " is not of the public registry"})
		}
	}
	return found
}
