package editor

import (
	"slices"
	"strconv"
	"strings"
)

// note is what there is to say of a line that a call visited.
type note struct {
	line, times int
	values      []value
	// changes are what the line changed, gives what the rule gave here.
	changes, gives []value
	// answer is "yes" or "no" for a condition, "" for what is none, and where nobody knows.
	answer string
}

// value is a value by its name; before is what it was, for a change.
type value struct{ name, before, now string }

// lit says what a call of a rule saw in each line that it visited, and which parts of its request it never looked at.
// What is not certain is left out.
func (e *Editor) lit(source, rule string, lines []int, values string) object {
	if e.read.source != source {
		e.read = litFileOf(source, e.check(source))
	}
	c := litCall{file: e.read, rule: rule, lines: lines, sights: readSights(values)}
	var notes, unread []any
	for _, n := range c.notes() {
		notes = append(notes, object{
			{"line", n.line}, {"times", n.times}, {"answer", n.answer}, {"values", valuesJSON(n.values)},
			{"changes", valuesJSON(n.changes)}, {"gives", valuesJSON(n.gives)},
		})
	}
	for _, name := range c.unread() {
		unread = append(unread, name)
	}
	return object{{"notes", orEmpty(notes)}, {"unread", orEmpty(unread)}}
}

func valuesJSON(list []value) []any {
	found := []any{}
	for _, v := range list {
		found = append(found, object{{"name", v.name}, {"before", v.before}, {"now", v.now}})
	}
	return found
}

// litCall is a call of a rule.
type litCall struct {
	file   *litFile
	rule   string
	lines  []int
	sights sights
}

// notes are in the order of the lines. Of a line that was visited several times, the last visit counts.
func (c litCall) notes() []note {
	byLine := map[int]note{}
	if c.file.functions[c.rule] == nil || len(c.sights.names) == 0 {
		return nil
	}
	times := map[int]int{}
	for i, line := range c.lines {
		times[line]++
		for _, n := range c.visit(i) {
			n.times = times[line]
			byLine[n.line] = n
		}
	}
	notes := make([]note, 0, len(byLine))
	for _, n := range byLine {
		notes = append(notes, n)
	}
	slices.SortFunc(notes, func(a, b note) int { return a.line - b.line })
	return notes
}

// visit are the notes of one visit: one, or one for each condition that was tried in a chain of them.
func (c litCall) visit(i int) []note {
	at := c.file.statements[c.lines[i]]
	if len(at) != 1 || at[0].in.unclear {
		return nil // several statements share the line: nobody knows which of them saw what
	}
	s := at[0]
	next := c.next(i, s.in)
	var notes []note
	for _, part := range s.parts(c.within(next), c.sights.ended) {
		n := note{line: part.line, answer: part.answer}
		for _, r := range part.reads {
			if v, ok := c.valueOf(r, s.in, i, next); ok && !slices.Contains(n.values, v) {
				n.values = append(n.values, v)
			}
		}
		notes = append(notes, n)
	}
	if len(notes) == 0 {
		return nil
	}
	last := &notes[len(notes)-1]
	if s.mayChange(c.rule, i == len(c.lines)-1) {
		last.changes = c.changesOf(i)
	}
	if s.gives && s.in.name == c.rule && next == len(c.lines) && c.sights.ended {
		last.gives = c.given()
	}
	return slices.DeleteFunc(notes, func(n note) bool {
		return len(n.values)+len(n.changes)+len(n.gives) == 0 && n.answer == ""
	})
}

// next is the number of the next visit in the same function, that of the end for none.
func (c litCall) next(i int, f *litFunction) int {
	for j := i + 1; j < len(c.lines); j++ {
		if f.from <= c.lines[j] && c.lines[j] <= f.to {
			return j
		}
	}
	return len(c.lines)
}

// within is the line of a visit, 0 for the end.
func (c litCall) within(i int) int {
	if i < len(c.lines) {
		return c.lines[i]
	}
	return 0
}

// valueOf is what a visit read. A value that the statement itself has changed by its end is not told: nobody knows
// which of the two was read.
func (c litCall) valueOf(r read, f *litFunction, i, next int) (v value, known bool) {
	name, ok := c.nameOf(r, f, i)
	if !ok || c.sights.changes(name, i, next) {
		return v, false
	}
	if now, ok := c.sights.at(name, i); ok {
		return value{name: r.text, now: now}, true
	}
	if head, beyond := c.beyond(name, i); beyond && !c.sights.changes(head+".LastIndex()", i, next) {
		return value{name: r.text, now: "0"}, true
	}
	return v, false
}

// nameOf is the name of a value, with the index that an expression had. A helper's arguments may be any, but for the
// state, if there is only one.
func (c litCall) nameOf(r read, f *litFunction, i int) (name string, ok bool) {
	name = r.name
	if f.name != c.rule {
		path, isState := strings.CutPrefix(name, f.state+".")
		own := c.file.functions[c.rule].state
		if !isState || f.state == "" || own == "" || !c.file.oneState {
			return "", false
		}
		name = own + "." + path
	}
	if r.index == nil {
		return name, true
	}
	index := r.index.text
	if r.index.name != "" {
		name, ok := c.nameOf(*r.index, f, i)
		if !ok {
			return "", false
		}
		if index, ok = c.sights.at(name, i); !ok || c.sights.changes(name, i, i+1) {
			return "", false
		}
	}
	n, ok := number(index)
	return strings.ReplaceAll(name, "?", strconv.Itoa(n)), ok
}

// beyond reports whether the name is the term of an entry behind the end of a log, which is 0.
func (c litCall) beyond(name string, i int) (log string, is bool) {
	log, rest, ok := strings.Cut(name, ".Term(")
	if !ok {
		return "", false
	}
	at, ok := number(strings.TrimSuffix(rest, ")"))
	last, known := c.sights.at(log+".LastIndex()", i)
	end, isNumber := number(last)
	return log, ok && known && isNumber && at > end
}

// figure2 are the fields whose changes are always shown; those of other fields are where the file names them.
var figure2 = []string{"CurrentTerm", "VotedFor", "Role", "Leader", "CommitIndex", "LastApplied", "VotesGranted",
	"NextIndex", "MatchIndex", "Log"}

// changesOf is what a visit changed: what was another before the line after it.
func (c litCall) changesOf(i int) (list []value) {
	for _, name := range c.sights.names {
		place, path, ok := strings.Cut(name, ".")
		field := path
		if cut := strings.IndexAny(path, ".["); cut >= 0 {
			field = path[:cut]
		}
		if !ok || strings.HasPrefix(place, "=") || strings.Contains(path, ".Term(") ||
			strings.HasSuffix(path, ".len") || !slices.Contains(figure2, field) && !c.file.mentions[field] {
			continue
		}
		before, known := c.sights.at(name, i)
		now, _ := c.sights.at(name, i+1)
		if known && before != now {
			list = append(list, value{name: path, before: before, now: now})
		}
	}
	return list
}

// given is what the rule gave.
func (c litCall) given() (list []value) {
	for _, name := range c.sights.names {
		if path, ok := strings.CutPrefix(name, "="); ok {
			_, path, _ = strings.Cut(path, ".")
			now, _ := c.sights.at(name, len(c.lines))
			list = append(list, value{name: strings.TrimSuffix(path, ".len"), now: now})
		}
	}
	return list
}

// unread are the parts of what the rule was asked that no visited line names.
func (c litCall) unread() (names []string) {
	f := c.file.functions[c.rule]
	if f == nil {
		return nil
	}
	touched := map[string]bool{}
	for _, line := range c.lines {
		for _, s := range c.file.statements[line] {
			for name := range s.touches {
				touched[name] = true
			}
		}
		if len(c.file.statements[line]) == 0 {
			return nil // a line of another kind
		}
	}
	for _, name := range c.sights.names {
		place, path, ok := strings.Cut(name, ".")
		param, known := f.asked[place]
		if !ok || !known || touched[place] {
			continue
		}
		path = strings.TrimSuffix(path, ".len")
		if !touched[place+"."+path] && !strings.ContainsAny(path, ".[(") {
			names = append(names, param+"."+path)
		}
	}
	return names
}
