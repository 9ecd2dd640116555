package example

import (
	"bytes"
	"encoding/csv"
	"fmt"
)

// Gradebook is what Canvas exports of a class that hands in there, with a column for one assignment.
func (c *Class) Gradebook(title string, points int) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	// Nothing that is written to memory fails.
	_ = w.Write([]string{"Student", "ID", "SIS User ID", "SIS Login ID", "Section", title + " (4711)"})
	_ = w.Write([]string{"    Points Possible", "", "", "", "", fmt.Sprintf("%d.00", points)})
	for i, s := range c.students {
		id := c.student(i, Canvas).ID
		_ = w.Write([]string{s.last + ", " + s.first, id, "S" + id, letters(s.first) + id, "Lab", ""})
	}
	w.Flush()
	return b.Bytes()
}
