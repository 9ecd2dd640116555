package seat

import (
	"fmt"
	"hash/fnv"
	"reflect"
	"slices"

	"raftlab/lab/whole"
)

// logLooker reads the log, if a field looks like one. It is never believed on its looks: only when an entry that was
// applied stood where it should.
type logLooker struct {
	path, base path
	// term, index and command are the fields of an entry; index and command are -1 if it has none.
	term, index, command int
	shape                whole.Shape
	// refuted is true if an applied entry was not where it should be.
	refuted bool
	// snapshot is the last index of a snapshot in this life, 0 for none.
	snapshot int
	// seen is what was shown last, from the index first on, and data where it is.
	first int
	seen  []whole.Entry
	data  uintptr
}

// find looks for the log. The log of a server that starts from nothing shows where its list begins.
func (g *logLooker) find(l *looker, fromNothing bool) {
	g.path, g.base = l.find(logNames, g.isLog), l.base
	if g.path == nil {
		for _, outer := range logNames { // a log that is a struct with a slice
			if p := l.find([]string{outer}, isStruct); p != nil {
				g.inside(l.at(p).Type(), p)
				break
			}
		}
	}
	if g.path != nil && fromNothing {
		// An empty list begins at index 1, and one with an element that is no entry at index 0.
		g.shape = whole.Shape{Known: true, Offset: 1 - min(l.at(g.path).Len(), 1) - l.int(g.base, 0)}
	}
}

func isStruct(t reflect.Type) bool {
	return t.Kind() == reflect.Struct || t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct
}

// inside looks for the slice of entries in a struct, and for the field that says where it begins.
func (g *logLooker) inside(t reflect.Type, to path) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	for i := range t.NumField() {
		if g.isLog(t.Field(i).Type) {
			g.path = append(slices.Clone(to), i)
		}
	}
	if at := firstOf(t, slices.Concat(baseNames, insideNames), isInt); at >= 0 && g.path != nil {
		g.base = append(slices.Clone(to), at)
	}
}

// isLog accepts a slice of structs that have a term, and remembers where an entry has what.
func (g *logLooker) isLog(t reflect.Type) bool {
	if t.Kind() != reflect.Slice {
		return false
	}
	entry := t.Elem()
	if entry.Kind() == reflect.Pointer {
		entry = entry.Elem()
	}
	if entry.Kind() != reflect.Struct {
		return false
	}
	anything := func(reflect.Type) bool { return true }
	g.term = firstOf(entry, entryTermNames, number)
	g.index = firstOf(entry, entryIndexes, number)
	g.command = firstOf(entry, commandNames, anything)
	return g.term >= 0
}

func firstOf(t reflect.Type, names []string, fits func(reflect.Type) bool) int {
	for _, name := range names {
		if at := fieldOf(t, name, fits); at >= 0 {
			return at
		}
	}
	return -1
}

// from is the index of the slice's first element; ok is false if nothing says it.
func (g *logLooker) from(l *looker, slice reflect.Value) (from int, ok bool) {
	switch {
	case g.index >= 0 && slice.Len() > 0:
		return intOf(g.entry(slice, 0).Field(g.index), 0), true
	case !g.shape.Known, g.base == nil && g.snapshot > 0:
		return 0, false
	}
	return l.int(g.base, 0) + g.shape.Offset, true
}

// verify compares what was applied with the log.
func (g *logLooker) verify(l *looker, v *whole.View) {
	slice := l.at(g.path)
	if !slice.IsValid() || g.refuted || g.shape.Trusted {
		return
	}
	from, ok := g.from(l, slice)
	for _, a := range v.Applied {
		at := a.Index - from
		if !ok || a.Snapshot || a.Command == "" || at < 0 || at >= slice.Len() {
			continue
		}
		if hash := g.read(slice, at).Hash; hash == textHash(a.Command) {
			g.shape.Trusted = true
		} else if hash != 0 {
			g.refuted, g.shape.Trusted = true, false
			return
		}
	}
}

func textHash(text string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(text))
	return h.Sum64()
}

func (g *logLooker) entry(slice reflect.Value, i int) reflect.Value {
	v := slice.Index(i)
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	return v
}

func (g *logLooker) read(slice reflect.Value, i int) whole.Entry {
	v := g.entry(slice, i)
	if !v.IsValid() {
		return whole.Entry{}
	}
	e := whole.Entry{Term: intOf(v.Field(g.term), 0)}
	if g.command >= 0 {
		e.Hash = hashOf(v.Field(g.command))
	}
	return e
}

// hashOf is a hash of a command, 0 for none.
func hashOf(v reflect.Value) uint64 {
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if !v.IsValid() {
		return 0
	}
	if v.Kind() == reflect.String {
		return textHash(v.String())
	}
	return textHash(fmt.Sprint(v))
}

// end is the index of the last entry, and that entry.
func (g *logLooker) end(l *looker) (int, whole.Entry) {
	slice := l.at(g.path)
	if !slice.IsValid() || slice.Len() == 0 {
		return 0, whole.Entry{}
	}
	from, _ := g.from(l, slice)
	last := slice.Len() - 1
	return from + last, g.read(slice, last)
}

// look writes into a view what has changed in the log since the last view.
func (g *logLooker) look(l *looker, v *whole.View) {
	slice := l.at(g.path)
	if !slice.IsValid() {
		return
	}
	for _, a := range v.Applied {
		if a.Snapshot {
			g.snapshot = a.Index
		}
	}
	if n := len(v.Asked); n > 0 {
		g.snapshot = max(g.snapshot, v.Asked[n-1])
	}
	from, ok := g.from(l, slice)
	if from != g.first && len(g.seen) > 0 && from != g.snapshot && from != g.snapshot+1 {
		g.shape.Trusted = false // the log was cut where no snapshot ends
	}
	g.verify(l, v)
	if !ok || !g.shape.Trusted {
		g.seen = nil
		return
	}
	v.LogKnown = true
	n := slice.Len()
	v.Facts.LastIndex = from + n - 1
	same := 0 // the elements in front that are as they were
	if from == g.first && len(g.seen) > 0 && n >= len(g.seen) && slice.Pointer() == g.data &&
		g.read(slice, len(g.seen)-1) == g.seen[len(g.seen)-1] {
		same = len(g.seen)
	}
	var now []whole.Entry
	for i := same; i < n; i++ {
		now = append(now, g.read(slice, i))
	}
	if same == 0 && from == g.first { // most of it is often as it was
		for same < min(n, len(g.seen)) && now[same] == g.seen[same] {
			same++
		}
		now = now[same:]
	}
	if from != g.first {
		g.seen = nil
	}
	v.LogBase, v.LogFrom, v.Log = from, from+same, now
	g.first, g.seen, g.data = from, append(g.seen[:min(same, len(g.seen))], now...), slice.Pointer()
}
