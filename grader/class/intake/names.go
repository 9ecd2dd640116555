package intake

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"raftlab/grader"
)

// isArchive reports whether a name is that of an archive that is opened.
func isArchive(name string) bool {
	return strings.HasSuffix(strings.ToLower(name), ".zip") || isTar(name)
}

// isOtherArchive reports whether a name is that of an archive that is not opened.
func isOtherArchive(name string) bool {
	return slices.Contains([]string{".rar", ".7z", ".gz", ".xz", ".bz2", ".zst", ".iso", ".jar"},
		strings.ToLower(path.Ext(name)))
}

// isSource reports whether a name may be that of a source file.
func isSource(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".go" || ext == ".txt"
}

// wanted reports whether a file of that name may be opened at all.
func wanted(name string) bool {
	return isSource(name) || isArchive(name) || path.Base(name) == gradescopeFile || path.Base(name) == scoresFile
}

// isLitter reports whether a file or folder is made by systems and tools, and by no student.
func isLitter(name string) bool {
	switch strings.ToLower(name) {
	case "__macosx", "thumbs.db", "desktop.ini", "node_modules", "vendor", "testdata":
		return true
	}
	return strings.HasPrefix(name, ".")
}

// stemOf is a file's name without what says its kind, in lower case for everything but students.
func stemOf(name string) string {
	for {
		lower := strings.ToLower(name)
		cut := ""
		for _, ext := range []string{".txt", ".go", ".zip", ".tar.gz", ".tgz", ".tar"} {
			if strings.HasSuffix(lower, ext) {
				cut = ext
			}
		}
		if cut == "" || len(cut) == len(name) {
			return name
		}
		name = name[:len(name)-len(cut)]
	}
}

// copied matches what browsers, systems and gradebooks add to the name of a further file: vote-1, vote(1), vote (1),
// vote_1, vote - Copy, vote copy 2.
var copied = regexp.MustCompile(
	`(?i)^(.*?)(?:[-_]([0-9]{1,2})|\s*\(([0-9]{1,3})\)|\s*-?\s*copy(?:\s*\(?([0-9]{1,2})\)?)?)$`)

// uncopied is a stem without that, and the number, 0 if it has none. It is certain unless the number may be a part of
// the name, as in student-12.
func uncopied(stem string) (bare string, number int, certain bool) {
	m := copied.FindStringSubmatch(stem)
	if m == nil || strings.TrimSpace(m[1]) == "" {
		return stem, 0, true
	}
	number = 1 // a copy without a number
	if digits := m[2] + m[3] + m[4]; digits != "" {
		number, _ = strconv.Atoi(digits) // at most three digits
	}
	return strings.TrimSpace(m[1]), number, m[2] == ""
}

// separators stand between the words of a name.
const separators = " -_.,()[]+"

func isSeparator(c rune) bool { return strings.ContainsRune(separators, c) }

// naming is what a file's or folder's name says.
type naming struct {
	// exercise is "" if the name has none, or several. exact says that it is the whole name.
	exercise string
	exact    bool
	// number is that of a further file of the same name.
	number int
	// rest is the name without the exercise and the number: the student, in a class of flat files.
	rest string
}

// readName takes a stem apart.
func readName(stem string, exercises []grader.About) naming {
	bare, number, certain := uncopied(stem)
	if e, ok := find(exercises, bare); ok {
		return naming{exercise: e.ID, exact: true, number: number}
	}
	n := split(bare, exercises)
	certain = certain || n.exercise != "" && strings.HasSuffix(strings.ToLower(bare), strings.ToLower(n.exercise))
	if !certain {
		return split(stem, exercises)
	}
	n.number = number
	return n
}

// split finds the one exercise among the words of a stem. The rest is the whole stem if it has none, or several.
func split(stem string, exercises []grader.About) naming {
	var n naming
	start := -1
	at := func(from, to int) bool {
		for _, e := range exercises {
			if !strings.EqualFold(stem[from:to], e.ID) {
				continue
			}
			if n.exercise != "" {
				return false
			}
			n.exercise = e.ID
			n.rest = strings.TrimFunc(stem[:from], isSeparator)
			if after := strings.TrimFunc(stem[to:], isSeparator); after != "" {
				n.rest = strings.TrimSpace(n.rest + joint(n.rest) + after)
			}
			n.exact = n.rest == ""
		}
		return true
	}
	for i, c := range stem {
		switch {
		case isSeparator(c):
			if start >= 0 && !at(start, i) {
				return naming{rest: stem}
			}
			start = -1
		case start < 0:
			start = i
		}
	}
	if start >= 0 && !at(start, len(stem)) || n.exercise == "" {
		return naming{rest: stem}
	}
	return n
}

func joint(before string) string {
	if before == "" {
		return ""
	}
	return " "
}

// export is what a gradebook's name for a file or folder says.
type export struct {
	shape    string
	id, name string
	late     bool
	sequence int    // grows with each file that Canvas gets, and each attempt of Blackboard, 0 elsewhere
	attempt  string // what the files of an attempt of Blackboard have in common
	moment   string // when that was, by Blackboard's clock
	file     string // the student's name for the file, "" for a folder
	typed    bool   // text that was typed into a page, and no file
}

var (
	moodleName = regexp.MustCompile(`^(.+?)(?:_([0-9]+))?_assignsubmission_(file|onlinetext)(?:_(.*))?$`)
	canvasName = regexp.MustCompile(`^([\p{L}\p{M}\p{N}_]+?)(?:_(LATE|late))?_([0-9]+)_([0-9]+)_(.+)$`)
	canvasAnon = regexp.MustCompile(`^(?:(LATE|late)_)?anon_([0-9A-Za-z]+)_([0-9]+)_(.+)$`)
	canvasText = regexp.MustCompile(`^([\p{L}\p{M}\p{N}_]+?)(?:_(LATE|late))?_([0-9]+)_(text|link)\.html$`)
)

// readExport recognizes the names of Moodle, Canvas and Blackboard.
func readExport(name string, isFolder bool) (export, bool) {
	if m := moodleName.FindStringSubmatch(name); m != nil && (isFolder == (m[4] == "")) {
		id := cmp.Or(m[2], m[1])
		return export{shape: shapeMoodle, name: m[1], id: id, file: m[4], typed: m[3] == "onlinetext"}, true
	}
	if isFolder {
		return export{}, false
	}
	if e, ok := readBlackboard(name); ok {
		return e, true
	}
	e := export{shape: shapeCanvas}
	if m := canvasText.FindStringSubmatch(name); m != nil {
		e.name, e.late, e.id, e.file, e.typed = m[1], m[2] != "", m[3], m[4]+".html", true
		return e, true
	}
	if m := canvasAnon.FindStringSubmatch(name); m != nil {
		e.late, e.id, e.sequence, e.file = m[1] != "", m[2], number(m[3]), m[4]
		return e, true
	}
	if m := canvasName.FindStringSubmatch(name); m != nil && hasLetter(m[1]) {
		e.name, e.late, e.id, e.sequence, e.file = m[1], m[2] != "", m[3], number(m[4]), m[5]
		return e, true
	}
	return export{}, false
}

func hasLetter(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }

// number is a text of digits. One that is too long for a number is the largest.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 1<<62 - 1
	}
	return n
}

// find is the exercise with an ID, whatever its case.
func find(exercises []grader.About, id string) (grader.About, bool) {
	i := slices.IndexFunc(exercises, func(e grader.About) bool { return strings.EqualFold(e.ID, id) })
	if i < 0 {
		return grader.About{}, false
	}
	return exercises[i], true
}
