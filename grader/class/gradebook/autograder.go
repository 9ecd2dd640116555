package gradebook

import (
	"archive/zip"
	"bytes"
	"cmp"
	"debug/elf"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"raftlab/grader/class"
	"raftlab/grader/gradable"
	"raftlab/grader/source"
	"raftlab/lab/digest"
	"raftlab/lab/story"
)

//go:embed autograder
var templates embed.FS

// Folder is what grades one submission at a receiver.
type Folder struct {
	// Title is the receiver's.
	Title string
	// Files are all but the program, by their path with slashes.
	Files map[string][]byte
	// Programs are the paths of files that are run. Program is that of raftlab itself, which Write and Zip add.
	Programs []string
	Program  string
	// Zipped says that the receiver wants a zip archive.
	Zipped bool
}

// autograder is a receiver's folder. Its templates are in the folder of that name.
type autograder struct {
	id, title string
	// result is the target whose results it writes, and ungraded the name of the first one.
	result, ungraded string
	// files are the names of templates, and where they go. Programs are run.
	files    map[string]string
	programs []string
	program  string
	seconds  int
	zipped   bool
	// public says that students can read the folder, so it must not have the secret.
	public bool
	inside string // the folder of assignment and ungraded result
}

// The receivers allow 600 seconds, or as many minutes as one wants. The script ends before that.
var autograders = []autograder{
	{
		id: "gradescope", title: "Gradescope", result: "gradescope", ungraded: "ungraded.json", seconds: 570,
		zipped: true,
		files: map[string]string{
			"setup.sh": "setup.sh", "run_autograder": "run_autograder", "README.md": "README.md",
		},
		programs: []string{"setup.sh", "run_autograder"}, program: "raftlab",
	},
	{
		id: "prairielearn", title: "PrairieLearn", result: "prairielearn", ungraded: "ungraded.json", seconds: 570,
		files: map[string]string{
			"Dockerfile": "Dockerfile", "run.sh": "run.sh", "README.md": "README.md",
			"question/info.json": "question/info.json", "question/question.html": "question/question.html",
		},
		programs: []string{"run.sh"}, program: "raftlab",
	},
	{
		id: "github", title: "GitHub", result: "junit", ungraded: "ungraded.xml", seconds: 1080, public: true,
		files: map[string]string{
			"raftlab.yml": ".github/workflows/raftlab.yml", "run.sh": ".raftlab/run.sh",
			"README.md": ".raftlab/README.md",
		},
		programs: []string{".raftlab/run.sh"}, program: ".raftlab/raftlab", inside: ".raftlab/",
	},
}

// Autograder is the folder that grades one submission of an assignment at a receiver: gradescope, prairielearn or
// github. It is for Linux on amd64 or arm64, whatever this machine is.
func Autograder(target string, a class.Assignment, arch string) (Folder, error) {
	var known []string
	for _, g := range autograders {
		if g.id == target {
			return g.folder(a, cmp.Or(arch, "amd64"))
		}
		known = append(known, g.id)
	}
	return Folder{}, fmt.Errorf("there is no autograder for %q%s; there are %s",
		target, story.DidYouMean(target, known), strings.Join(known, ", "))
}

func (g autograder) folder(a class.Assignment, arch string) (Folder, error) {
	if g.public {
		a.Secret = ""
	}
	text, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return Folder{}, fmt.Errorf("write the assignment: %w", err)
	}
	ungraded, err := UngradedResult(g.result, a, Options{})
	if err != nil {
		return Folder{}, err
	}
	f := Folder{Title: g.title, Program: g.program, Programs: g.programs, Zipped: g.zipped, Files: map[string][]byte{
		g.inside + "assignment.json": append(text, '\n'), g.inside + g.ungraded: ungraded,
	}}
	replacer, err := g.replacer(a, arch)
	if err != nil {
		return Folder{}, err
	}
	for from, to := range g.files {
		text, err := templates.ReadFile(path.Join("autograder", g.id, from))
		if err != nil {
			return Folder{}, fmt.Errorf("read a template: %w", err)
		}
		f.Files[to] = []byte(replacer.Replace(string(text)))
	}
	return f, nil
}

// replacer puts an assignment into the templates. Scripts get nothing of an instructor's texts: only names of
// exercises, numbers, and the version of Go.
func (g autograder) replacer(a class.Assignment, arch string) (*strings.Replacer, error) {
	if len(a.Exercises) == 0 {
		return nil, errors.New("the assignment has no exercise")
	}
	var names []string
	for _, assigned := range a.Exercises {
		judge, found := gradable.Find(assigned.ID)
		if !found {
			return nil, fmt.Errorf("there is no exercise %q", assigned.ID)
		}
		names = append(names, path.Base(judge.About().File))
	}
	title := strings.TrimSpace(short(cmp.Or(a.Title, "Raft Lab")))
	quoted, err := json.Marshal(title)
	if err != nil {
		return nil, fmt.Errorf("write the title: %w", err)
	}
	// A result for a folder that has lost its files. Between quotes of the shell, only a quote has a meaning.
	last, err := UngradedResult(g.result, a, Options{})
	if err != nil {
		return nil, err
	}
	version := source.ThisBuild().Go
	return strings.NewReplacer(
		"@TITLE@", markdown(title), "@TITLEJSON@", string(quoted), "@POINTS@", fmt.Sprint(a.Points()),
		"@GO@", version, "@GOVERSION@", strings.TrimPrefix(version, "go"), "@ARCH@", arch,
		"@EXERCISE@", a.Exercises[0].ID, "@SECONDS@", fmt.Sprint(g.seconds),
		"@UNGRADED@", strings.ReplaceAll(string(bytes.TrimSpace(last)), "'", ""), "@UUID@", uuid(a),
		"@FILES@", strings.Join(names, ", "), "@FILENAMES@", strings.Join(names, ","),
	), nil
}

// markdown is a title in which nothing is a sign of Markdown, nor the end of a comment's line.
func markdown(title string) string {
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune("\\`*_[]<>#|", c) {
			return ' '
		}
		return c
	}, title)
}

// uuid is a name for the question, the same for the same assignment.
func uuid(a class.Assignment) string {
	var ids []string
	for _, assigned := range a.Exercises {
		ids = append(ids, assigned.ID)
	}
	sum := digest.Sum([]byte(a.Course + "\n" + a.Title + "\n" + strings.Join(ids, ",")))
	hash := digest.Hex(sum[:])
	return fmt.Sprintf("%s-%s-4%s-a%s-%s", hash[:8], hash[8:12], hash[13:16], hash[17:20], hash[20:32])
}

// all are the paths of a folder's files, without the program, in their order.
func (f Folder) all() []string { return slices.Sorted(maps.Keys(f.Files)) }

// mode is the mode of a file.
func (f Folder) mode(name string) fs.FileMode {
	if name == f.Program || slices.Contains(f.Programs, name) {
		return 0o755
	}
	return 0o644
}

// Write writes the folder, with a copy of the program, which has to be one for Linux.
func (f Folder) Write(folder, program string) error {
	if err := runsThere(program); err != nil {
		return err
	}
	for _, name := range append(f.all(), f.Program) {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return fmt.Errorf("write the folder: %w", err)
		}
		if err := f.write(file, name, program); err != nil {
			return fmt.Errorf("write the folder: %w", err)
		}
	}
	return nil
}

// write writes one file of the folder.
func (f Folder) write(file, name, program string) error {
	to, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, f.mode(name))
	if err != nil {
		return err
	}
	return errors.Join(f.copy(to, name, program), to.Chmod(f.mode(name)), to.Close())
}

// copy writes the content of one file.
func (f Folder) copy(to io.Writer, name, program string) error {
	if name != f.Program {
		_, err := to.Write(f.Files[name])
		return err
	}
	from, err := os.Open(program)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, from.Close())
}

// Zip writes the folder as an archive. The files are at its top, as Gradescope wants them.
func (f Folder) Zip(to io.Writer, program string) error {
	if err := runsThere(program); err != nil {
		return err
	}
	archive := zip.NewWriter(to)
	for _, name := range append(f.all(), f.Program) {
		header := &zip.FileHeader{
			Name: name, Method: zip.Deflate, Modified: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC),
		}
		header.SetMode(f.mode(name))
		entry, err := archive.CreateHeader(header)
		if err == nil {
			err = f.copy(entry, name, program)
		}
		if err != nil {
			return fmt.Errorf("write the archive: %w", err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	return nil
}

// runsThere reports whether a program runs at a receiver: under Linux.
func runsThere(program string) error {
	file, err := elf.Open(program)
	if err == nil {
		err = file.Close()
		if m := file.Machine; err == nil && m != elf.EM_X86_64 && m != elf.EM_AARCH64 {
			err = fmt.Errorf("it is for %v", m)
		}
	}
	if err != nil {
		return fmt.Errorf("%s is no program for Linux (%w): give one with --program, which "+
			"`GOOS=linux GOARCH=amd64 make build` makes", filepath.Base(program), err)
	}
	return nil
}
