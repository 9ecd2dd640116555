package intake_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/intake"
	"raftlab/grader/judges"
)

// given is a file of a class, or a folder if its name ends with a slash.
type given struct {
	name, text string
	when       time.Time
}

// noon is when files are written, unless a test says otherwise.
var noon = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)

// tree are files by lines of "NAME" or "NAME: TEXT" or "NAME @MINUTES", where a file without a text holds the rule of
// its exercise, or a package of its own name.
func tree(lines string) []given {
	var all []given
	for line := range strings.SplitSeq(strings.TrimSpace(lines), "\n") {
		name, text, hasText := strings.Cut(strings.TrimSpace(line), ": ")
		g := given{name: name, text: text, when: noon}
		if before, minutes, ok := strings.Cut(name, " @"); ok {
			g.name = before
			after, err := time.ParseDuration(minutes)
			if err != nil {
				panic(err)
			}
			g.when = noon.Add(after)
		}
		if !hasText {
			g.text = rule(g.name)
		}
		g.text = strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace(g.text)
		all = append(all, g)
	}
	return all
}

// rule is a file for the exercise that a name has, or for none.
func rule(name string) string {
	for _, e := range exercises("vote", "append") {
		if strings.Contains(strings.ToLower(name), e.ID) {
			return goFile(e.ID, e.Rules[0], name)
		}
	}
	return "nothing: " + name + "\n"
}

func goFile(pkg, function, remark string) string {
	return fmt.Sprintf("// %s\npackage %s\n\nfunc %s() {}\n", remark, pkg, function)
}

func exercises(ids ...string) []grader.About {
	var all []grader.About
	for _, id := range ids {
		judge, found := judges.Find(id)
		if !found {
			panic(id)
		}
		all = append(all, judge.About())
	}
	return all
}

// asFolder writes files below a folder of that name.
func asFolder(t *testing.T, name string, files []given) string {
	root := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.MkdirAll(root, 0o755))
	for _, f := range files {
		path := filepath.Join(root, filepath.FromSlash(f.name))
		if strings.HasSuffix(f.name, "/") {
			require.NoError(t, os.MkdirAll(path, 0o755))
			continue
		}
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(f.text), 0o644))
		require.NoError(t, os.Chtimes(path, f.when, f.when))
	}
	return root
}

// zipped is a zip archive of files.
func zipped(t testing.TB, files []given) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		method := zip.Deflate
		if len(f.text) < 100 {
			method = zip.Store // it is quicker
		}
		entry, err := w.CreateHeader(&zip.FileHeader{Name: f.name, Method: method, Modified: f.when})
		require.NoError(t, err)
		if !strings.HasSuffix(f.name, "/") {
			_, err = entry.Write([]byte(f.text))
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Close())
	return b.String()
}

// tarred is a packed tar archive of files.
func tarred(t testing.TB, files []given) string {
	var b bytes.Buffer
	packed := gzip.NewWriter(&b)
	w := tar.NewWriter(packed)
	for _, f := range files {
		header := &tar.Header{
			Name: f.name, Mode: 0o644, Size: int64(len(f.text)), ModTime: f.when, Typeflag: tar.TypeReg,
		}
		if strings.HasSuffix(f.name, "/") {
			header.Typeflag, header.Size, f.text = tar.TypeDir, 0, ""
		}
		require.NoError(t, w.WriteHeader(header))
		_, err := w.Write([]byte(f.text))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.NoError(t, packed.Close())
	return b.String()
}

// asFile writes a file of that name.
func asFile(t *testing.T, name, content string) string {
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	require.NoError(t, os.Chtimes(path, noon, noon))
	return path
}

// read reads inputs for exercises vote and append.
func read(paths ...string) intake.Found {
	return intake.Read(context.Background(), paths, intake.Options{Exercises: exercises("vote", "append")})
}

// lines are the entries, one a line: the student, the exercise, and the file or the code of the problem, with the codes
// of notes.
func lines(entries []class.Entry) string {
	var b strings.Builder
	for _, e := range entries {
		what := e.File
		if e.Problem != nil {
			what = e.Problem.Code
		}
		fmt.Fprintf(&b, "%s %s %s", e.Student.ID, e.Exercise, what)
		if e.Late {
			b.WriteString(" late")
		}
		for _, n := range e.Notes {
			fmt.Fprintf(&b, " [%s]", n.Code)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// trimmed is a text of several lines without the indentation of a test.
func trimmed(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		b.WriteString(strings.TrimSpace(line) + "\n")
	}
	return b.String()
}
