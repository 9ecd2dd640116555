package grading

import (
	"fmt"
	"io"

	"raftlab/grader/class"
	"raftlab/grader/class/pages"
	"raftlab/grader/class/results"
)

// The files for people in a folder of results.
const (
	IndexFile = "index.html"
	tableFile = "class.csv"
)

// Write writes the class's page, those of the students, and the table.
func Write(folder *results.Folder, c *class.Class) error {
	written := map[string]bool{}
	for _, row := range c.Rows {
		name := pages.Folder + "/" + pages.File(row.Student)
		if written[name] {
			continue
		}
		written[name] = true
		page, err := pages.Student(c, row.Student)
		if err == nil {
			err = folder.Write(name, page)
		}
		if err != nil {
			return fmt.Errorf("write the page of %s: %w", row.Student.Shown(), err)
		}
	}
	page, err := pages.Index(c)
	if err != nil {
		return fmt.Errorf("write the page of the class: %w", err)
	}
	if err := folder.Write(IndexFile, page); err != nil {
		return err
	}
	return folder.Write(tableFile, pages.CSV(c))
}

// Print prints the class for a terminal, and where its page is.
func Print(out io.Writer, c *class.Class, index string) error {
	_, err := fmt.Fprintf(out, "%s\nThe class's page is %s\n", pages.Table(c), index)
	return err
}
