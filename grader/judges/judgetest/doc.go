// Package judgetest is shared by the tests of all exercises: reports that a person has read, the catalogue's
// mistakes as rules, and the length of a soak.
//
//	judgetest.Golden(t, "vote-compares-the-candidates-term.txt", report)
//
// Flags, after the package: -rewrite writes the kept reports again, -variants N plays N schedules with each correct
// variant, -repetitions N repeats each grading N times.
//
// # Never
//
// It judges nothing itself. Only tests import it.
package judgetest
