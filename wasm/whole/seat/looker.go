package seat

import (
	"reflect"
	"slices"

	"raftlab/lab/whole"
)

// looker reads a receiver's fields by their usual names. At rest no lock is needed to read.
type looker struct {
	receiver                          reflect.Value
	term, vote, commit, applied, base path
	// firstServer is the number of the program's first server, 0 or 1.
	firstServer int
	// What was last saved. At a start that is what the program begins with.
	savedTerm, savedVote, savedN int
	savedLast                    whole.Entry
}

// path leads to a field: the index of a field in each struct on the way. Nil leads nowhere.
type path []int

func newLooker(server Server, receiver any) looker {
	l := looker{receiver: reflect.ValueOf(receiver)}
	if looked, ok := server.(Looked); ok {
		l.receiver, l.firstServer = looked.Look()
	}
	l.term, l.vote = l.find(termNames, isInt), l.find(voteNames, isInt)
	l.commit, l.applied = l.find(commitNames, isInt), l.find(appliedNames, isInt)
	l.base = l.find(baseNames, isInt)
	return l
}

// find is the path to the field with the first of these names that a struct has: in the receiver itself, or in a struct
// of it.
func (l *looker) find(names []string, fits func(reflect.Type) bool) path {
	t := l.receiver.Type()
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for _, name := range names {
		if at := fieldOf(t, name, fits); at >= 0 {
			return path{at}
		}
	}
	for i := range t.NumField() {
		inner := t.Field(i).Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		if inner.Kind() != reflect.Struct || foreign(inner) {
			continue
		}
		for _, name := range names {
			if at := fieldOf(inner, name, fits); at >= 0 {
				return path{i, at}
			}
		}
	}
	return nil
}

// fieldOf is the number of the field with a name that fits, -1 for none.
func fieldOf(t reflect.Type, name string, fits func(reflect.Type) bool) int {
	for i := range t.NumField() {
		if f := t.Field(i); plain(f.Name) == name && fits(f.Type) {
			return i
		}
	}
	return -1
}

// foreign reports whether a type is not the program's own.
func foreign(t reflect.Type) bool {
	return slices.Contains([]string{"sync", "time", "sync/atomic", "math/rand", "log"}, t.PkgPath())
}

// isInt accepts a number, a pointer to one, and an atomic one.
func isInt(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.PkgPath() == "sync/atomic" && t.Kind() == reflect.Struct {
		v, ok := t.FieldByName("v")
		return ok && number(v.Type)
	}
	return number(t)
}

func number(t reflect.Type) bool {
	return t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64
}

// at is the value at the end of a path; the zero Value if the path leads nowhere, or through nil.
func (l *looker) at(p path) reflect.Value {
	if p == nil {
		return reflect.Value{}
	}
	v := l.receiver
	for _, i := range p {
		for v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if !v.IsValid() {
			return v
		}
		v = v.Field(i)
	}
	return v
}

// votedFor is the vote, counted from 0: -1 for nobody, and -2 if there is no such field.
func (l *looker) votedFor() int {
	if v := l.int(l.vote, -2); v != -2 {
		return v - l.firstServer
	}
	return -2
}

// int is the number at the end of a path, or else what stands for none.
func (l *looker) int(p path, none int) int { return intOf(l.at(p), none) }

// intOf reads a number, or what a pointer or an atomic holds.
func intOf(v reflect.Value, none int) int {
	for v.IsValid() && v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch {
	case !v.IsValid():
		return none
	case v.Kind() == reflect.Struct:
		return intOf(v.FieldByName("v"), none)
	case v.CanInt():
		return int(v.Int())
	case v.CanUint():
		return int(v.Uint())
	}
	return none
}

// noteSaved remembers the term, the vote and the end of the log, which the program saves now.
func (l *looker) noteSaved(log *logLooker) {
	if !l.receiver.IsValid() {
		return // the program saves while it is made
	}
	l.savedTerm, l.savedVote = l.int(l.term, -1), l.votedFor()
	l.savedN, l.savedLast = log.end(l)
}
