package intake

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
)

// handIn is what a walker makes of one file of a student.
func handIn(name string, content []byte) *walker {
	vote := grader.About{ID: "vote", File: "exercises/vote/vote.go", Rules: []string{"HandleRequestVote"}}
	w := &walker{
		ctx: context.Background(), exercises: []grader.About{vote}, rule: func(string) Rule { return Rule{} },
	}
	w.all([]*unit{{nodes: []node{{
		name: name, size: int64(len(content)),
		open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	}}}})
	w.choose(vote)
	return w
}

// packed is a zip archive of files, each of a name and a text.
func packed(tb testing.TB, files ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		entry, err := w.Create(files[i])
		require.NoError(tb, err)
		_, err = entry.Write([]byte(files[i+1]))
		require.NoError(tb, err)
	}
	require.NoError(tb, w.Close())
	return b.Bytes()
}

// FuzzArchive: reading an archive of a student ends without a panic, and within what is counted.
func FuzzArchive(f *testing.F) {
	small := packed(f, "vote.go", "package vote\n\nfunc HandleRequestVote() {}\n", "../x.go", "", "a/b.txt", "x")
	f.Add(small, uint8(0))
	f.Add(packed(f, "work.zip", string(small), "deep.zip", string(packed(f, "more.zip", string(small)))), uint8(0))
	f.Add(small[:len(small)-7], uint8(0))
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, kind := range []byte{tar.TypeReg, tar.TypeSymlink, tar.TypeDir} {
		require.NoError(f, w.WriteHeader(&tar.Header{Name: "vote.go", Linkname: "x", Typeflag: kind}))
	}
	require.NoError(f, w.Close())
	f.Add(b.Bytes(), uint8(1))
	f.Add([]byte("\x1f\x8b"), uint8(2))
	f.Fuzz(func(t *testing.T, content []byte, kind uint8) {
		w := handIn([]string{"x.zip", "x.tar", "x.tgz", "x.go"}[kind%4], content)
		assert.LessOrEqual(t, w.read, int64(maxRead+maxSource))
		assert.LessOrEqual(t, w.names, maxNames+1)
		for _, c := range w.candidates {
			assert.True(t, fs.ValidPath(c.path) || strings.Contains(c.path, "//"), c.path)
		}
	})
}

// TestFoldersAreBounded: a folder with more names than are looked at is not read to its end.
func TestFoldersAreBounded(t *testing.T) {
	path := t.TempDir()
	for i := range 5 {
		require.NoError(t, os.Mkdir(filepath.Join(path, fmt.Sprint(i)), 0o755))
	}
	root, err := os.OpenRoot(path)
	require.NoError(t, err)
	defer root.Close()
	nodes, err := diskFolder(root, ".")(5)
	require.NoError(t, err)
	assert.Len(t, nodes, 5)
	_, err = diskFolder(root, ".")(4)
	assert.ErrorIs(t, err, errNames)

	vote := grader.About{ID: "vote", File: "exercises/vote/vote.go"}
	w := &walker{ctx: context.Background(), exercises: []grader.About{vote}, rule: func(string) Rule { return Rule{} }}
	w.names = maxNames - 4
	w.all([]*unit{{nodes: nodes}})
	require.Len(t, w.closed, 1)
	assert.Contains(t, w.closed[0].why, "more than 10000 files and folders")
}

// TestReadingIsCounted: of bombs that lie side by side, and in one another, no more is read than is allowed.
func TestReadingIsCounted(t *testing.T) {
	var bombs, texts []string
	for i := range 18 {
		bombs = append(bombs, fmt.Sprintf("%d.zip", i), strings.Repeat("x", 4<<20))
	}
	for i := range 67 {
		texts = append(texts, fmt.Sprintf("f%d.go", i), strings.Repeat(" ", maxSource))
	}
	for name, content := range map[string][]byte{
		"archives": packed(t, bombs...), "texts": packed(t, texts...),
		"in an archive": packed(t, "x.zip", string(packed(t, texts...))),
	} {
		w := handIn("x.zip", content)
		assert.Greater(t, w.read, int64(maxRead), name)
		assert.LessOrEqual(t, w.read, int64(maxRead+maxSource), name)
	}
	assert.Len(t, codePage437, 128)
}
