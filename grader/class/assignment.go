package class

// Assignment is what a class has to hand in. Package assignment reads it from a file.
type Assignment struct {
	// Title and Course are for people.
	Title  string `json:"title"`
	Course string `json:"course,omitempty"`
	// Exercises are in the order of the course.
	Exercises []Assigned `json:"exercises"`
	// Schedules is how many random schedules each file is judged by.
	Schedules int `json:"schedules"`
	// Secret makes final seeds: those of a student follow from it and from the student's ID. Without it, all files are
	// judged by the practice seeds that everybody knows.
	Secret string `json:"secret,omitempty"`
	// Deadline is shown. If it is a time of RFC 3339, files that came later are marked as late.
	Deadline string `json:"deadline,omitempty"`
}

// Assigned is an exercise of an assignment.
type Assigned struct {
	ID string `json:"id"`
	// Points is what a pass is worth.
	Points int `json:"points"`
	// Groups has the points of each group of checks, by the group's ID. Their sum is Points.
	Groups map[string]int `json:"groups"`
}

// Find is the exercise with an ID.
func (a Assignment) Find(id string) (Assigned, bool) {
	for _, e := range a.Exercises {
		if e.ID == id {
			return e, true
		}
	}
	return Assigned{}, false
}

// Points is what passing everything is worth.
func (a Assignment) Points() int {
	points := 0
	for _, e := range a.Exercises {
		points += e.Points
	}
	return points
}
