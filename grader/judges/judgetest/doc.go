// Package judgetest is what the tests of all exercises share: reports that a person has read, the catalogue's
// mistakes as rules, and how long a soak lasts.
//
//	judgetest.Golden(t, "vote-compares-the-candidates-term.txt", report.Text())
//
// Flags, after the package: -rewrite writes the kept reports again, -variants N plays so many schedules with each
// correct variant, -repetitions N repeats each grading so often.
//
// # Never
//
// It judges nothing itself. Only tests import it.
package judgetest
