package intake

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"raftlab/grader/class"
)

// The files in which Gradescope and Classroom 50 say whose submissions are whose.
const (
	gradescopeFile = "submission_metadata.yml"
	scoresFile     = "scores.csv"
)

// maxMetadata is the largest such file that is read.
const maxMetadata = 8 << 20

// submission is what Gradescope says of a folder.
type submission struct {
	folder     string
	submitters []submitter
	created    time.Time
}

type submitter struct{ name, sid, email string }

// group is the ID of the student whose seeds a group has.
func (s submission) group() string {
	students := make([]class.Student, len(s.submitters))
	for i, who := range s.submitters {
		students[i] = Identify(who.email, who.sid, who.name)
	}
	return First(students).ID
}

// First is the student of a group whose seeds all have: the one whose ID comes first. It is empty for nobody.
func First(students []class.Student) class.Student {
	if len(students) == 0 {
		return class.Student{}
	}
	return slices.MinFunc(students, func(a, b class.Student) int { return strings.Compare(a.ID, b.ID) })
}

// gradescope reads an export of Gradescope: a folder for each submission, and a file that says whose it is.
func (r *reader) gradescope(at top, nodes []node) bool {
	i := slices.IndexFunc(nodes, func(n node) bool { return n.kind == file && n.name == gradescopeFile })
	if i < 0 {
		return false
	}
	text, err := r.metadata(&nodes[i])
	if err != nil {
		r.unplace(join(at.path, gradescopeFile), class.Unreadable, whyNot(err), "")
		return false
	}
	r.leave(leftUnnamed, join(at.path, gradescopeFile)+" was read for the names of students")
	folders := map[string]*node{}
	for j := range nodes {
		if nodes[j].kind == folder || isArchive(nodes[j].name) {
			folders[nodes[j].name] = &nodes[j]
		}
	}
	seen := map[string]bool{}
	for _, s := range readGradescope(text) {
		seen[s.folder] = true
		r.submitted(at, s, folders[s.folder])
	}
	for j := range nodes {
		if j == i || seen[nodes[j].name] {
			continue
		}
		if folders[nodes[j].name] == nil {
			r.node(at, &nodes[j], nil)
			continue
		}
		rule := r.rule(join(at.path, nodes[j].name))
		if rule.Student == "" {
			r.unplace(join(at.path, nodes[j].name), class.Unplaced, "is not in "+gradescopeFile, "")
			continue
		}
		r.node(at, &nodes[j], nil)
	}
	return true
}

// submitted gives a submission to each of its students.
func (r *reader) submitted(at top, s submission, n *node) {
	group := s.group()
	for _, who := range s.submitters {
		u := &unit{shape: shapeGradescope, path: at.path, exercise: at.exercise, handed: s.created}
		if n != nil {
			u.nodes = []node{*n}
		}
		if len(s.submitters) > 1 {
			of := "handed in by a group of " + numeral(len(s.submitters))
			u.group, u.notes = group, []class.Note{{Code: noteGroup, Text: of}}
		}
		r.giveTo(Identify(who.email, who.sid, who.name), u)
	}
	if len(s.submitters) == 0 && n != nil {
		r.unplace(join(at.path, n.name), class.Unplaced, "has no student in "+gradescopeFile, "")
	}
}

// metadata reads a file about the class.
func (r *reader) metadata(n *node) ([]byte, error) {
	if n.size > maxMetadata {
		return nil, errTooLarge
	}
	opened, err := n.open()
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	text, err := io.ReadAll(io.LimitReader(opened, maxMetadata))
	if err != nil {
		return nil, err
	}
	text, _ = decode(text)
	return []byte(composed(string(text))), nil
}

// readGradescope reads the few keys that are needed of the YAML that Gradescope writes: submissions at the left, their
// keys two spaces in, the students as a list.
func readGradescope(text []byte) []submission {
	var all []submission
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, maxMetadata)
	inSubmitters := false
	for lines.Scan() {
		line := lines.Text()
		trimmed := strings.TrimLeft(line, " ")
		indent := len(line) - len(trimmed)
		key, value, hasKey := strings.Cut(strings.TrimPrefix(trimmed, "- "), ": ")
		key = strings.TrimSuffix(key, ":")
		last := len(all) - 1
		switch {
		case indent == 0 && strings.HasSuffix(trimmed, ":") && !strings.HasPrefix(trimmed, ":"):
			all = append(all, submission{folder: scalar(strings.TrimSuffix(trimmed, ":"))})
			inSubmitters = false
		case last < 0 || trimmed == "":
		case indent == 2 && strings.HasPrefix(trimmed, ":"):
			inSubmitters = key == ":submitters"
			if key == ":created_at" {
				all[last].created = parseTime(scalar(value))
			}
		case inSubmitters && hasKey:
			if strings.HasPrefix(trimmed, "- ") {
				all[last].submitters = append(all[last].submitters, submitter{})
			}
			if n := len(all[last].submitters); n > 0 {
				all[last].submitters[n-1].set(key, scalar(value))
			}
		}
	}
	return all
}

func (s *submitter) set(key, value string) {
	switch key {
	case ":name":
		s.name = value
	case ":sid":
		s.sid = value
	case ":email":
		s.email = value
	}
}

// scalar is a value of YAML without its quotation marks.
func scalar(text string) string {
	text = strings.TrimSpace(text)
	switch {
	case len(text) >= 2 && text[0] == '\'' && text[len(text)-1] == '\'':
		return strings.ReplaceAll(text[1:len(text)-1], "''", "'")
	case len(text) >= 2 && text[0] == '"':
		if plain, err := strconv.Unquote(text); err == nil {
			return plain
		}
	case text == "~" || text == "null":
		return ""
	}
	return text
}

// parseTime is a time as gradebooks write it, zero for another text.
func parseTime(text string) time.Time {
	for _, layout := range []string{
		time.RFC3339Nano, "2006-01-02 15:04:05.999999999 Z", "2006-01-02 15:04:05.999999999 -07:00",
		"2006-01-02 15:04:05.999999999 -0700", "2006-01-02 15:04:05.999999999 MST",
	} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// scores reads what Classroom 50 writes beside the repositories that it downloads: who is in the class, also without a
// repository. It is false if there is no such file.
func (r *reader) scores(at top, nodes []node, known map[string]repository) bool {
	i := slices.IndexFunc(nodes, func(n node) bool { return n.kind == file && n.name == scoresFile })
	if i < 0 {
		return false
	}
	text, err := r.metadata(&nodes[i])
	if err != nil {
		r.unplace(join(at.path, scoresFile), class.Unreadable, whyNot(err), "")
		return false
	}
	rows := readScores(text)
	for _, n := range nodes {
		if n.kind != folder {
			continue
		}
		// A repository's name ends with the student's. The longest fits, since a name may be the end of another.
		best := ""
		for _, row := range rows {
			if user := row.id; len(user) > len(best) &&
				strings.HasSuffix(strings.ToLower(n.name), "-"+strings.ToLower(user)) {
				best, known[n.name] = user, row
			}
		}
	}
	for _, row := range rows {
		r.person(row.id, row.name)
	}
	if len(rows) > 0 {
		r.shape(shapeClassroom)
	}
	return len(rows) > 0
}

// readScores reads the students of scores.csv, none if it is another table.
func readScores(text []byte) []repository {
	table := csv.NewReader(bytes.NewReader(text))
	table.FieldsPerRecord = -1
	header, err := table.Read()
	if err != nil {
		return nil
	}
	columns := map[string]int{}
	for i, name := range header {
		columns[strings.TrimSpace(name)] = i
	}
	if _, ok := columns["username"]; !ok {
		return nil
	}
	var rows []repository
	for {
		record, err := table.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			continue // one row that is no CSV; its student has a folder, or is not known
		}
		cell := func(name string) string {
			if i, ok := columns[name]; ok && i < len(record) {
				return strings.TrimSpace(record[i])
			}
			return ""
		}
		if user := cell("username"); user != "" {
			rows = append(rows, repository{
				shape: shapeClassroom, id: user, name: strings.TrimSpace(cell("first_name") + " " + cell("last_name")),
				handed: parseTime(cell("datetime")), late: strings.EqualFold(cell("late"), "true"),
			})
		}
	}
}
