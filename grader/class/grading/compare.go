package grading

import (
	"fmt"

	"raftlab/grader/class"
	"raftlab/grader/class/pages"
	"raftlab/grader/class/results"
	"raftlab/grader/class/similar"
)

// Compare finds the files of a class that are alike, and writes them side by side. Read gives a file of the checkout by
// its path with slashes: what starters and solutions have is no likeness.
func Compare(folder *results.Folder, c *class.Class, read func(path string) ([]byte, error)) error {
	common, err := similar.Common(read)
	if err != nil {
		return err
	}
	var files []similar.File
	for _, row := range c.Rows {
		if row.Problem == nil {
			files = append(files, similar.File{Exercise: row.Exercise, Student: row.Student, Source: row.Source})
		}
	}
	c.Similar = similar.Pairs(files, common)
	if len(c.Similar) == 0 {
		return folder.Remove(pages.SimilarFile)
	}
	page, err := similar.Page(c.Assignment.Title, c.Similar, files)
	if err != nil {
		return fmt.Errorf("write the page of similar files: %w", err)
	}
	c.Exports = append(c.Exports, pages.SimilarFile)
	return folder.Write(pages.SimilarFile, page)
}
