package editor

import (
	"go/types"
	"slices"
	"strings"

	"raftlab/grader/instrument"
	"raftlab/lab/story"
)

// help is what to do about a usual mistake, "" if the message already says it.
func (e *Editor) help(c *checked, message string) string {
	for _, try := range []func(*checked, string) string{
		e.undefined, e.noMember, e.twoTypes, e.wrongType,
	} {
		if help := try(c, message); help != "" {
			return help
		}
	}
	for _, usual := range usualMistakes {
		if strings.Contains(message, usual.says) {
			return usual.help
		}
	}
	return ""
}

var usualMistakes = []struct{ says, help string }{
	{"declared and not used", "use it, or take it out; Go refuses a variable that nobody reads"},
	{"imported and not used", "take the import out, or use the package"},
	{"missing return", "each way through the function must end with a return: add one before the closing brace"},
	{"no new variables on left side of :=", "the variable is there already: write = in place of :="},
	{"not enough return values", "give a value for each result that the function's first line names"},
	{"too many return values", "give no more values than the function's first line names"},
	{"non-declaration statement outside function body",
		"a closing brace stands too early: count the braces of the function above"},
	{"unexpected EOF", "a closing brace is missing at the end: count the braces"},
	{"unexpected newline", "the line ends too early: is a bracket, a brace or a comma missing?"},
	{"redeclared in this block", "the name is taken: choose another one, or write = in place of :="},
	{"non-boolean condition", "compare it with something: == or !="},
	{"used as value", "an assignment has no value: is == meant?"},
	{"cannot assign to struct field",
		"a copy would be changed: take the value out of the map, change it, and put it back"},
	{"invalid recursive", "the type would hold itself: use a pointer"},
}

// didYouMean is lab's suggestion, as a separate sentence.
func didYouMean(word string, known []string) string {
	return strings.TrimPrefix(story.DidYouMean(word, known), "; ")
}

// undefined helps with "undefined: x" and "undefined: raft.X".
func (e *Editor) undefined(c *checked, message string) string {
	name, ok := strings.CutPrefix(message, "undefined: ")
	if !ok || c == nil || c.of == nil {
		return ""
	}
	if of, member, ok := strings.Cut(name, "."); ok {
		return didYouMean(member, e.exported(c, of))
	}
	for _, path := range instrument.Allowed {
		if path == name || strings.HasSuffix(path, "/"+name) {
			return "import it: import \"" + path + "\""
		}
	}
	for _, set := range sets {
		if words, err := e.packages.Import(set.path); err == nil && words.Scope().Lookup(name) != nil {
			return "it is of package " + words.Name() + ": write " + words.Name() + "." + name
		}
	}
	return didYouMean(name, c.allNames())
}

// exported are the names of a package that the file imports.
func (e *Editor) exported(c *checked, name string) []string {
	s := c.info.Scopes[c.tree]
	if s == nil {
		return nil
	}
	p, ok := s.Lookup(name).(*types.PkgName)
	if !ok {
		return nil
	}
	return slices.DeleteFunc(p.Imported().Scope().Names(),
		func(n string) bool { return !p.Imported().Scope().Lookup(n).Exported() })
}

// allNames are all names that the file declares or that Go has.
func (c *checked) allNames() []string {
	names := types.Universe.Names()
	for _, s := range c.info.Scopes {
		names = append(names, s.Names()...)
	}
	names = append(names, c.of.Scope().Names()...)
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(n string) bool { return n == "_" })
}

// noMember helps with "s.Foo undefined (type *raft.State has no field or method Foo)".
func (e *Editor) noMember(c *checked, message string) string {
	_, rest, ok := strings.Cut(message, " undefined (type ")
	if !ok || c == nil {
		return ""
	}
	name, rest, ok := strings.Cut(rest, " has no field or method ")
	if !ok {
		return ""
	}
	member, _, _ := strings.Cut(strings.TrimSuffix(rest, ")"), ",")
	of, short, ok := strings.Cut(strings.TrimLeft(name, "*"), ".")
	var t types.Object
	if !ok {
		t = c.of.Scope().Lookup(of)
	} else if p := e.packageOf(of); p != nil {
		t = p.Scope().Lookup(short)
	}
	if t == nil {
		return ""
	}
	var known []string
	for _, m := range membersOf(t.Type(), c.of) {
		known = append(known, m.object.Name())
	}
	if help := didYouMean(member, known); help != "" {
		return help
	}
	if len(known) > 0 && len(known) <= 12 {
		return "it has " + strings.Join(known, ", ")
	}
	return ""
}

// packageOf is the allowed package of a name.
func (e *Editor) packageOf(name string) *types.Package {
	for _, path := range instrument.Allowed {
		if path == name || strings.HasSuffix(path, "/"+name) {
			if p, err := e.packages.Import(path); err == nil {
				return p
			}
		}
	}
	return nil
}

// twoTypes helps with "invalid operation: a < b (mismatched types raft.Term and raft.Index)".
func (e *Editor) twoTypes(_ *checked, message string) string {
	_, rest, ok := strings.Cut(message, "(mismatched types ")
	if !ok {
		return ""
	}
	a, b, ok := strings.Cut(strings.TrimSuffix(rest, ")"), " and ")
	if !ok || strings.HasPrefix(a, "untyped") || strings.HasPrefix(b, "untyped") {
		return ""
	}
	if !strings.Contains(a, ".") {
		a, b = b, a // a type of a package says more than a number
	}
	help := "Go does not mix types by itself: convert one, as in " + a + "(x)"
	if a == "raft.Term" && b == "raft.Index" || a == "raft.Index" && b == "raft.Term" {
		help = "a term and an index are different things: compare terms with terms. " +
			"If it is meant, convert: " + a + "(x)"
	}
	return help
}

// wrongType helps with "cannot use x (variable of type int) as raft.Index value in assignment".
func (e *Editor) wrongType(_ *checked, message string) string {
	rest, ok := strings.CutPrefix(message, "cannot use ")
	if !ok {
		return ""
	}
	from, rest, ok := strings.Cut(rest, ") as ")
	if !ok {
		return ""
	}
	want, _, ok := strings.Cut(rest, " value in ")
	got := from[strings.LastIndex(from, " ")+1:]
	if !ok || !e.isNumber(want) || !e.isNumber(got) {
		return ""
	}
	return "convert it: " + want + "(x)"
}

// isNumber reports whether a type's name is the name of a number: int, raft.Term.
func (e *Editor) isNumber(name string) bool {
	scope := types.Universe
	if of, short, ok := strings.Cut(name, "."); ok {
		p := e.packageOf(of)
		if p == nil {
			return false
		}
		scope, name = p.Scope(), short
	}
	t, ok := scope.Lookup(name).(*types.TypeName)
	if !ok {
		return false
	}
	basic, ok := t.Type().Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsNumeric != 0
}
