// Package gradebook writes the grades of a class in the formats of those who keep grades, and folders that grade one
// submission there.
//
//	exported, err := gradebook.Export(class, "gradescope", gradebook.Options{})
//	exported.Files   what to write, by path
//	exported.Notes   what somebody has to look at: a student without a grade, a line of the file that is nobody's
//
// # Targets
//
//	gradescope     ID/results.json, one a student
//	prairielearn   ID/results.json, one a student, of at most 1 MB
//	autolab        ID/feedback.txt, whose last line is the autoresult
//	classroom50    ID/result.json, one for each result of Options.Template
//	exercism       ID/EXERCISE/results.json
//	junit          junit.xml, one suite for each student and exercise
//	canvas         canvas.csv: the instructor's own exported gradebook, filled in
//	moodle         moodle.csv: the instructor's own grading worksheet, filled in
//
// The rules of each receiver stand in the test of its format, as checks: rules_test.go and the files beside it.
//
// # A folder that grades there
//
// Autograder gives the folder, and Folder.Write and Folder.Zip write it with the program in it. Its script first writes
// a result that says that nothing was graded, and then runs
//
//	raftlab class one --for TARGET --assignment FILE --submission DIR --out FILE
//
// which is Single.Write: it replaces that result by the right one, in one step. So there is a result whatever happens,
// and it is never a zero that nobody deserves. What judged code prints is a part of a text in the result, and nothing
// else.
//
// # Never
//
// A row without a verdict is never a zero: its grade is left out, or not gradable, and a note says so. No column, line
// or student is invented: in a file of Canvas or Moodle only the bytes of a grade change. Nothing is judged here. Text
// of students is made plain, and no cell that is written begins a formula.
package gradebook
