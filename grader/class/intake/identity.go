package intake

import (
	"cmp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"raftlab/grader/class"
)

// Identify is the student whom Gradescope describes so. It is the one rule for the ID, here and in the autograder that
// grades there (package gradebook), so that both give a student the same final seeds:
//
//	the e-mail address, in lower case; without one, the number at the school (SID); without that, the name
//
// The e-mail address comes first since it is all that both an export and the autograder have. The number is kept beside
// it: a gradebook may know the student by that alone.
func Identify(email, number, name string) class.Student {
	email, number, name = strings.ToLower(idOf(email)), idOf(number), shown(composed(strings.TrimSpace(name)))
	student := class.Student{ID: cmp.Or(email, number, name), Name: name}
	if student.ID != number {
		student.Number = number
	}
	return student
}

// idOf is an ID as it is kept.
func idOf(raw string) string { return shown(composed(strings.TrimSpace(raw))) }

// composed is a text in Unicode's form NFC. Some systems write ö as one character and others as two, so the same name
// would be two names.
func composed(text string) string { return norm.NFC.String(text) }
