package intake

import (
	"regexp"
	"strings"

	"raftlab/grader/class"
)

// Blackboard puts all files of a class side by side, each named ASSIGNMENT_USER_attempt_TIME_FILE, and beside the files
// of an attempt a receipt, named ASSIGNMENT_USER_attempt_TIME.txt.
var (
	blackboardName = regexp.MustCompile(
		`^(.+_([^_]+)_attempt_([0-9]{4})-([0-9]{2})-([0-9]{2})-([0-9]{2})-([0-9]{2})-([0-9]{2}))(?:_(.+)|\.txt)$`)
	// receiptLine is the first line of a receipt, in any language: Name: Ada Lovelace (ada).
	receiptLine = regexp.MustCompile(`^[^:]+:\s*(.+?)\s*\(([^()]+)\)\s*$`)
)

// readBlackboard recognizes such a name. A receipt has no file. A user's name may have the separator in it: then only
// the receipt knows where it begins.
func readBlackboard(name string) (export, bool) {
	m := blackboardName.FindStringSubmatch(name)
	if m == nil {
		return export{}, false
	}
	return export{
		shape: shapeBlackboard, attempt: m[1], id: m[2], file: m[9], sequence: number(strings.Join(m[3:9], "")),
		moment: m[3] + "-" + m[4] + "-" + m[5] + " " + strings.Join(m[6:9], ":"),
	}, true
}

// blackboard reads an export of Blackboard. It is false if no name is of one.
func (r *reader) blackboard(at top, nodes []node) bool {
	receipts, some := map[string]class.Student{}, false
	for i := range nodes {
		e, ok := readBlackboard(nodes[i].name)
		if !ok || nodes[i].kind == folder {
			continue
		}
		some = true
		if e.file == "" && nodes[i].kind == file {
			receipts[e.attempt] = r.receipt(e, &nodes[i])
		}
	}
	if !some {
		return false
	}
	for i := range nodes {
		n := &nodes[i]
		e, ok := readBlackboard(n.name)
		path := join(at.path, n.name)
		if !ok || n.kind == folder || r.ruled(path) {
			r.node(at, n, nil)
			continue
		}
		u := r.attempt(at, e)
		if e.file == "" {
			r.leave(leftUnnamed, path+" was read for the name of a student")
		} else {
			u.nodes, u.own = []node{*n}, e.file
		}
		who := receipts[e.attempt]
		if who.ID == "" {
			who.ID = e.id
		}
		r.giveTo(who, u)
	}
	return true
}

// ruled reports whether the mapping has the last word about a path.
func (r *reader) ruled(path string) bool {
	_, is := r.options.Mapping.Files[path]
	return is
}

// attempt is a unit of one attempt. Blackboard names no time zone, so only a person can say whether it was late.
func (r *reader) attempt(at top, e export) *unit {
	u := &unit{shape: shapeBlackboard, path: at.path, exercise: at.exercise, sequence: e.sequence}
	if !r.options.Due.IsZero() {
		u.notes = []class.Note{{Code: noteClock, Text: "handed in at " + e.moment + " by the clock of Blackboard, " +
			"whose time zone is not known: compare it with the deadline"}}
	}
	return u
}

// receipt is the student of a receipt, without an ID if it does not fit the name of its file.
func (r *reader) receipt(e export, n *node) class.Student {
	text, err := r.metadata(n)
	if err != nil {
		return class.Student{}
	}
	first, _, _ := strings.Cut(strings.TrimLeft(string(text), "\r\n"), "\n")
	m := receiptLine.FindStringSubmatch(strings.TrimRight(first, "\r"))
	if m == nil || !strings.Contains(strings.ToLower(e.attempt), "_"+strings.ToLower(m[2])+"_attempt_") {
		return class.Student{}
	}
	return class.Student{ID: m[2], Name: m[1]}
}
