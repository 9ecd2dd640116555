package intake

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"raftlab/grader/class"
)

// The forms of a class.
const (
	shapeMoodle     = "an export of Moodle"
	shapeCanvas     = "an export of Canvas"
	shapeBlackboard = "an export of Blackboard"
	shapeGradescope = "an export of Gradescope"
	shapeClassroom  = "a download of Classroom 50"
	shapeRepository = "a repository for each student"
	shapeFolders    = "a folder for each student"
	shapeArchives   = "an archive for each student"
	shapeFlat       = "flat files, with the student in each name"
	shapeOne        = "the folder of one student"
	shapeNothing    = "nothing that holds students"
)

// top is where the reader is: a folder or an archive in which things of several students lie.
type top struct {
	path     string // as it is shown
	base     string // its own name
	exercise string // the exercise that its name says, "" for none
	depth    int
	timed    bool
	// inside says that it lies in a folder of an exercise, and cannot be a student's own.
	inside bool
}

// maxWrappers is how many folders may lie around a class.
const maxWrappers = 5

// level reads a folder or an archive of several students.
func (r *reader) level(at top, nodes []node) {
	nodes = r.sift(at, nodes)
	switch {
	case r.gradescope(at, nodes):
	case r.blackboard(at, nodes):
	case r.ownFolder(at, nodes):
	case r.wrapper(at, nodes):
	default:
		known := r.repositories(at, nodes)
		for i := range nodes {
			r.node(at, &nodes[i], known)
		}
	}
}

// sift leaves out what is no student's.
func (r *reader) sift(at top, nodes []node) []node {
	var kept []node
	for _, n := range nodes {
		switch {
		case n.kind == refused && !r.saysStudent(n):
			r.unplace(join(at.path, n.name), class.Refused, n.why, "")
		case n.kind != refused && isLitter(n.name):
			r.leave(leftLitter, join(at.path, n.name)+" is of a system or a tool")
		default:
			kept = append(kept, n)
		}
	}
	return kept
}

// saysStudent reports whether a name alone says which student a file is of.
func (r *reader) saysStudent(n node) bool {
	if _, ok := readExport(n.name, false); ok {
		return true
	}
	name := readName(stemOf(n.name), r.options.Exercises)
	return isSource(n.name) && name.exercise != "" && name.rest != "" && !strings.Contains(n.name, slash)
}

// ownFolder takes a folder for that of one student: it has files with the plain names of exercises, or it is a checkout
// of the course, or the folder that raftlab start made.
func (r *reader) ownFolder(at top, nodes []node) bool {
	if at.inside || !r.looksOwn(nodes) {
		return false
	}
	r.give(at.base, "", &unit{shape: shapeOne, path: at.path, nodes: nodes, timed: at.timed, exercise: at.exercise})
	return true
}

func (r *reader) looksOwn(nodes []node) bool {
	files, exercises, others := 0, 0, 0
	for _, n := range nodes {
		name := readName(stemOf(n.name), r.options.Exercises)
		switch {
		case n.name == "exercises" && r.holds(n, func(inner node) bool {
			_, found := find(r.options.Exercises, inner.name)
			return found && inner.kind == folder
		}):
			return true
		case n.kind == folder && name.exact:
			if !r.holds(n, func(inner node) bool {
				return inner.kind == file && isSource(inner.name) &&
					readName(stemOf(inner.name), r.options.Exercises).exact
			}) {
				return false
			}
			exercises++
		case n.kind == file && isSource(n.name) && name.exact:
			files++
		case n.kind == file && (isTest(n.name) || !isSource(n.name) && !isArchive(n.name)):
		default:
			others++
		}
	}
	return files+exercises > 0 && others == 0
}

// holds reports whether a folder has something of a kind right in it.
func (r *reader) holds(n node, is func(node) bool) bool {
	if n.kind != folder {
		return false
	}
	nodes, err := n.list(maxNames)
	return err == nil && slices.ContainsFunc(nodes, is)
}

// wrapper goes into the only folder of an archive or folder, unless that is a student's, and into the folders of
// exports that were unpacked side by side.
func (r *reader) wrapper(at top, nodes []node) bool {
	if at.depth >= maxWrappers {
		return false
	}
	var folders []node
	for _, n := range nodes {
		switch {
		case n.kind == folder:
			folders = append(folders, n)
		case n.kind == refused, isSource(n.name), isArchive(n.name), n.name == scoresFile:
			return false
		}
	}
	if len(folders) == 0 || slices.ContainsFunc(folders, func(n node) bool { return !r.wraps(n, len(folders)) }) {
		return false
	}
	for _, n := range nodes {
		if n.kind != folder {
			r.leave(leftUnnamed, join(at.path, n.name)+" is no Go file")
		}
	}
	for _, n := range folders {
		inner := top{path: join(at.path, n.name), base: n.name, depth: at.depth + 1, timed: at.timed, inside: at.inside}
		if inner.exercise = readName(n.name, r.options.Exercises).exercise; inner.exercise == "" {
			inner.exercise = at.exercise
		}
		r.input++
		r.list(inner, n.list)
	}
	return true
}

// wraps reports whether a folder, one of several, holds students, and is none itself.
func (r *reader) wraps(n node, of int) bool {
	if _, ok := readExport(n.name, true); ok {
		return false
	}
	if _, ok := find(r.options.Exercises, n.name); ok {
		return false
	}
	nodes, err := n.list(maxLevel)
	if err != nil {
		return false
	}
	exports, others, students := 0, 0, map[string]bool{}
	for _, inner := range nodes {
		if isLitter(inner.name) {
			continue
		}
		_, isExport := readExport(inner.name, inner.kind == folder)
		name := readName(stemOf(inner.name), r.options.Exercises)
		switch {
		case isExport || inner.name == gradescopeFile || inner.name == scoresFile && of == 1:
			exports++
		case of > 1:
			others++
		case inner.kind == folder && (name.exact || inner.name == "exercises"), inner.name == "go.mod":
			return false
		case inner.kind == folder || isArchive(inner.name):
			students[inner.name] = true
		case isSource(inner.name) && (name.exact || name.rest == ""):
			return false
		case isSource(inner.name):
			students[name.rest] = true
		}
	}
	return exports > 0 && (of == 1 || others == 0) || len(students) > 1 || of == 1 && r.holdsWrapper(nodes)
}

// holdsWrapper reports whether nodes are one folder only, as a wrapper in a wrapper is.
func (r *reader) holdsWrapper(nodes []node) bool {
	nodes = slices.DeleteFunc(slices.Clone(nodes), func(n node) bool { return isLitter(n.name) })
	return len(nodes) == 1 && nodes[0].kind == folder && r.wraps(nodes[0], 1)
}

// node takes a folder, an archive or a file for what a student handed in.
func (r *reader) node(at top, n *node, known map[string]repository) {
	path := join(at.path, n.name)
	rule := r.rule(path)
	u := &unit{path: at.path, nodes: []node{*n}, exercise: at.exercise, timed: at.timed, shape: shapeFolders}
	export, isExport := readExport(n.name, n.kind == folder)
	switch {
	case rule.Ignore:
		r.leave(leftIgnored, path+" is left out by the mapping")
	case rule.Student != "":
		if isExport {
			u.own, u.late, u.sequence, u.typed = export.file, export.late, export.sequence, export.typed
		}
		r.give(rule.Student, "", u)
	case isExport:
		u.shape, u.own, u.timed, u.typed = export.shape, export.file, false, export.typed
		u.late, u.sequence = export.late, export.sequence
		r.give(export.id, export.name, u)
	case n.kind == folder:
		r.folder(at, n, u, known)
	case isArchive(n.name):
		r.named(at, n, u, shapeArchives)
	case isSource(n.name):
		r.flat(at, n, u)
	case isOtherArchive(n.name):
		u.shape = shapeArchives
		r.give(stemOf(strings.TrimSuffix(n.name, pathExt(n.name))), "", u)
	case n.name == scoresFile && len(known) > 0:
		r.leave(leftUnnamed, path+" was read for the names of students")
	default:
		r.leave(leftUnnamed, path+" is no Go file")
	}
}

func (r *reader) folder(at top, n *node, u *unit, known map[string]repository) {
	if who, ok := known[n.name]; ok {
		u.shape, u.timed, u.handed, u.late = who.shape, false, who.handed, who.late
		r.give(who.id, who.name, u)
		return
	}
	if e, ok := find(r.options.Exercises, n.name); ok && !at.inside {
		r.list(top{
			path: join(at.path, n.name), base: n.name, exercise: e.ID,
			depth: at.depth + 1, timed: at.timed, inside: true,
		}, n.list)
		return
	}
	r.named(at, n, u, shapeFolders)
}

// named is a folder or an archive with the student's name, to which the exercise may be added: ada, ada-vote.
func (r *reader) named(at top, n *node, u *unit, shape string) {
	u.shape = shape
	stem := n.name
	if n.kind != folder {
		stem = stemOf(n.name)
	}
	id := stem
	if name := readName(stem, r.options.Exercises); name.exercise != "" && name.rest != "" {
		words := strings.FieldsFunc(strings.ToLower(stem), isSeparator)
		// A name such as Max Reads is that of a person.
		if !strings.Contains(stem, " ") && (words[0] == name.exercise || slices.Contains(words[1:], name.exercise)) {
			id, u.exercise = name.rest, name.exercise
		}
	} else if n.kind != folder {
		if bare, _, certain := uncopied(stem); certain {
			id = bare
		}
	}
	r.give(id, "", u)
}

// flat is a file that has the student in its name.
func (r *reader) flat(at top, n *node, u *unit) {
	path := join(at.path, n.name)
	name := readName(stemOf(n.name), r.options.Exercises)
	u.shape = shapeFlat
	switch {
	case isTest(n.name):
		r.leave(leftUnnamed, path+" is a test, and only rules are judged")
	case name.exercise != "" && name.rest == "":
		r.unplace(path, class.Unplaced, "does not say which student it is of", name.exercise)
	case name.exercise != "":
		r.give(name.rest, "", u)
	case at.exercise != "" && strings.EqualFold(pathExt(n.name), ".go"), r.peek(n):
		r.give(name.rest, "", u)
	case strings.EqualFold(pathExt(n.name), ".go"):
		r.unplace(path, class.Unplaced, "says neither an exercise nor a student", "")
	default:
		r.leave(leftUnnamed, path+" is no Go file")
	}
}

// peek reports whether a flat file is for an exercise, by what is in it.
func (r *reader) peek(n *node) bool {
	w := r.walker()
	w.read = r.peeked
	text, err := w.text(n, maxSource, errTooLarge)
	r.peeked = w.read
	if err != nil {
		return strings.EqualFold(pathExt(n.name), ".go")
	}
	text, _ = decode(text)
	o := outlineOf(text)
	for _, e := range r.options.Exercises {
		if o.pkg == e.ID || o.pkg != "" && o.declares(e.Rules) {
			return true
		}
	}
	return false
}

func (r *reader) walker() *walker {
	return &walker{ctx: r.ctx, exercises: r.options.Exercises, rule: r.rule}
}

// repository is whose a repository is.
type repository struct {
	shape, id, name string
	handed          time.Time
	late            bool
}

var submissionsFolder = regexp.MustCompile(`(?i)^(.+?)[-_]submissions(?:[-_].*)?$`)

// repositories says whose the folders are, if they are repositories with a common beginning: GitHub Classroom and
// Classroom 50 put the assignment before the student's name.
func (r *reader) repositories(at top, nodes []node) map[string]repository {
	known := map[string]repository{}
	if r.scores(at, nodes, known) {
		return known
	}
	var names []string
	all := true
	for _, n := range nodes {
		if n.kind == folder {
			names = append(names, n.name)
			all = all && r.holds(n, isOfRepository)
		}
	}
	prefix := ""
	if m := submissionsFolder.FindStringSubmatch(at.base); m != nil {
		prefix = m[1] + "-"
	} else if len(names) > 1 && all {
		prefix = commonPrefix(names)
	}
	for _, name := range names {
		if prefix != "" && len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) {
			known[name] = repository{shape: shapeRepository, id: name[len(prefix):]}
		}
	}
	return known
}

func isOfRepository(n node) bool {
	return n.name == ".git" || n.name == "go.mod" || n.name == "exercises" && n.kind == folder
}

// commonPrefix is how all names begin, up to a hyphen.
func commonPrefix(names []string) string {
	prefix := names[0]
	for _, name := range names[1:] {
		for !strings.HasPrefix(name, prefix) {
			prefix = prefix[:len(prefix)-1]
		}
	}
	return prefix[:strings.LastIndexByte(prefix, '-')+1]
}

// joinMoodle joins students of several exports of Moodle, which starts to count again in each assignment. A full name
// that is one student's in every export is the same student.
func (r *reader) joinMoodle() {
	byName := map[string][]*person{}
	for _, id := range slices.Sorted(maps.Keys(r.people)) {
		p := r.people[id]
		if p.student.Name != "" && p.student.Name != "Participant" && p.onlyMoodle() {
			byName[p.student.Name] = append(byName[p.student.Name], p)
		}
	}
	for _, same := range byName {
		inputs := map[int]bool{}
		count := 0
		for _, p := range same {
			for input := range p.inputs() {
				inputs[input] = true
				count++
			}
		}
		if len(same) < 2 || count != len(inputs) {
			continue // one export has two students of that name
		}
		slices.SortFunc(same, func(a, b *person) int { return a.units[0].input - b.units[0].input })
		first := same[0]
		for _, p := range same[1:] {
			delete(r.people, p.student.ID)
			first.units = append(first.units, p.units...)
			first.notes = append(first.notes, class.Note{Code: noteJoined, Text: "number " + p.student.ID +
				" of another export is taken for the same student, since the full name is the same"})
		}
	}
}

func (p *person) onlyMoodle() bool {
	return len(p.units) > 0 && !slices.ContainsFunc(p.units, func(u *unit) bool { return u.shape != shapeMoodle })
}

func (p *person) inputs() map[int]bool {
	inputs := map[int]bool{}
	for _, u := range p.units {
		inputs[u.input] = true
	}
	return inputs
}

func numeral(n int) string { return strconv.Itoa(n) }

func pathExt(name string) string { return path.Ext(name) }
