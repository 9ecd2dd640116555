// Package pages shows a graded class: a page for each student, one for the whole class, a CSV file, and a table for a
// terminal.
//
//	page, err := pages.Student(c, student)   // beside the class's page: pages.File(student)
//	page, err := pages.Index(c)              // index.html, which links to the students' pages
//	os.WriteFile("class.csv", pages.CSV(c), 0o644)
//	fmt.Print(pages.Table(c))
//
// A page is one file of HTML that needs nothing else: its style is inside, the pictures are drawn here as SVG, and the
// trace of a run is inside as a file to save. So it can be sent by mail, read without a network, and printed. It
// follows the reader's theme.
//
//	student.go, verdict.go   what a student's page says
//	trace.go, picture.go     the smallest run, in steps and as a picture
//	index.go, causes.go      the class's page; histogram.go draws the points
//	csv.go, table.go         the other two
//	pages.html, pages.css    how pages look; the colours are those of the lab
//
// # Never
//
// A page has no script, and requests nothing: its content security policy forbids both. It has no text of a student, of
// a compiler or of a judged program that package plaintext and html/template have not made safe. It shows one student
// nothing about another, and nobody the assignment's secret. It judges nothing, and counts no points: a row's report
// and marks are what it shows. Equal classes give equal bytes: it reads no clock.
package pages
