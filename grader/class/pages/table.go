package pages

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"raftlab/grader/class"
)

// tableWidth is how many columns of a terminal the table takes at most.
const tableWidth = 100

// Table is the class for a terminal: a line for each student, sorted by name, what fails most, and what a person has to
// look at. It has no control characters but the ends of lines, and no line is wider than 100 columns.
func Table(c *class.Class) string {
	l := listOf(c)
	var b strings.Builder
	b.WriteString(wrap(joined(" · ", shown(c.Assignment.Course, 60), shown(c.Assignment.Title, 60))))
	b.WriteString(wrap(l.facts()))
	switch {
	case len(l.students) == 0:
		b.WriteString("Nobody has handed anything in.\n")
	case len(l.exercises) == 1:
		l.narrow(&b)
	default:
		l.wide(&b)
	}
	l.below(&b)
	return b.String()
}

// narrow is the table of one exercise.
func (l *list) narrow(b *strings.Builder) {
	names := l.nameColumn(24)
	fmt.Fprintf(b, "\n%s  %s  %s  %s\n", pad("student", names), padLeft("points", 8), pad("verdict", 18), "first cause")
	for _, s := range l.students {
		row := l.of(s, l.exercises[0])
		standing := standingOf(row)
		line := pad(l.name(s), names) + "  " + padLeft(pointsText(pointsOf(l.class, row)), 8) + "  " +
			pad(standing.Mark+" "+standing.Tag, 18) + "  "
		notes := notesOf(row)
		if row.Late { // first, since the end of a long line is cut
			line, notes = line+"late · ", notes[1:]
		}
		about := joined(" · ", firstCause(row), strings.Join(notes, "; "))
		b.WriteString(strings.TrimRight(line+fit(about, tableWidth-widthIn(line)), " ") + "\n")
	}
}

// wide is the table of several exercises: a column for each.
func (l *list) wide(b *strings.Builder) {
	names := l.nameColumn(20)
	const total = 9
	room := (tableWidth - names - 1 - total) / len(l.exercises)
	columns := make([]int, len(l.exercises))
	var head strings.Builder
	head.WriteString(pad("student", names) + " ")
	for i, id := range l.exercises {
		columns[i] = min(max(6, widthIn(id)+1), max(3, room))
		head.WriteString(pad(fit(shown(id, 40), columns[i]-1), columns[i]))
	}
	fmt.Fprintf(b, "\n%s\n", strings.TrimRight(head.String()+padLeft("points", total), " "))
	for _, s := range l.students {
		line := pad(l.name(s), names) + " "
		for i, id := range l.exercises {
			text := ""
			if row := l.of(s, id); row != nil {
				text = standingOf(row).Mark
				if points := pointsOf(l.class, row); points.Known {
					text += fmt.Sprintf(" %d", points.Got)
				}
			}
			line += pad(fit(text, columns[i]-1), columns[i])
		}
		b.WriteString(strings.TrimRight(line+padLeft(pointsText(l.total(s)), total), " ") + "\n")
	}
}

// causesShown is how many causes the terminal shows: the page has all.
const causesShown = 8

// below is what follows the table.
func (l *list) below(b *strings.Builder) {
	if counts := l.counts(); counts != "" {
		b.WriteString("\n" + wrap(counted(len(l.class.Rows), "file")+": "+counts))
	}
	causes, note := l.causes()
	if len(causes) > 0 {
		fmt.Fprintf(b, "\n%s\n", joined(": ", "By cause", note))
	}
	for i, cause := range causes {
		if i == causesShown {
			fmt.Fprintf(b, "%7s and %d causes more\n", "", len(causes)-i)
			break
		}
		var who []string
		for _, p := range cause.Who {
			who = append(who, p.Name)
		}
		text := fmt.Sprintf("%5d  %s: %s (%s", cause.Count, cause.Exercise, cause.Title, strings.Join(who, ", "))
		if cause.More > 0 {
			text += fmt.Sprintf(" and %d more", cause.More)
		}
		fmt.Fprintf(b, "%s\n", fit(text+")", tableWidth))
	}
	noFile, unjudged := l.open()
	for _, look := range []struct {
		count     int
		one, many string
	}{
		{len(unjudged), "file is not judged: no zero, and no attempt", "files are not judged: no zero, and no attempt"},
		{len(noFile), "file is refused, unreadable or missing", "files are refused, unreadable or missing"},
		{len(l.class.Unplaced), "input belongs to no student", "inputs belong to no student"},
		{len(l.class.Similar), "pair is similar, for a person to see", "pairs are similar, for a person to see"},
	} {
		if look.count == 1 {
			fmt.Fprintf(b, "%5d  %s\n", look.count, look.one)
		} else if look.count > 1 {
			fmt.Fprintf(b, "%5d  %s\n", look.count, look.many)
		}
	}
}

func pointsText(p Points) string {
	if !p.Known {
		return "–"
	}
	return fmt.Sprintf("%d/%d", p.Got, p.Of)
}

// name is a student's name, with the ID if others have it, too.
func (l *list) name(s class.Student) string {
	p := l.person(s)
	return joined(" ", p.Name, p.ID)
}

// nameColumn is how wide the names are, up to most.
func (l *list) nameColumn(most int) int {
	wide := len("student")
	for _, s := range l.students {
		wide = max(wide, widthIn(l.name(s)))
	}
	return min(wide, most)
}

// pad fills a text up to a width, or cuts it.
func pad(text string, width int) string {
	text = fit(text, width)
	return text + strings.Repeat(" ", max(0, width-widthIn(text)))
}

func padLeft(text string, width int) string {
	return strings.Repeat(" ", max(0, width-widthIn(text))) + text
}

// fit cuts a text to a width.
func fit(text string, width int) string {
	if widthIn(text) <= width {
		return text
	}
	used := 0
	for i, c := range text {
		if used += columnsOf(c); used > width-1 {
			return strings.TrimRight(text[:i], " ") + "…"
		}
	}
	return text
}

// wrap is a text in lines of a terminal's width.
func wrap(text string) string {
	var b strings.Builder
	used := 0
	for i, word := range strings.Fields(text) {
		word = fit(word, tableWidth)
		if i > 0 && used+1+widthIn(word) > tableWidth {
			b.WriteString("\n")
			used = 0
		} else if i > 0 {
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += widthIn(word)
	}
	return b.String() + "\n"
}

// widthIn is how many columns of a terminal a text takes.
func widthIn(text string) int {
	width := 0
	for _, c := range text {
		width += columnsOf(c)
	}
	return width
}

// columnsOf is how many columns a character takes: two for the wide ones of East Asia and for pictures, none for a mark
// that stands on the character before it.
func columnsOf(c rune) int {
	switch {
	case unicode.In(c, unicode.Mn, unicode.Me):
		return 0
	case isWide(c):
		return 2
	}
	return 1
}

// wideRanges are the characters that Unicode's EastAsianWidth has as W or F, in short.
var wideRanges = [][2]rune{
	{0x1100, 0x115F}, {0x231A, 0x231B}, {0x23E9, 0x23EC}, {0x2614, 0x2615}, {0x2648, 0x2653}, {0x26AA, 0x26AB},
	{0x26BD, 0x26BE}, {0x2E80, 0x303E}, {0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xA000, 0xA4CF},
	{0xA960, 0xA97F}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6},
	{0x16FE0, 0x18AFF}, {0x1B000, 0x1B2FF}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF},
	{0x20000, 0x3FFFD},
}

func isWide(c rune) bool {
	_, found := slices.BinarySearchFunc(wideRanges, c, func(r [2]rune, c rune) int {
		if c >= r[0] && c <= r[1] {
			return 0
		}
		return cmp.Compare(r[0], c)
	})
	return found
}
