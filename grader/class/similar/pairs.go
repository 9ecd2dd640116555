package similar

import (
	"cmp"
	"math/bits"
	"slices"

	"raftlab/grader/class"
)

// File is what a student handed in for an exercise.
type File struct {
	Exercise string
	Student  class.Student
	Source   []byte
}

// What makes two students a pair: they share at least enough fingerprints that few others have, and two thirds of those
// that the smaller files have of their own; or in one exercise, three quarters. MaxPairs of them are as many as a
// person looks at.
const (
	enough   = 10
	maxPairs = 100
)

// paper is a File that was read.
type paper struct {
	File
	declarations []declaration
	// own are the fingerprints that are not common, in their order and each once.
	own []uint64
}

// part is what two students share in one exercise.
type part struct {
	first, second *paper
	tally
}

// tally counts fingerprints. Shared are those that both have, of as many as the smaller file has. Few others have the
// rare ones. What fewer have weighs more.
type tally struct{ shared, of, rare, weight int }

func (t *tally) add(more tally) {
	t.shared += more.shared
	t.of += more.of
	t.rare += more.rare
	t.weight += more.weight
}

// both is what two students share in all exercises.
type both struct {
	parts []part
	tally
}

// Pairs are the pairs of files that are alike: those of the closest students first, and of two students those of the
// exercise in which they share most. Common has the texts that all may have, for each exercise. A student's files of
// one exercise after the first do not count.
func Pairs(files []File, common map[string][][]byte) []class.Pair {
	together := map[[2]string]*both{}
	exercises := byExercise(files)
	left := map[string]map[uint64]bool{}
	for _, papers := range exercises {
		exercise := papers[0].Exercise
		left[exercise] = runsOf(common[exercise])
		for _, p := range papers {
			p.read(left[exercise])
		}
		compare(papers, together)
	}
	var pairs []class.Pair
	for _, b := range closest(together) {
		for _, p := range b.parts {
			pairs = append(pairs, p.pair(left[p.first.Exercise]))
		}
	}
	return pairs
}

// byExercise sorts files into exercises, and those of an exercise by student.
func byExercise(files []File) [][]*paper {
	sorted := slices.Clone(files)
	slices.SortStableFunc(sorted, func(a, b File) int {
		return cmp.Or(cmp.Compare(a.Exercise, b.Exercise), cmp.Compare(a.Student.ID, b.Student.ID))
	})
	var all [][]*paper
	for i, file := range sorted {
		switch {
		case i == 0 || file.Exercise != sorted[i-1].Exercise:
			all = append(all, []*paper{{File: file}})
		case file.Student.ID != sorted[i-1].Student.ID:
			all[len(all)-1] = append(all[len(all)-1], &paper{File: file})
		}
	}
	return all
}

// runsOf are all runs of some texts.
func runsOf(texts [][]byte) map[uint64]bool {
	all := map[uint64]bool{}
	for _, text := range texts {
		for _, d := range declarations(text) {
			for _, hash := range d.runs() {
				all[hash] = true
			}
		}
	}
	return all
}

// read finds the fingerprints of a file that are not common.
func (p *paper) read(common map[uint64]bool) {
	p.declarations = declarations(p.Source)
	for _, d := range p.declarations {
		for _, hash := range winnow(d.runs()) {
			if !common[hash] {
				p.own = append(p.own, hash)
			}
		}
	}
	slices.Sort(p.own)
	p.own = slices.Compact(p.own)
}

// compare adds what the files of one exercise share, two by two.
func compare(papers []*paper, together map[[2]string]*both) {
	having := map[uint64][]int{}
	for i, p := range papers {
		for _, hash := range p.own {
			having[hash] = append(having[hash], i)
		}
	}
	tallies := make([]tally, len(papers))
	for i, p := range papers {
		clear(tallies)
		for _, hash := range p.own {
			worth := worthOf(len(having[hash]), len(papers))
			if worth.shared == 0 {
				continue
			}
			for _, j := range having[hash] {
				if j > i {
					tallies[j].add(worth)
				}
			}
		}
		for j := i + 1; j < len(papers); j++ {
			if t := tallies[j]; t.shared > 0 {
				t.of = min(len(p.own), len(papers[j].own))
				add(together, part{p, papers[j], t})
			}
		}
	}
}

// A fingerprint is rare if at most so many files have it, or one of so many. In a class of few nothing is taken for
// what most have.
const (
	alwaysRare = 4
	rareOf     = 10
	few        = 10
)

// worthOf is what one fingerprint says that some of so many files have. What most of a class have says nothing.
func worthOf(some, all int) tally {
	if all > few && 2*some > all {
		return tally{}
	}
	t := tally{shared: 1, weight: bits.Len(uint(all / some))}
	if some <= alwaysRare || rareOf*some <= all {
		t.rare = 1
	}
	return t
}

func add(together map[[2]string]*both, p part) {
	key := [2]string{p.first.Student.ID, p.second.Student.ID}
	b := together[key]
	if b == nil {
		b = &both{}
		together[key] = b
	}
	b.parts = append(b.parts, p)
	b.add(p.tally)
}

// isAlike reports whether somebody should look at one exercise.
func (p part) isAlike() bool { return p.rare >= enough && 4*p.shared >= 3*p.of }

// isAlike reports whether somebody should look at two students.
func (b *both) isAlike() bool {
	return b.rare >= enough && 3*b.shared >= 2*b.of || slices.ContainsFunc(b.parts, part.isAlike)
}

// closest are the students who are alike, the closest first. Of two students it keeps the exercises that say so.
func closest(together map[[2]string]*both) []*both {
	var all []*both
	for _, b := range together {
		if !b.isAlike() {
			continue
		}
		b.parts = slices.DeleteFunc(b.parts, func(p part) bool { return !p.isAlike() && 2*p.shared < p.of })
		slices.SortFunc(b.parts, func(x, y part) int {
			return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.first.Exercise, y.first.Exercise))
		})
		all = append(all, b)
	}
	slices.SortFunc(all, func(x, y *both) int {
		a, b := x.parts[0], y.parts[0]
		return cmp.Or(
			// weight · shared / of, without fractions
			cmp.Compare(y.weight*y.shared*x.of, x.weight*x.shared*y.of),
			cmp.Compare(a.first.Student.ID, b.first.Student.ID),
			cmp.Compare(a.second.Student.ID, b.second.Student.ID),
		)
	})
	return all[:min(len(all), maxPairs)]
}
