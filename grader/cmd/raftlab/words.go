package main

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// didYouMean is the tail of an error about an unknown word: the known word
// nearest to it, or nothing when none is near. A third of the word may be
// wrong; beyond that a guess reads like mockery. Of equally near words the
// first in the alphabet is taken, whatever the order of known.
func didYouMean(word string, known []string) string {
	type candidate struct {
		word     string
		distance int
	}
	var near []candidate
	limit := max(1, utf8.RuneCountInString(word)/3)
	for _, k := range known {
		if d := levenshtein.ComputeDistance(word, k); d <= limit {
			near = append(near, candidate{k, d})
		}
	}
	if len(near) == 0 {
		return ""
	}
	nearest := slices.MinFunc(near, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.word, b.word))
	})
	return fmt.Sprintf(" — did you mean %q?", nearest.word)
}
