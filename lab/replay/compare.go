package replay

import (
	"io"
	"strings"
)

// Difference is the difference between two traces.
type Difference struct {
	// Labels are the label's words that only one trace has: [0] the first trace's, [1] the second's.
	Labels [2][]string
	// ScriptLine is the first scenario line that differs, from 1, or 0; Scripts has both lines.
	ScriptLine int
	Scripts    [2]string
	// Event is the first event that differs, 0 if none does. Before are the equal lines before it, and Lines the
	// lines that follow in each trace, none if a trace is over.
	Event  uint64
	Before []string
	Lines  [2][]Line
}

// Same reports whether the traces are equal, byte for byte.
func (d *Difference) Same() bool {
	return d.Event == 0 && d.ScriptLine == 0 && len(d.Labels[0]) == 0 && len(d.Labels[1]) == 0
}

// Compare reads two traces to their ends. Each receives every line, and its trace, 0 or 1. The two are read side
// by side, also after the first difference.
func Compare(a, b *Reader, each func(side int, line Line)) (*Difference, error) {
	c := comparison{readers: [2]*Reader{a, b}, each: each}
	c.headers()
	for c.open() {
		var lines [2]Line
		for side := range c.readers {
			if err := c.next(side, &lines[side]); err != nil {
				return nil, err
			}
		}
		c.lines(lines)
	}
	return &c.found, nil
}

type comparison struct {
	readers [2]*Reader
	ended   [2]bool
	each    func(side int, line Line)
	found   Difference
}

func (c *comparison) open() bool { return !c.ended[0] || !c.ended[1] }

// next reads one line of a side, unless the side is over.
func (c *comparison) next(side int, line *Line) error {
	if c.ended[side] {
		return nil
	}
	read, err := c.readers[side].Next()
	switch {
	case err == io.EOF:
		c.ended[side] = true
		return nil
	case err != nil:
		return err
	}
	*line = read
	c.each(side, read)
	return nil
}

// lines compares two lines of the same number; the zero Line means no line.
func (c *comparison) lines(lines [2]Line) {
	d := &c.found
	if d.Event == 0 && lines[0].Text == lines[1].Text {
		if len(d.Before) == contextLines {
			d.Before = append(d.Before[:0], d.Before[1:]...)
		}
		if lines[0].Event > 0 {
			d.Before = append(d.Before, lines[0].Text)
		}
		return
	}
	if d.Event == 0 {
		d.Event = max(lines[0].Event, lines[1].Event)
	}
	const following = 5
	for side, line := range lines {
		if line.Event > 0 && len(d.Lines[side]) < following {
			d.Lines[side] = append(d.Lines[side], line)
		}
	}
}

func (c *comparison) headers() {
	a, b := c.readers[0].Header(), c.readers[1].Header()
	c.found.Labels = [2][]string{wordsOnlyIn(a.Label, b.Label), wordsOnlyIn(b.Label, a.Label)}
	if a.Script == b.Script {
		return
	}
	as, bs := strings.Split(a.Script, "\n"), strings.Split(b.Script, "\n")
	for i := range max(len(as), len(bs)) {
		lines := [2]string{at(as, i), at(bs, i)}
		if lines[0] != lines[1] {
			c.found.ScriptLine, c.found.Scripts = i+1, lines
			return
		}
	}
	c.found.ScriptLine = min(len(as), len(bs)) // one has an additional empty line at the end
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// wordsOnlyIn lists the words that one label has and the other does not.
func wordsOnlyIn(label, other string) []string {
	known := map[string]bool{}
	for word := range strings.FieldsSeq(other) {
		known[word] = true
	}
	var only []string
	for word := range strings.FieldsSeq(label) {
		if !known[word] {
			only = append(only, word)
		}
	}
	return only
}
