// Package results is the folder with all that is known of a graded class. The folder is the truth: whatever a queue, a
// terminal or a page says is made from it.
//
//	folder, err := results.Open("results")
//	kept, err := folder.Report(key)      nil if that is not judged yet
//	err = folder.Keep(results.Kept{…})
//
// In it:
//
//	class.json           the plan: the assignment without its secret, and a row for each student and exercise
//	reports/1f/1f….json  a report, by the hash of all that decides it
//	sources/ab/ab….go    a judged file, by its hash, to judge it again with another grader
//
// A file is written beside its place, synced, and then renamed, so it is there as a whole or not at all, whenever the
// power goes. Each report carries a checksum: a damaged one is as good as none, and is made again. The same work done
// twice writes the same file.
//
// # Never
//
// No report is ever changed, or counted for another key than its own. The secret of an assignment is not kept. Nothing
// is judged here.
package results
