package intake

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"raftlab/grader"
	"raftlab/grader/class"
)

// unit is a folder, an archive or a file of one student, as it lies at the top of an input.
type unit struct {
	shape string
	path  string // what lies around the nodes, as it is shown
	nodes []node
	// own is the student's name for the only node, "" if the node has it.
	own string
	// exercise is that of the folder or name around it, "" for none.
	exercise string
	handed   time.Time
	late     bool
	// timed says that the times of files are those of handing in, or at least of writing. In a gradebook's archive they
	// are those of the export.
	timed    bool
	sequence int
	typed    bool
	input    int
	// group is whose seeds the students have who handed it in together, "" for one student's.
	group string
	notes []class.Note
}

// candidate is a file that may be for an exercise.
type candidate struct {
	unit   *unit
	path   string   // as it is shown
	steps  []string // the folders around it, within the unit
	node   node
	naming naming
	rule   Rule
	inner  bool      // in an archive of the student, whose times are those of the student
	packed time.Time // when that archive came

	loaded  bool
	text    []byte
	outline outline
	notes   []class.Note
	err     error
}

// when is what the times of files are compared by, zero if nothing is known.
func (c *candidate) when() time.Time {
	switch {
	case !c.unit.handed.IsZero():
		return c.unit.handed
	case c.unit.timed || c.inner:
		return c.node.modified
	}
	return time.Time{}
}

// closed is what was not read.
type closed struct {
	path, code, why string
	exercise        string // by its name, "" for any
}

func (c closed) String() string { return c.path + " " + c.why }

// mayBe reports whether it may have been for an exercise.
func (c closed) mayBe(e grader.About) bool { return c.exercise == "" || c.exercise == e.ID }

// walker looks at all that one student handed in, within the student's bounds.
type walker struct {
	ctx       context.Context
	exercises []grader.About
	rule      func(path string) Rule

	names, archives, peeked int
	read                    int64
	candidates              []*candidate
	// modules are files go.mod, which whole servers are compiled with.
	modules []*candidate
	closed  []closed
	left    []class.Note
	recoded []string // paths whose name was in another encoding
}

// The codes of what is left out.
const (
	leftRefused  = class.Refused
	leftClosed   = class.Unreadable
	leftLitter   = "litter"
	leftUnnamed  = "no-exercise"
	leftNotTaken = "not-taken"
	leftIgnored  = "ignored"
	leftMore     = "more"
	maxLeft      = 100 // of one student
)

func (w *walker) leave(code, text string) {
	w.left = append(w.left, class.Note{Code: code, Text: text})
}

// close remembers what is not read. It may have been for any exercise, unless its name says one.
func (w *walker) close(code, path, own, why string) {
	if i := strings.LastIndex(own, slash); i >= 0 {
		own = own[i+len(slash):]
	}
	name := readName(stemOf(own), w.exercises)
	w.closed = append(w.closed, closed{path, code, why, name.exercise})
	w.leave(code, path+" "+why)
}

// all looks at the student's units.
func (w *walker) all(units []*unit) {
	for _, u := range units {
		if !w.nodes(u, place{path: u.path}, u.nodes) {
			// What was found until then depends on the order of names, so all of it is left out.
			w.candidates = nil
			w.close(class.Unreadable, u.path, "", fmt.Sprintf(
				"has more than %d files and folders: hand in only the files of the exercises", maxNames))
			return
		}
	}
}

// place is where the walker is.
type place struct {
	path   string
	steps  []string
	nested int       // in how many archives of the student
	packed time.Time // when the outermost of these came
}

// nodes looks at nodes that lie at a place. It is false if there are too many.
func (w *walker) nodes(u *unit, at place, nodes []node) bool {
	for i := range nodes {
		if w.names++; w.names > maxNames {
			return false
		}
		if w.ctx.Err() != nil {
			w.close(class.Unreadable, join(at.path, nodes[i].name), nodes[i].name, errCanceled.Error())
			continue
		}
		if !w.node(u, at, &nodes[i]) {
			return false
		}
	}
	return true
}

func (w *walker) node(u *unit, at place, n *node) bool {
	path, own := join(at.path, n.name), n.name
	if u.own != "" && len(at.steps) == 0 && at.nested == 0 {
		own = u.own
	}
	rule := w.rule(path)
	if n.recoded {
		w.recoded = append(w.recoded, path)
	}
	switch {
	case rule.Ignore:
		w.leave(leftIgnored, path+" is left out by the mapping")
	case n.kind == refused:
		w.close(class.Refused, path, own, n.why)
	case isLitter(own) && rule == (Rule{}):
		w.leave(leftLitter, path+" is of a system or a tool")
	case n.kind == folder:
		return w.folder(u, place{path, append(slices.Clone(at.steps), own), at.nested, at.packed}, n)
	case u.typed:
		w.close(class.Unreadable, path, "", errTyped.Error())
	case isArchive(own):
		return w.archive(u, place{path, at.steps, at.nested, at.packed}, own, n)
	case isOtherArchive(own):
		w.close(class.Unreadable, path, own, errOther.Error())
	case own == "go.mod" && slices.ContainsFunc(w.exercises, isServer):
		w.modules = append(w.modules, &candidate{unit: u, path: path, steps: at.steps, node: *n})
	case !isSource(own) && rule.Exercise == "":
		w.leave(leftUnnamed, path+" is no Go file")
	case isTest(own) && rule.Exercise == "":
		w.leave(leftUnnamed, path+" is a test, and only rules are judged")
	case isSolution(at.steps, w.exercises) && rule.Exercise == "":
		w.leave(leftUnnamed, path+" lies in the folder of the exercise's own solution")
	default:
		w.candidates = append(w.candidates, &candidate{
			unit: u, path: path, steps: at.steps, node: *n, rule: rule, inner: at.nested > 0, packed: at.packed,
			naming: readName(stemOf(own), w.exercises),
		})
	}
	return true
}

// isSolution reports whether folders end like exercises/vote/solution, which a repository of this course has.
func isSolution(steps []string, exercises []grader.About) bool {
	n := len(steps)
	if n < 3 || steps[n-1] != "solution" || steps[n-3] != "exercises" {
		return false
	}
	_, found := find(exercises, steps[n-2])
	return found
}

func (w *walker) folder(u *unit, at place, n *node) bool {
	if len(at.steps) > maxSteps {
		w.close(class.Refused, at.path, n.name, "lies in more folders than are opened")
		return true
	}
	nodes, err := n.list(maxNames)
	if err == errNames {
		return false
	}
	if err != nil {
		w.close(class.Unreadable, at.path, n.name, whyNot(err))
		return true
	}
	return w.nodes(u, at, nodes)
}

func (w *walker) archive(u *unit, at place, own string, n *node) bool {
	t, err := w.open(at, own, n)
	var nodes []node
	if err == nil {
		nodes, err = t.list(maxNames)
	}
	if err == errNames {
		return false
	}
	if err != nil {
		w.close(class.Unreadable, at.path, own, whyNot(err))
		return true
	}
	if len(nodes) == 0 {
		w.leave(leftUnnamed, at.path+" is empty")
	}
	if at.nested++; at.nested == 1 {
		at.packed = n.modified
	}
	// The archive's name may say the exercise: it counts as a folder.
	at.steps = append(slices.Clone(at.steps), stemOf(own))
	return w.nodes(u, at, nodes)
}

func (w *walker) open(at place, own string, n *node) (*tree, error) {
	if at.nested >= maxNested {
		return nil, errNested
	}
	if w.archives++; w.archives > maxArchives {
		return nil, errArchives
	}
	text, err := w.text(n, maxArchive, errArchive)
	if err != nil {
		return nil, err
	}
	if isTar(own) {
		return openTar(own, bytes.NewReader(text), maxNames, w.spend)
	}
	return openZip(bytes.NewReader(text), int64(len(text)), maxInside, maxNames)
}

// spend counts bytes that were read.
func (w *walker) spend(n int64) error {
	if w.read += n; w.read > maxRead {
		return errBomb
	}
	return nil
}

// text reads a file of at most limit bytes. What an archive says of its size is not believed.
func (w *walker) text(n *node, limit int64, tooLarge error) ([]byte, error) {
	if n.size > limit {
		return nil, tooLarge
	}
	if w.read > maxRead {
		return nil, errBomb
	}
	r, err := n.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	buffer := bytes.NewBuffer(make([]byte, 0, min(max(n.size, 0), maxSource)+bytes.MinRead))
	_, err = buffer.ReadFrom(io.LimitReader(r, min(limit, maxRead-w.read)+1))
	text := buffer.Bytes()
	switch spent := w.spend(int64(len(text))); {
	case spent != nil:
		return nil, spent
	case int64(len(text)) > limit:
		return nil, tooLarge
	}
	return text, err // an archive's error at its end says that it is damaged
}

// load reads a candidate once.
func (w *walker) load(c *candidate) error {
	if c.loaded {
		return c.err
	}
	c.loaded = true
	if c.text, c.err = w.text(&c.node, maxSource, errTooLarge); c.err != nil {
		return c.err
	}
	c.text, c.notes = decode(c.text)
	c.outline = outlineOf(c.text)
	return nil
}

// folderExercise is the exercise of the nearest folder that is named like one, "" for none.
func (c *candidate) folderExercise(exercises []grader.About) string {
	for _, step := range slices.Backward(c.steps) {
		if e, ok := find(exercises, step); ok {
			return e.ID
		}
	}
	return ""
}

// isOwnFile reports whether a candidate lies where the course's own folder has the exercise.
func (c *candidate) isOwnFile(e grader.About) bool {
	at := "/" + strings.Join(append(slices.Clone(c.steps), c.node.name), "/")
	return strings.HasSuffix(at, "/"+e.File)
}
