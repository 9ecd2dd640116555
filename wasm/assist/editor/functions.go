package editor

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"raftlab/grader/complaints"
)

// functions lists a file's functions, the missing rules, and the rules with another signature than the
// exercise's.
func (e *Editor) functions(source string, rules []string) object {
	t := newText(source)
	files := token.NewFileSet()
	tree, _ := parser.ParseFile(files, "learner.go", source, parser.AllErrors|parser.SkipObjectResolution)
	var found, missing, problems []any
	var names []string
	name := ""
	if tree != nil {
		name = tree.Name.Name
		for _, d := range tree.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
				names = append(names, f.Name.Name)
				found = append(found, object{{"name", f.Name.Name}, {"line", files.PositionFor(f.Pos(), false).Line}})
			}
		}
	}
	c := e.check(source)
	for _, rule := range rules {
		if at, has := declares(tree, rule); has {
			if p := e.otherSignature(t, c, rule, at); p != nil {
				problems = append(problems, p)
			}
			continue
		}
		missing = append(missing, rule)
		help := ""
		if signature := e.ruleSignature(rule, c); signature != "" {
			help = "it is: " + signature
		}
		problems = append(problems, t.problem(1, 1, complaints.Missing(rule, names, rules), help))
	}
	return object{{"functions", orEmpty(found)}, {"package", name}, {"missing", orEmpty(missing)},
		{"problems", orEmpty(problems)}}
}

func orEmpty(list []any) []any {
	if list == nil {
		return []any{}
	}
	return list
}

// declares reports whether a file declares a function, or a variable that may be one, and where.
func declares(tree *ast.File, name string) (token.Pos, bool) {
	if tree == nil {
		return token.NoPos, false
	}
	for _, d := range tree.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil && d.Name.Name == name {
				return d.Name.Pos(), true
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR {
					for _, n := range v.Names {
						if n.Name == name {
							return n.Pos(), true
						}
					}
				}
			}
		}
	}
	return token.NoPos, false
}

// sets are the packages whose words the rules are written in, with their struct of rules.
var sets = []struct{ path, rules string }{{"raftlab/raft", "Rules"}, {"raftlab/lab/kv", "SessionRules"}}

// isVocabulary reports whether rules are written in the words of a package.
func isVocabulary(path string) bool {
	return slices.ContainsFunc(sets, func(s struct{ path, rules string }) bool { return s.path == path })
}

// rule is the type of a field of a struct of rules: the signature of a learner's function.
func (e *Editor) rule(name string) (*types.Signature, *types.Package) {
	for _, set := range sets {
		words, err := e.packages.Import(set.path)
		if err != nil {
			continue
		}
		rules, ok := words.Scope().Lookup(set.rules).(*types.TypeName)
		if !ok {
			continue
		}
		if field, _, _ := types.LookupFieldOrMethod(rules.Type(), true, words, name); field != nil {
			signature, _ := field.Type().(*types.Signature)
			return signature, words
		}
	}
	return nil, nil
}

// ruleSignature is the declaration of a rule in a learner's file.
func (e *Editor) ruleSignature(name string, c *checked) string {
	signature, _ := e.rule(name)
	if signature == nil {
		return ""
	}
	own := func(p *types.Package) string { return p.Name() }
	if c != nil {
		own = short(c.of)
	}
	return "func " + name + strings.TrimPrefix(types.TypeString(signature, own), "func")
}

// otherSignature is the problem of a rule with wrong parameters or results, nil if they are right.
func (e *Editor) otherSignature(t *text, c *checked, name string, at token.Pos) any {
	want, _ := e.rule(name)
	if want == nil || c == nil || c.of == nil {
		return nil
	}
	o := c.of.Scope().Lookup(name)
	if o == nil || broken(o.Type()) || types.AssignableTo(o.Type(), want) {
		return nil // the compiler explains a type that does not check
	}
	place := c.files.PositionFor(o.Pos(), false)
	own := short(c.of)
	is, mustBe := types.TypeString(o.Type(), own), types.TypeString(want, own)
	return t.problem(place.Line, place.Column, complaints.Misfit(name, is, mustBe), "it is: "+e.ruleSignature(name, c))
}

// broken reports whether a function's type has a part that the checker could not determine.
func broken(t types.Type) bool {
	return strings.Contains(types.TypeString(t, nil), "invalid type")
}
