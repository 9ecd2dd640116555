package main

// Outline is what the first page knows of the course before the texts are fetched: the build puts it into the page.
type Outline struct {
	Exercises []OutlinedExercise `json:"exercises"`
	Lessons   []OutlinedLesson   `json:"lessons"`
	Puzzles   []OutlinedPuzzle   `json:"puzzles"`
}

// OutlinedExercise is an exercise by its title. Letter is its part of the course.
type OutlinedExercise struct {
	ID     string `json:"id"`
	Letter string `json:"letter"`
	Title  string `json:"title"`
	// Protocol is the id of the protocol whose rules they are, left out for Raft.
	Protocol string `json:"protocol,omitempty"`
}

// OutlinedLesson is a lesson by its title.
type OutlinedLesson struct {
	ID     string `json:"id"`
	Letter string `json:"letter"`
	Title  string `json:"title"`
	// Writes is the exercise with which it ends, left out if it has none.
	Writes string `json:"writes,omitempty"`
}

// OutlinedPuzzle is a puzzle by its title, with the lesson that leads to it.
type OutlinedPuzzle struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Lesson string `json:"lesson"`
}

func outline(course Course, lessons Lessons, puzzles Puzzles) Outline {
	var made Outline
	for _, e := range course.Exercises {
		made.Exercises = append(made.Exercises, OutlinedExercise{e.ID, part(e.Subjects), e.Title, e.Protocol})
	}
	for _, l := range lessons.Lessons {
		one := OutlinedLesson{ID: l.ID, Letter: l.Letter, Title: l.Title}
		if l.Writes != nil {
			one.Writes = l.Writes.ID
		}
		made.Lessons = append(made.Lessons, one)
	}
	for _, p := range puzzles.Puzzles {
		made.Puzzles = append(made.Puzzles, OutlinedPuzzle{p.ID, p.Title, p.Lesson})
	}
	return made
}

// part is the letter of most of the subjects, the first of those that are equally frequent.
func part(subjects []string) string {
	counts, most := map[string]int{}, ""
	for _, subject := range subjects {
		letter := subject[:1]
		if counts[letter]++; counts[letter] > counts[most] {
			most = letter
		}
	}
	return most
}
