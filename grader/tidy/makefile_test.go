package tidy

import (
	"fmt"
	"go/ast"
	"regexp"
	"slices"
	"strings"
)

// testPattern is a choice of tests in the Makefile: -run, -skip or -bench, and one word.
var testPattern = regexp.MustCompile(`-(run|skip|bench) '?([^\s']+)'?`)

// checkTestPatterns wants each alternative of a pattern in the Makefile to match a test. A test that was renamed
// would otherwise be left out without a word.
func checkTestPatterns(repository []file) []violation {
	var names []string
	for _, g := range goFiles(repository) {
		for _, d := range g.tree.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && g.isTest() && f.Recv == nil {
				names = append(names, f.Name.Name)
			}
		}
	}
	var found []violation
	for _, f := range repository {
		if f.path != "Makefile" {
			continue
		}
		for _, match := range testPattern.FindAllStringSubmatch(f.content, -1) {
			for alternative := range strings.SplitSeq(strings.Trim(match[2], "()"), "|") {
				if what := matchesNone(match[1], alternative, names); what != "" {
					found = append(found, violation{f.path, what})
				}
			}
		}
	}
	return found
}

func matchesNone(flag, pattern string, names []string) string {
	if pattern == "." || pattern == "^$$" {
		return "" // all of them, and none
	}
	matcher, err := regexp.Compile(pattern)
	switch {
	case err != nil:
		return fmt.Sprintf("-%s %s is not a regular expression", flag, pattern)
	case !slices.ContainsFunc(names, matcher.MatchString):
		return fmt.Sprintf("-%s %s matches no test: was one renamed?", flag, pattern)
	}
	return ""
}

func plantedInMakefile() []planted {
	const rule = "tests named in the Makefile"
	makefile := func(line string) []file {
		return []file{
			{"Makefile", "test:\n\tgo test " + line + " ./...\n"},
			{"lab/a_test.go", "package lab\nfunc TestOneRun(t *testing.T) {}\nfunc BenchmarkOne(b *testing.B) {}\n"},
		}
	}
	return []planted{
		{rule, "a part of a name", makefile("-run OneRun"), ""},
		{rule, "no test on purpose", makefile("-run '^$$' -bench ."), ""},
		{rule, "a benchmark", makefile("-bench One"), ""},
		{rule, "a test that was renamed", makefile("-run OldName"), "-run OldName matches no test"},
		{rule, "one of two", makefile("-skip 'OneRun|OldName'"), "-skip OldName matches no test"},
	}
}
