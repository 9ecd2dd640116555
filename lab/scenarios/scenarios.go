package scenarios

import (
	"cmp"
	"embed"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab/protocols"
	"raftlab/lab/story"
)

//go:embed *.txt
var files embed.FS

// collection has every file of this folder, in the order of the subjects: A2 before A10, and A before B; within a
// subject, in the order of their ids.
var collection = read()

func read() story.Collection {
	names, err := fs.Glob(files, "*.txt")
	if err != nil {
		panic(err) // the pattern is right
	}
	var all story.Collection
	for _, name := range names {
		source, err := files.ReadFile(name)
		if err != nil {
			panic(err) // what was listed is there
		}
		id := strings.TrimSuffix(name, ".txt")
		all = append(all, story.Text{ID: id, Source: string(source), Half: halves[id]})
	}
	slices.SortStableFunc(all, func(a, b story.Text) int {
		letter, number := subject(a.ID)
		otherLetter, otherNumber := subject(b.ID)
		return cmp.Or(cmp.Compare(letter, otherLetter), cmp.Compare(number, otherNumber), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// subject is the letter and the number with which an id begins: a and 10 of a10-timing-requirement.
func subject(id string) (letter string, number int) {
	name, _, _ := strings.Cut(id, "-")
	number, _ = strconv.Atoi(name[1:]) // a test reads all of them
	return name[:1], number
}

// Collection is every scenario as a text, in the order of the subjects.
func Collection() story.Collection { return slices.Clone(collection) }

// All is every scenario, in the order of the subjects.
func All() ([]*story.Scenario, error) { return collection.All() }

// Find is the scenario with that id, or the first scenario about that subject, in either case: a4, A4.
func Find(id string) (*story.Scenario, error) { return collection.Find(id) }

// Named is the random schedule of that name, such as schedule-17, of the protocol that has it, or the scenario that
// Find finds.
func Named(all protocols.Set, name string) (*story.Scenario, error) {
	return all.Scenario(collection, name)
}
