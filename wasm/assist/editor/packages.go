package editor

import (
	"bytes"
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/gcexportdata"

	"raftlab/grader/instrument"
	"raftlab/wasm/json"
)

// packages imports the packages that a learner's file may import, from the compiler's export data. It reads
// each package once. (go/importer could do this, but would add go/build, os/exec and three other formats to the
// download.)
type packages struct {
	open Open
	// files has the positions within the packages. It is separate from the positions of learners' files, and
	// stops growing when all packages have been read.
	files *token.FileSet
	read  map[string]*types.Package
	// done are the packages that were read. read also has the packages that those refer to.
	done map[string]bool
}

func newPackages(open Open) *packages {
	return &packages{open: open, files: token.NewFileSet(), read: map[string]*types.Package{}, done: map[string]bool{}}
}

// Import is types.Importer's.
func (p *packages) Import(path string) (*types.Package, error) {
	if p.done[path] {
		return p.read[path], nil
	}
	if !slices.Contains(instrument.Allowed, path) {
		return nil, errors.New(instrument.ImportMessage(path))
	}
	archive, err := p.open(path + ".a")
	if err != nil {
		return nil, fmt.Errorf("open package %s: %w", path, err)
	}
	defer archive.Close()
	exports, err := exportData(archive)
	if err != nil {
		return nil, fmt.Errorf("read package %s: %w", path, err)
	}
	found, err := gcexportdata.Read(bytes.NewReader(exports), p.files, p.read, path)
	if err != nil {
		return nil, fmt.Errorf("read package %s: %w", path, err)
	}
	p.done[path] = true
	return found, nil
}

var errArchive = errors.New("this is not an archive of the compiler")

// exportData is the part of an archive that lists the package's declarations. It is the first entry: a header
// of 60 bytes, some lines of text, and the data between two lines of dollars.
func exportData(archive io.Reader) ([]byte, error) {
	const magic, entry = "!<arch>\n", 60
	head := make([]byte, len(magic)+entry)
	if _, err := io.ReadFull(archive, head); err != nil {
		return nil, fmt.Errorf("%w: %w", errArchive, err)
	}
	header := string(head[len(magic):])
	size, err := strconv.Atoi(strings.TrimSpace(header[48:58]))
	if !strings.HasPrefix(string(head), magic+"__.PKGDEF") || err != nil || size < 0 {
		return nil, errArchive
	}
	content, err := io.ReadAll(io.LimitReader(archive, int64(size)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errArchive, err)
	}
	_, data, ok := bytes.Cut(content, []byte("\n$$B\n"))
	if !ok || len(content) < size {
		return nil, errArchive
	}
	if end := bytes.LastIndex(data, []byte("\n$$\n")); end >= 0 {
		data = data[:end]
	}
	return data, nil
}

// docs are the comments of the packages, by import path and then by name: State, State.CurrentTerm.
type docs struct {
	open Open
	all  map[string]any
}

// of is the comment of a name, "" if there is none.
func (d *docs) of(path, name string) string {
	if d.all == nil {
		d.all = d.load()
	}
	names, _ := d.all[path].(map[string]any)
	comment, _ := names[name].(string)
	return comment
}

// load reads docs.json. Without the file, names have no comments, but the editor still answers.
func (d *docs) load() map[string]any {
	none := map[string]any{}
	file, err := d.open("docs.json")
	if err != nil {
		return none
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		return none
	}
	in := json.Read(string(content))
	if all, ok := in.Any().(map[string]any); ok && in.End() == nil {
		return all
	}
	return none
}
