package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"raftlab/lab/story"
)

// Mapping corrects what was not understood. The zero Mapping corrects nothing.
type Mapping struct {
	// Files has a rule for a file, for a folder or an archive at the top of an input, or for the input itself, by its
	// path as Found.Text shows it.
	Files map[string]Rule `json:"files"`
	// Students says who a student is, by the ID that was understood.
	Students map[string]Person `json:"students"`
}

// Rule says whose a file is, and what it is for. What is empty is understood as without the rule.
type Rule struct {
	// Student is the student's ID.
	Student  string `json:"student"`
	Exercise string `json:"exercise"`
	// Ignore leaves it out.
	Ignore bool `json:"ignore"`
}

// Person is who a student is. Two students with the same ID are one.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// keys are the keys of each level of a mapping, the mapping itself first.
var keys = [][]string{{"files", "students"}, nil, {"student", "exercise", "ignore"}}

// personKeys are the keys of a Person.
var personKeys = []string{"id", "name"}

// ReadMapping reads a mapping file, which is JSON:
//
//	{
//	  "files": {"class.zip/main.go": {"student": "ada", "exercise": "vote"}, "class.zip/old": {"ignore": true}},
//	  "students": {"123": {"name": "Ada Lovelace", "id": "ada"}}
//	}
func ReadMapping(text []byte) (Mapping, error) {
	var m Mapping
	text = bytes.TrimPrefix(text, []byte{0xEF, 0xBB, 0xBF})
	if err := checkKeys(text); err != nil {
		return Mapping{}, fmt.Errorf("mapping file: %w", err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return Mapping{}, fmt.Errorf("mapping file: %s: %s must not be a %s",
				position(text, kind.Offset), kind.Field, kind.Value)
		}
		return Mapping{}, fmt.Errorf("mapping file: %w", err)
	}
	return m, nil
}

// composed is the mapping in Unicode's form NFC, in which names of files and students are compared.
func (m Mapping) composed() Mapping {
	plain := Mapping{Files: map[string]Rule{}, Students: map[string]Person{}}
	for _, path := range slices.Sorted(maps.Keys(m.Files)) {
		rule := m.Files[path]
		rule.Student = composed(rule.Student)
		plain.Files[composed(path)] = rule
	}
	for _, id := range slices.Sorted(maps.Keys(m.Students)) {
		who := m.Students[id]
		plain.Students[composed(id)] = Person{composed(who.ID), composed(who.Name)}
	}
	return plain
}

// checkKeys walks through the tokens, and wants known keys, each once.
func checkKeys(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	if err := checkObject(d, text, "", 0); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: there is more after the end", position(text, d.InputOffset()))
	}
	return nil
}

// checkObject checks the object that follows, which is the value of a key. Another value is left to Unmarshal.
func checkObject(d *json.Decoder, text []byte, parent string, depth int) error {
	first, err := d.Token()
	if err != nil {
		return syntax(text, d, err)
	}
	if first != json.Delim('{') {
		if _, isDelim := first.(json.Delim); isDelim || depth == 0 {
			return fmt.Errorf("%s: want an object, such as {}", position(text, d.InputOffset()))
		}
		return nil
	}
	if depth >= len(keys) {
		return fmt.Errorf("%s: an object is too much here", position(text, d.InputOffset()))
	}
	known := keys[depth]
	if parent == "students" && depth == len(keys)-1 {
		known = personKeys
	}
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return syntax(text, d, err)
		}
		key, _ := token.(string) // keys are strings
		if known != nil && !slices.Contains(known, key) {
			near := story.DidYouMean(key, known)
			return fmt.Errorf("%s: unknown key %q%s", position(text, d.InputOffset()), key, near)
		}
		if seen[key] {
			return fmt.Errorf("%s: the key %q stands here a second time", position(text, d.InputOffset()), key)
		}
		seen[key] = true
		if depth == 0 {
			parent = key
		}
		if err := checkObject(d, text, parent, depth+1); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return syntax(text, d, err)
	}
	return nil
}

func syntax(text []byte, d *json.Decoder, err error) error {
	at := d.InputOffset()
	var wrong *json.SyntaxError
	if errors.As(err, &wrong) {
		at = wrong.Offset
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%s: the file ends too early", position(text, int64(len(text))))
	}
	return fmt.Errorf("%s: %w", position(text, at), err)
}

// position is the line and column of an offset.
func position(text []byte, offset int64) string {
	before := text[:min(max(offset, 0), int64(len(text)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len([]rune(string(before[bytes.LastIndexByte(before, '\n')+1:])))
	return fmt.Sprintf("line %d, column %d", line, max(column, 1))
}

// wrong is what the mapping says of unknown exercises and paths: paths has those that were seen.
func (m *Mapping) wrong(exercises []string, used map[string]bool, paths []string) []string {
	var wrong []string
	for _, path := range slices.Sorted(maps.Keys(m.Files)) {
		rule := m.Files[path]
		if rule.Exercise != "" && !slices.Contains(exercises, rule.Exercise) {
			wrong = append(wrong, fmt.Sprintf("the mapping says that %q is for %q, which is no exercise here%s",
				path, shown(rule.Exercise), story.DidYouMean(rule.Exercise, exercises)))
		}
		if !used[path] {
			wrong = append(wrong, fmt.Sprintf("the mapping has a rule for %q, and no such file was found%s",
				path, story.DidYouMean(path, paths)))
		}
	}
	return wrong
}
