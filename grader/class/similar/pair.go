package similar

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"raftlab/grader/class"
)

// maxCompared bounds how many tokens of a file are compared by Levenshtein, whose work grows with the square.
const maxCompared = 1500

// pair is a part as people see it.
func (p part) pair(common map[uint64]bool) class.Pair {
	first, second := p.first.stream(), p.second.stream()
	runes := map[string]rune{}
	pair := class.Pair{
		Exercise: p.first.Exercise, First: p.first.Student, Second: p.second.Student,
		Shared: p.shared, Of: p.of,
		Distance: levenshtein.ComputeDistance(text(first, runes), text(second, runes)),
		Tokens:   max(len(first), len(second)),
	}
	pair.FirstLines = p.first.linesIn(p.second, common)
	pair.SecondLines = p.second.linesIn(p.first, common)
	return pair
}

// stream is the words of a file, with its declarations in an order that does not depend on the student: those whose
// names are known by their names, which come early in them, and then the others.
func (p *paper) stream() []string {
	var texts [][]string
	for _, d := range p.declarations {
		var words []string
		for _, w := range d {
			words = append(words, w.text)
		}
		texts = append(texts, words)
	}
	slices.SortFunc(texts, func(a, b []string) int {
		return cmp.Or(slices.Compare(a[:min(len(a), 2)], b[:min(len(b), 2)]), cmp.Compare(len(b), len(a)),
			slices.Compare(a, b))
	})
	all := slices.Concat(texts...)
	return all[:min(len(all), maxCompared)]
}

// text is a stream with a character for each word.
func text(words []string, runes map[string]rune) string {
	var b strings.Builder
	for _, word := range words {
		r, known := runes[word]
		if !known {
			r = rune(0x10000 + len(runes)) // behind the surrogates
			runes[word] = r
		}
		b.WriteRune(r)
	}
	return b.String()
}

// linesIn are the lines of a file that another one has, too, and that are not common.
func (p *paper) linesIn(other *paper, common map[uint64]bool) []int {
	has := map[uint64]bool{}
	for _, d := range other.declarations {
		for _, hash := range d.runs() {
			has[hash] = !common[hash]
		}
	}
	lines := []int{}
	for _, d := range p.declarations {
		for i, hash := range d.runs() {
			if has[hash] {
				for _, w := range d[i : i+runLength] {
					lines = append(lines, w.line)
				}
			}
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}
