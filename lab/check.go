package lab

import "slices"

// Check is a property that every run must have.
type Check struct {
	// ID and Name are the property's, such as no-panic. Section is where the protocol's text states it.
	ID, Name, Section string
}

// Broken is the violation of the property. Evidence is the trace lines that the sentence refers to.
func (c Check) Broken(s Saying, evidence ...uint64) *Violation {
	return &Violation{
		ID: c.ID, Name: c.Name, Section: c.Section, Sentence: s.Text, Code: s.Code, Args: s.Args, Causes: evidence,
	}
}

// Sometimes is something that should sometimes happen in a set of runs, and how often it did. A run in which
// nothing happens breaks no property, but it shows nothing either.
type Sometimes struct {
	ID, Title string
	Count     uint64
}

// Counted is the list with how often each of it happened: counts has the numbers in the list's order, and perhaps more
// of them.
func Counted(list []Sometimes, counts []uint64) []Sometimes {
	seen := slices.Clone(list)
	for i := range seen {
		seen[i].Count = counts[i]
	}
	return seen
}
