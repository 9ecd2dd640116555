package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"raftlab/grader"
	"raftlab/grader/bring"
	"raftlab/grader/class"
	"raftlab/grader/gradable"
)

// A whole server may have more than one file, in more than one package. They are joined in one text (package bring),
// which is kept, judged and shown like a file.

// isServer reports whether an exercise is a whole server.
func isServer(e grader.About) bool {
	found, ok := gradable.Find(e.ID)
	return ok && found.Whole()
}

// maxServer bounds the files of a server together.
const maxServer = 8 << 20

// makes finds the function that makes a server.
var makes = regexp.MustCompile(`(?m)^func (?:Make|New)\(`)

// entryOf is the entry for an exercise, and the files that are judged.
func (w *walker) entryOf(p *person, e grader.About, due time.Time) (class.Entry, []*candidate) {
	if isServer(e) {
		if files := w.serverFiles(e); len(files) > 0 {
			return w.server(p, e, due, files), files
		}
	}
	entry, c := w.entry(p, e, due)
	return entry, []*candidate{c}
}

// serverFiles are the files of a server, the one that makes it first: those of the newest that was handed in, if one of
// them makes a server. There are none if a file has the exercise's own place or a rule: then it is that file alone.
func (w *walker) serverFiles(e grader.About) []*candidate {
	var files []*candidate
	for _, c := range w.candidates {
		if c.rule.Exercise == e.ID || c.isOwnFile(e) {
			return nil
		}
		if c.rule.Exercise == "" && !w.isOfAnother(c, e) && w.load(c) == nil && c.outline.pkg != "" {
			files = append(files, c)
		}
	}
	if len(files) == 0 {
		return nil
	}
	newest := slices.MaxFunc(files, newer)
	files = slices.DeleteFunc(files, func(c *candidate) bool { return c.unit != newest.unit })
	at := slices.IndexFunc(files, func(c *candidate) bool { return makes.Match(c.text) })
	if at < 0 {
		return nil
	}
	main := files[at]
	files = slices.DeleteFunc(files, func(c *candidate) bool { // itself, and a program that only lies there
		return c == main || slices.Equal(c.steps, main.steps) && c.outline.pkg != main.outline.pkg
	})
	return append([]*candidate{main}, files...)
}

// isOfAnother reports whether a file is for another exercise by its name.
func (w *walker) isOfAnother(c *candidate, e grader.About) bool {
	return slices.ContainsFunc(w.exercises, func(other grader.About) bool {
		return other.ID != e.ID && w.tierOf(c, other) < byPackage
	})
}

// server is the entry for a server of these files.
func (w *walker) server(p *person, e grader.About, due time.Time, files []*candidate) class.Entry {
	entry := class.Entry{Student: p.student, Exercise: e.ID, Notes: slices.Clone(p.notes)}
	take(&entry, slices.MaxFunc(files, newer), due)
	entry.File, entry.Source = files[0].path, files[0].text
	if len(files) == 1 && len(w.modules) == 0 {
		return entry
	}
	all := slices.Clone(files)
	for _, m := range w.modules {
		if m.unit == files[0].unit && w.load(m) == nil {
			all = append(all, m)
		}
	}
	common := all[0].steps
	size := 0
	for _, c := range all {
		size += len(c.text)
		for len(common) > len(c.steps) || !slices.Equal(common, c.steps[:len(common)]) {
			common = common[:len(common)-1]
		}
	}
	if size > maxServer {
		entry.Source = nil
		why := fmt.Sprintf("the files have more than %d MB", maxServer>>20)
		entry.Problem = &class.Note{Code: class.Refused, Text: why}
		return entry
	}
	var joined []bring.File
	var names []string
	for _, c := range all {
		name := strings.Join(append(slices.Clone(c.steps[len(common):]), c.node.name), "/")
		joined, names = append(joined, bring.File{Path: name, Text: string(c.text)}), append(names, name)
	}
	entry.Source = []byte(bring.Joined(joined))
	note(&entry, noteJoined, "%d files are one server: %s", len(all), few(names, ", "))
	return entry
}
