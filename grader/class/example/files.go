package example

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"raftlab/grader"
	"raftlab/grader/class"
)

// Form is the form in which a class lies before the instructor.
type Form string

// The forms.
const (
	Folders Form = "folders" // a folder for each student
	Zips    Form = "zips"    // an archive of an archive for each student
	Moodle  Form = "moodle"  // the archive that Moodle makes
	Canvas  Form = "canvas"  // the archive that Canvas makes
)

// Forms are all forms.
func Forms() []Form { return []Form{Folders, Zips, Moodle, Canvas} }

// File is a file of a class, by its slash path.
type File struct {
	Path string
	Text []byte
	When time.Time
}

// Want is what is expected of one student's exercise.
type Want struct {
	Handed
	Student  class.Student
	Exercise string
	// Problem is the code of the entry's problem, "" if the file is judged.
	Problem string
	Late    bool
}

// student is the student as a form names them.
func (c *Class) student(i int, form Form) class.Student {
	s := c.students[i]
	whole := s.first + " " + s.last
	switch form {
	case Moodle:
		return class.Student{ID: fmt.Sprint(40_000 + i), Name: whole}
	case Canvas:
		return class.Student{ID: fmt.Sprint(70_000 + i), Name: strings.ToLower(letters(s.last) + letters(s.first))}
	}
	return class.Student{ID: whole}
}

func letters(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return c
		}
		return -1
	}, text)
}

// Wants are what is expected, by the student's ID, then in the order of the exercises.
func (c *Class) Wants(form Form) []Want {
	var wants []Want
	for i, s := range c.students {
		if c.isAbsent(i, form) {
			continue
		}
		for j, id := range c.exercises {
			w := Want{Handed: s.handed[j], Student: c.student(i, form), Exercise: id}
			w.Late = w.Manner == Late && form != Moodle || form == Zips && w.judged() && slices.ContainsFunc(
				s.handed, func(h Handed) bool { return h.Manner == Late && h.Kind != Missing }) // all came at once
			switch w.Kind {
			case Missing:
				w.Problem = class.Missing
			case Unreadable:
				w.Problem = class.Unreadable
			}
			wants = append(wants, w)
		}
	}
	slices.SortStableFunc(wants, func(a, b Want) int { return strings.Compare(a.Student.ID, b.Student.ID) })
	return wants
}

// isAbsent reports whether a form does not know a student: a gradebook exports no folder for somebody without files.
func (c *Class) isAbsent(i int, form Form) bool {
	some := slices.ContainsFunc(c.students[i].handed, func(h Handed) bool { return h.Kind != Missing })
	return form != Folders && !some
}

// own are the files of a student, named as the student does. Those of an exercise are in the order of handing in.
func (c *Class) own(i int) []File {
	var files []File
	at := Due.Add(-time.Hour)
	add := func(name string, text []byte) {
		at = at.Add(time.Second)
		files = append(files, File{name, text, at})
	}
	for j, id := range c.exercises {
		h := c.students[i].handed[j]
		text := []byte(h.Source)
		if h.Kind == Missing {
			continue
		}
		switch h.Manner {
		case Plain:
			add(id+".go", text)
		case Copied:
			add(fmt.Sprintf("%s (%d).go", strings.ToUpper(id[:1])+id[1:], 1+i%9), text)
		case Doubled:
			add(id+".go", []byte(c.starters[id]))
			add(id+"-2.go", text)
		case Misnamed:
			add(fmt.Sprintf("homework%c.go", 'a'+j), text)
		case Late:
			files = append(files, File{id + ".go", text, Due.Add(time.Hour)})
		case Text:
			add(id+".go.txt", text)
		case Encoded:
			add(id+".go", inUTF16(h.Source))
		case Zipped:
			add("work on "+id+".zip", pack([]File{{"src/" + id + ".go", text, at}, {".DS_Store", nil, at}}))
		case Encrypted:
			add(id+".zip", encrypted(id+".go", text))
		case Large:
			add(id+".go", bytes.Repeat([]byte("// "+id+"\n"), tooLarge/(len(id)+4)))
		}
	}
	return files
}

// tooLarge is how large a file is that is too large.
const tooLarge = 2 << 20

// Files are the files of a form, without the archive around them.
func (c *Class) Files(form Form) []File {
	var files []File
	for i := range c.students {
		who, own := c.student(i, form), c.own(i)
		switch form {
		case Folders:
			for _, f := range own {
				f.Path = who.ID + "/" + f.Path
				files = append(files, f)
			}
			files = append(files, File{who.ID + "/notes.md", []byte("By " + who.ID + "\n"), Due})
		case Zips:
			if len(own) > 0 {
				last := slices.MaxFunc(own, func(a, b File) int { return a.When.Compare(b.When) })
				files = append(files, File{who.ID + ".zip", pack(own), last.When})
			}
		case Moodle:
			for _, f := range own {
				f.Path = fmt.Sprintf("%s_%s_assignsubmission_file/%s", who.Name, who.ID, f.Path)
				files = append(files, f)
			}
		case Canvas:
			for k, f := range own {
				late := ""
				if f.When.After(Due) {
					late = "LATE_"
				}
				f.Path = fmt.Sprintf("%s_%s%s_%d_%s", who.Name, late, who.ID, 900_000+100*i+k, f.Path)
				files = append(files, f)
			}
		}
	}
	if form == Moodle || form == Canvas {
		// Their archives have the time at which they were made.
		for k := range files {
			files[k].When = Due.Add(24 * time.Hour)
		}
	}
	return files
}

// Write writes the class below a folder, and gives the path of what the instructor has.
func (c *Class) Write(folder string, form Form) (string, error) {
	files := c.Files(form)
	if form != Folders {
		path := filepath.Join(folder, string(form)+".zip")
		return path, os.WriteFile(path, pack(files), 0o644)
	}
	root := filepath.Join(folder, "class")
	for _, f := range files {
		path := filepath.Join(root, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(path, f.Text, 0o644); err != nil {
			return "", err
		}
		if err := os.Chtimes(path, f.When, f.When); err != nil {
			return "", err
		}
	}
	return root, nil
}

// pack is a zip archive of files. Nothing that is written to memory fails.
func pack(files []File) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		entry, err := w.CreateHeader(&zip.FileHeader{Name: f.Path, Method: zip.Deflate, Modified: f.When})
		if err == nil {
			_, err = entry.Write(f.Text)
		}
		if err != nil {
			panic(fmt.Sprintf("example: pack %s: %v", f.Path, err))
		}
	}
	if err := w.Close(); err != nil {
		panic(fmt.Sprintf("example: pack: %v", err))
	}
	return b.Bytes()
}

// encrypted is a zip archive of one file that says that a password is needed.
func encrypted(name string, text []byte) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	size := uint64(len(text))
	entry, err := w.CreateRaw(&zip.FileHeader{Name: name, Flags: 1, CompressedSize64: size, UncompressedSize64: size})
	if err == nil {
		_, err = entry.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(fmt.Sprintf("example: encrypt %s: %v", name, err))
	}
	return b.Bytes()
}

// inUTF16 is a text as Windows saves it.
func inUTF16(text string) []byte {
	b := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(strings.ReplaceAll(text, "\n", "\r\n"))) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// judged reports whether there is something to judge.
func (h Handed) judged() bool { return len(h.Verdicts) > 0 }

// Passes reports whether what was handed in is judged, and passes.
func (h Handed) Passes() bool {
	return len(h.Verdicts) == 1 && h.Verdicts[0] == grader.Pass
}
