package intake

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"raftlab/grader/plaintext"
)

// The bounds of what is read.
const (
	maxSource   = 1 << 20   // bytes of a source file
	maxArchive  = 32 << 20  // bytes of an archive that a student handed in
	maxRead     = 64 << 20  // bytes read of one student's files, archives included
	maxNames    = 10_000    // files and folders of one student
	maxArchives = 50        // archives of one student
	maxNested   = 2         // archives of a student, one within the other
	maxInside   = 4 << 20   // bytes of a student's archive that list its names
	maxTar      = 256 << 20 // bytes of a tar archive of a class, unpacked
	maxSteps    = 20        // folders around a file
	maxPeeked   = 200       // files of one student that are read only to see what is in them

	maxStudents    = 5_000    // of an input
	maxNotes       = 10_000   // of what is left out, and of what is of no student
	maxLevel       = 100_000  // files and folders at the top of an input
	classNames     = 400_000  // names in an archive of a class
	classDirectory = 64 << 20 // bytes of such an archive that list its names
)

// kind is what a node is.
type kind int

const (
	file kind = iota
	folder
	// refused is what is never opened, such as a link. Its why says what it is.
	refused
)

// node is a file or folder of an input, on disk or in an archive.
type node struct {
	name     string // its own, in UTF-8: it is made plain before it is shown
	kind     kind
	why      string
	size     int64
	modified time.Time
	// recoded says that the name was in another encoding.
	recoded bool
	// open reads a file. list gives the content of a folder, sorted by name, or an error if it has more than limit.
	open func() (io.ReadCloser, error)
	list func(limit int) ([]node, error)
}

// reason is why something is not read. It follows the name of a file.
type reason string

func (r reason) Error() string { return string(r) }

const (
	errEncrypted = reason("is encrypted: hand it in without a password")
	errTooLarge  = reason("is larger than 1 MB")
	errArchive   = reason("is larger than 32 MB")
	errBomb      = reason("makes more than 64 MB of what this student handed in, the rest of which is not read")
	errTar       = reason("has more than 256 MB, unpacked: unpack it, and give the folder")
	errNames     = reason("has more names than are looked at")
	errNested    = reason("lies in two other archives: hand in the file itself")
	errOther     = reason("is an archive of a kind that is not opened: use zip or tar.gz")
	errTyped     = reason("was typed into a page, and no file was handed in")
	errArchives  = reason("is one archive too many: 50 are opened of a student")
	errDamaged   = reason("is damaged or cut off")
	errMethod    = reason("is compressed in a way that is not read: use an ordinary zip archive")
	errCanceled  = reason("was not read: this run was stopped")
)

// whyNot is the reason in words. Errors of the machine are shortened to what happened: they name paths.
func whyNot(err error) string {
	var known reason
	if errors.As(err, &known) {
		return known.Error()
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return "cannot be read: " + plaintext.Line(err.Error(), 200)
}

// shownLength bounds a name where it is shown.
const shownLength = 120

// shown is a name as it may be shown.
func shown(name string) string { return plaintext.Line(name, shownLength) }

// join is the path of a name below a path, as it is shown.
func join(path, name string) string {
	if path == "" {
		return shown(name)
	}
	return path + "/" + shown(name)
}

func byName(a, b node) int {
	return cmp.Or(strings.Compare(a.name, b.name), cmp.Compare(a.kind, b.kind), a.modified.Compare(b.modified))
}

func sorted(nodes []node) []node {
	slices.SortStableFunc(nodes, byName)
	return nodes
}

// special says what a file that is no regular one is, "" for a regular file or a folder.
func special(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "is a link, and links are not followed"
	case mode&fs.ModeNamedPipe != 0:
		return "is a pipe and no file"
	case mode&fs.ModeDevice != 0:
		return "is a device and no file"
	case mode&fs.ModeSocket != 0:
		return "is a socket and no file"
	case mode&(fs.ModeType&^fs.ModeDir) != 0:
		return "is no ordinary file"
	}
	return ""
}
