package intake_test

import (
	"archive/zip"
	"context"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/grader/class/intake"
)

// steps are names that folders have, and files names that files have.
var (
	stepNames = []string{
		"ada", "bo", "vote", "append", "exercises", "solution", "vendor", ".git", "__MACOSX", "hw-vote-ada", "src",
		"Ada L_1_assignsubmission_file", "Bo_2_assignsubmission_onlinetext", "submission_1", "Max Reads", "x y (2)",
	}
	fileNames = []string{
		"vote.go", "append.go", "vote-1.go", "Vote (2).go", "vote.txt", "vote.go.txt", "main.go", "vote_test.go",
		"doc.go", "README.md", "ada-vote.go", "lovelaceada_LATE_3_4_append.go", "cy_5_text.html", "x.rar",
		"Ada L_1_assignsubmission_file_vote.go", "go.mod", ".DS_Store", "work.zip", "work.tgz", "grades.csv",
	}
	texts = []string{
		"", "package vote\n\nfunc HandleRequestVote() {}\n", "package main\n\nfunc main() {}\n",
		"package main\n\nfunc HandleAppendEntries() {}\n", "Dear instructor", strings.Repeat("x", 2000),
		"\xef\xbb\xbfpackage append\r\nfunc f() {}", "\xff\xfep\x00a\x00",
	}
)

func drawFiles(rt *rapid.T, t testing.TB, nested int) []given {
	var files []given
	seen := map[string]bool{}
	for range rapid.IntRange(0, 12).Draw(rt, "files") {
		steps := rapid.SliceOfN(rapid.SampledFrom(stepNames), 0, 4).Draw(rt, "steps")
		name := path.Join(append(steps, rapid.SampledFrom(fileNames).Draw(rt, "name"))...)
		text := rapid.SampledFrom(texts).Draw(rt, "text")
		if nested > 0 && strings.HasSuffix(name, "work.zip") && rapid.Bool().Draw(rt, "an archive") {
			text = zipped(t, drawFiles(rt, t, nested-1))
		}
		if !seen[name] {
			files = append(files, given{name: name, text: text, when: noon.Add(time.Duration(len(text)) * time.Second)})
		}
		seen[name] = true
	}
	return files
}

// TestNothingIsSilent: every file that is given is in an entry, or in a note; every student has an entry for each
// exercise, in order; and a folder and an archive are understood alike, each time.
func TestNothingIsSilent(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		files := drawFiles(rt, t, 2)
		folder := asFolder(t, "C", files)
		found := read(folder)
		said := everything(found)
		for _, f := range files {
			if !mentioned(said, "C/"+f.name) {
				rt.Fatalf("%s is mentioned nowhere:\n%s", f.name, found.Text())
			}
		}
		for i, e := range found.Entries {
			require.Equal(rt, []string{"vote", "append"}[i%2], e.Exercise)
			require.Equal(rt, found.Entries[i-i%2].Student, e.Student)
			require.True(rt, i < 2 || i%2 == 1 || found.Entries[i-1].Student.ID < e.Student.ID)
			require.Equal(rt, e.Problem == nil, e.Source != nil)
		}
		require.Equal(rt, found, read(folder))
		packed := read(asFile(t, "C.zip", zipped(t, files)))
		require.Equal(rt, strings.ReplaceAll(lines(found.Entries), " C/", " C.zip/"), lines(packed.Entries))
	})
}

// everything is all that is said of files.
func everything(found intake.Found) string {
	var b strings.Builder
	for _, e := range slices.Concat(found.Entries, found.Unplaced) {
		b.WriteString(e.File + "\n")
		if e.Problem != nil {
			b.WriteString(e.Problem.Text + "\n")
		}
		for _, n := range e.Notes {
			b.WriteString(n.Text + "\n")
		}
	}
	for _, n := range found.Left {
		b.WriteString(n.Text + "\n")
	}
	return b.String()
}

// mentioned reports whether a path is mentioned, or a folder around it that was not looked into.
func mentioned(said, path string) bool {
	for _, end := range []string{" ", "\n", ",", "/", ":"} {
		if strings.Contains(said, path+end) {
			return true
		}
	}
	folder := filepath.Dir(path)
	for ; folder != "C"; folder = filepath.Dir(folder) {
		if strings.Contains(said, folder+" is of a system") {
			return true
		}
	}
	return false
}

// FuzzRead: whatever an archive holds, reading it ends within its bounds, and each student has all rows.
func FuzzRead(f *testing.F) {
	small := tree("ada/vote.go\nbo/work.zip: x\nx/../../vote.go\nAda_1_assignsubmission_file/vote.go\n" + metadata)
	f.Add([]byte(zipped(f, small)), "C.zip")
	f.Add([]byte(zipped(f, []given{{name: "ada/w.zip", text: nest(f, zipped(f, small), 2)}})), "C.zip")
	f.Add([]byte(link(f, "vote.go", "/etc/passwd")), "C.zip")
	f.Add([]byte(raw(f, map[*zip.FileHeader]string{{Name: "a/vote.go", Flags: 1, Method: 8}: "x"})), "C.zip")
	f.Add([]byte(tarred(f, small)), "C.tgz")
	f.Add([]byte("package vote"), "ada-vote.go")
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		name = filepath.Base(filepath.Clean("/" + name))
		if len(name) > 100 || strings.ContainsRune(name, 0) || name == "/" {
			name = "C.zip"
		}
		root := t.TempDir()
		require.NoError(t, os.Mkdir(filepath.Join(root, "mallory"), 0o755))
		for _, at := range []string{filepath.Join(root, name), filepath.Join(root, "mallory", name)} {
			if os.WriteFile(at, content, 0o644) != nil {
				return // it has the name of a folder
			}
		}
		found := intake.Read(context.Background(), []string{filepath.Join(root, name), root},
			intake.Options{Exercises: exercises("vote", "append"), Due: noon})
		assert.Zero(t, len(found.Entries)%2)
		assert.NotContains(t, found.Text(), "\x1b")
		for _, e := range found.Entries {
			assert.Equal(t, e.Problem == nil, e.Source != nil)
			assert.LessOrEqual(t, len(e.Source), 3<<20)
		}
	})
}
