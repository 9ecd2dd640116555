package example

import (
	"fmt"
	"io/fs"
	"slices"
	"time"
	"unicode/utf8"

	"raftlab/grader"
	"raftlab/grader/hostile"
	"raftlab/grader/submissions"
	"raftlab/lab"
)

// Options make a class.
type Options struct {
	Seed     uint64
	Students int
	// Exercises are IDs, in the order of the assignment.
	Exercises []string
	// Hostile is how many hostile files there are at most. They are for exercise vote.
	Hostile int
	// Checkout is the folder of the sources.
	Checkout fs.FS
}

// Due is the deadline of every class. Files are handed in before it, but for the late ones.
var Due = time.Date(2026, 10, 1, 18, 0, 0, 0, time.UTC)

// Kind is what a student hands in.
type Kind string

// The kinds, in the order in which they go round. Three of ten are right, and three are wrong.
const (
	Solution   Kind = "solution"
	Mistake    Kind = "mistake"
	Variant    Kind = "variant" // right in another way, where package submissions has one
	Unfinished Kind = "unfinished"
	Missing    Kind = "missing"
	Unreadable Kind = "unreadable"
	Hostile    Kind = "hostile"
)

var round = []Kind{
	Solution, Mistake, Hostile, Variant, Mistake, Unfinished, Solution, Mistake, Missing, Unreadable,
}

// Manner is how a student hands it in.
type Manner string

// The manners, in the order in which they go round.
const (
	Plain     Manner = "plain"     // vote.go
	Copied    Manner = "copied"    // vote (1).go
	Doubled   Manner = "doubled"   // vote.go, and a newer vote-2.go, which counts
	Misnamed  Manner = "misnamed"  // homework1.go, in package vote
	Late      Manner = "late"      // after the deadline, where the form of the class can say so
	Text      Manner = "text"      // vote.go.txt
	Encoded   Manner = "encoded"   // in UTF-16, from an editor of Windows
	Zipped    Manner = "zipped"    // in an archive
	Encrypted Manner = "encrypted" // in an archive with a password: unreadable
	Large     Manner = "large"     // of 2 MB: unreadable
)

var manners = []Manner{Plain, Late, Doubled, Plain, Misnamed, Zipped, Copied, Encoded, Text}

// Handed is what one student hands in for one exercise.
type Handed struct {
	Kind   Kind
	Manner Manner
	// Name says which of its kind it is. Source is its text, "" if it is missing.
	Name, Source string
	// Verdicts are those that it may get, none for what cannot be judged. Check is a check that does not pass, and Says
	// a part of the first finding's sentence, both "" if nothing is said.
	Verdicts    []grader.Verdict
	Check, Says string
}

// Class is a class that handed in.
type Class struct {
	exercises []string
	students  []student
	starters  map[string]string
}

type student struct {
	first, last string
	handed      []Handed // by exercise
}

// Generate makes a class.
func Generate(o Options) (*Class, error) {
	read := func(path string) ([]byte, error) { return fs.ReadFile(o.Checkout, path) }
	all, err := submissions.All(read)
	if err != nil {
		return nil, fmt.Errorf("make a class: %w", err)
	}
	cases, err := submissions.Cases(o.Checkout)
	if err != nil {
		return nil, fmt.Errorf("make a class: %w", err)
	}
	g := &generator{
		options: o, random: lab.WorkloadStream(o.Seed), sources: map[string]map[Kind][]Handed{},
		starters: map[string]string{}, turn: map[Kind]int{},
	}
	for _, s := range slices.Concat(all, cases) {
		g.take(s)
	}
	for _, f := range inTurn(hostile.Files()) {
		if !utf8.ValidString(f.Source) {
			continue // intake repairs it, so that its verdict in a class is another one
		}
		h := Handed{Kind: Hostile, Name: f.Kind + ": " + f.Name, Source: f.Source, Verdicts: f.Verdicts, Says: f.Says}
		g.add("vote", h)
	}
	for _, id := range o.Exercises {
		if g.starters[id] == "" {
			return nil, fmt.Errorf("make a class: there is no exercise %q", id)
		}
	}
	c := &Class{exercises: o.Exercises, starters: g.starters}
	for i := range o.Students {
		c.students = append(c.students, g.student(i))
	}
	return c, nil
}

type generator struct {
	options  Options
	random   lab.Stream
	sources  map[string]map[Kind][]Handed
	starters map[string]string
	turn     map[Kind]int // how many of a kind there are
	hostile  int
}

func (g *generator) add(exercise string, h Handed) {
	if g.sources[exercise] == nil {
		g.sources[exercise] = map[Kind][]Handed{}
	}
	g.sources[exercise][h.Kind] = append(g.sources[exercise][h.Kind], h)
}

func (g *generator) take(s submissions.Submission) {
	h := Handed{
		Kind: Mistake, Name: s.Name, Source: s.Source, Verdicts: []grader.Verdict{s.Verdict},
		Check: s.Check, Says: s.Says,
	}
	switch {
	case s.Name == submissions.Solution:
		h.Kind = Solution
	case s.Name == submissions.Starter:
		h.Kind = Unfinished
		g.starters[s.Exercise] = s.Source
	case s.Verdict == grader.Pass:
		h.Kind = Variant
	}
	g.add(s.Exercise, h)
}

// inTurn orders hostile files so that the first are one of each kind, the next another of each, and so on.
func inTurn(files []hostile.File) []hostile.File {
	nth := map[string]int{}
	type placed struct {
		hostile.File
		n int
	}
	var all []placed
	for _, f := range files {
		all = append(all, placed{f, nth[f.Kind]})
		nth[f.Kind]++
	}
	slices.SortStableFunc(all, func(a, b placed) int { return a.n - b.n })
	ordered := make([]hostile.File, len(all))
	for i, p := range all {
		ordered[i] = p.File
	}
	return ordered
}

// student is the student of a number, whose name is nobody else's.
func (g *generator) student(i int) student {
	first, last := firsts[i%len(firsts)], lasts[(i+i/len(firsts))%len(lasts)]
	if again := i / (len(firsts) * len(lasts)); again > 0 {
		last = fmt.Sprintf("%s %d", last, again+1)
	}
	s := student{first: first, last: last}
	offset := int(g.random.Below(uint64(len(round))))
	for j, id := range g.options.Exercises {
		s.handed = append(s.handed, g.handed(id, i*len(g.options.Exercises)+j, offset))
	}
	return s
}

// handed is the n-th file of the class. The kinds go round twice, so that there is each of them, and start elsewhere
// for each student after that.
func (g *generator) handed(exercise string, n, drawn int) Handed {
	kind := round[n%len(round)]
	if n >= 2*len(round) {
		kind = round[(n+drawn)%len(round)]
	}
	of := g.sources[exercise]
	if kind == Hostile && (len(of[Hostile]) == 0 || g.hostile >= g.options.Hostile) {
		kind = Mistake
	}
	if kind == Variant && len(of[Variant]) == 0 {
		kind = Solution
	}
	turn := g.turn[kind]
	g.turn[kind]++
	manner := manners[turn%len(manners)]
	switch kind {
	case Missing:
		return Handed{Kind: kind, Manner: Plain, Name: "nothing"}
	case Unreadable:
		h := of[Solution][0]
		h.Kind, h.Verdicts, h.Manner = kind, nil, []Manner{Encrypted, Large}[turn%2]
		return h
	case Hostile:
		g.hostile++
		manner = Plain // a file that is no Go is not understood under another name
	}
	h := of[kind][turn%len(of[kind])]
	h.Manner = manner
	return h
}

var (
	firsts = []string{
		"Ada", "Bo", "Chloé", "Dmitri", "Eve", "Fatima", "Grace", "Hana", "Ivo", "Jörg", "Kofi", "Linh", "Mara",
		"Nils", "Olga", "Pia", "Quinn",
	}
	lasts = []string{
		"Lovelace", "Müller", "O'Brien", "Nakamura", "Okafor", "Petrov", "Ramírez", "Smith", "Tanaka", "van Dijk",
		"Weber", "Yılmaz", "Zhang",
	}
)
