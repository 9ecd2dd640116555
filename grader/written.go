package grader

import (
	"reflect"
	"strings"
)

// unwrittenRule is what the TODO of each protocol says after the protocol's name.
const unwrittenRule = ": this rule is still to be written"

// isTODO reports whether a rule of any protocol panicked with that, because it is the starter's.
func isTODO(reason string) bool { return strings.HasSuffix(reason, unwrittenRule) }

// writing watches which of an exercise's rules have answered. A rule is the starter's if each of its calls panics with
// TODO. A rule that has answered once is written, so that a TODO in its harder parts does not pass for a beginning.
type writing struct {
	names []string // About.Rules
	// called, answered and todo are by the number of the rule in About.Rules.
	called, answered, todo []bool
	// inside is the rule that was called last, -1 if the rules cannot be watched one by one.
	inside int
	// cases and todos count cases, and those of them that ended with TODO.
	cases, todos int
}

// watchWriting wraps the rules that are fields of R under the names in About.Rules.
func watchWriting[R any](about About, rules R) (R, *writing) {
	n := len(about.Rules)
	w := &writing{
		names: about.Rules, called: make([]bool, n), answered: make([]bool, n), todo: make([]bool, n), inside: -1,
	}
	fields := reflect.ValueOf(&rules).Elem()
	if fields.Kind() != reflect.Struct {
		return rules, w
	}
	for i, name := range about.Rules {
		rule := fields.FieldByName(name)
		if rule.IsValid() && rule.CanSet() && rule.Kind() == reflect.Func && !rule.IsNil() {
			rule.Set(w.watched(i, reflect.ValueOf(rule.Interface())))
		}
	}
	return rules, w
}

func (w *writing) watched(i int, rule reflect.Value) reflect.Value {
	return reflect.MakeFunc(rule.Type(), func(arguments []reflect.Value) []reflect.Value {
		w.called[i], w.inside = true, i
		results := rule.Call(arguments)
		w.answered[i] = true
		return results
	})
}

// ended takes the finding of a case, nil for none. It gives the name of the rule that is still to be written, "" if it
// is none, or is not known.
func (w *writing) ended(finding *Finding) (rule string) {
	w.cases++
	if finding == nil || finding.Verdict != Unfinished {
		return ""
	}
	w.todos++
	if w.inside < 0 {
		return ""
	}
	w.todo[w.inside] = true
	return w.names[w.inside]
}

// unwritten reports whether a rule is the starter's. Where rules cannot be watched one by one, every case must have
// ended with TODO.
func (w *writing) unwritten() bool {
	if w.inside < 0 {
		return w.cases > 0 && w.todos == w.cases
	}
	for i := range w.called {
		if w.called[i] && !w.answered[i] && w.todo[i] {
			return true
		}
	}
	return false
}
