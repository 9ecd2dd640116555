package intake_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class"
	"raftlab/grader/class/intake"
)

// raw is a zip archive whose entries have headers as they are given.
func raw(t testing.TB, files map[*zip.FileHeader]string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for header, text := range files {
		entry, err := w.CreateRaw(header)
		require.NoError(t, err)
		_, err = entry.Write([]byte(text))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.String()
}

// many are that many small files.
func many(format string, n int) []given { return copies(format, "x", n) }

// copies are that many files with the same text.
func copies(format, text string, n int) []given {
	all := make([]given, n)
	for i := range all {
		all[i] = given{name: fmt.Sprintf(format, i), text: text, when: noon}
	}
	return all
}

// nest puts an archive into another, several times.
func nest(t testing.TB, inner string, times int) string {
	for range times {
		inner = zipped(t, []given{{name: "work.zip", text: inner, when: noon}})
	}
	return inner
}

func link(t testing.TB, name, target string) string {
	header := &zip.FileHeader{Name: name}
	header.SetMode(fs.ModeSymlink | 0o777)
	header.CompressedSize64, header.UncompressedSize64 = uint64(len(target)), uint64(len(target))
	return raw(t, map[*zip.FileHeader]string{header: target})
}

const megabyte = 1 << 20

// attack is what mallory hands in: an archive of that name, and what the row for vote says.
type attack struct{ what, name, content, code, says string }

func attacks(t testing.TB) []attack {
	made.Do(func() { all = makeAttacks(t) })
	return all
}

var (
	made sync.Once
	all  []attack
)

func makeAttacks(t testing.TB) []attack {
	vote := []given{{name: "vote.go", text: rule("vote.go"), when: noon}}
	good := zipped(t, vote)
	const local = 30 + len("vote.go") + 9 // the header before the text, with a time
	damaged := []byte(good)
	damaged[local+10] ^= 0xFF
	bomb := zipped(t, []given{{name: "vote.go", text: strings.Repeat("\x00", 16*megabyte), when: noon}})
	lying := &zip.FileHeader{Name: "vote.go", Method: zip.Deflate, UncompressedSize64: 100}
	packed := bomb[local : local+15_000]
	lying.CompressedSize64 = uint64(len(packed))
	encrypted := &zip.FileHeader{Name: "vote.go", Flags: 1, CompressedSize64: 3, UncompressedSize64: 3}
	unknown := &zip.FileHeader{Name: "vote.go", Method: 99, CompressedSize64: 3, UncompressedSize64: 3}
	large := given{name: "x.zip", text: strings.Repeat("\x00", 33*megabyte), when: noon}
	zips := copies("%d.zip", zipped(t, nil), 60)
	fat := copies("%d.zip", strings.Repeat("\x00", 5*megabyte), 30)
	slip := func(name string) string { return zipped(t, []given{{name: name, text: rule("vote.go"), when: noon}}) }
	return []attack{
		{"it leaves its folder", "m.zip", slip("../ada/vote.go"), class.Refused, "leaves its folder"},
		{"it leaves its folder further in", "m.zip", slip("a/../../vote.go"), class.Refused, "leaves its folder"},
		{"it leaves as on Windows", "m.zip", slip(`..\..\vote.go`), class.Refused, "leaves its folder"},
		{"it begins at the root", "m.zip", slip("/etc/vote.go"), class.Refused, "root of a machine"},
		{"it begins at a drive", "m.zip", slip(`C:\vote.go`), class.Refused, "root of a machine"},
		{"a zero byte", "m.zip", slip("a\x00b/vote.go"), class.Refused, "zero byte"},
		{"deep folders", "m.zip", slip(strings.Repeat("a/", 1000) + "vote.go"), class.Refused, "more folders"},
		{"a link", "m.zip", link(t, "vote.go", "/etc/passwd"), class.Refused, "is a link"},
		{"a bomb", "m.zip", bomb, class.Unreadable, "larger than 1 MB"},
		{"a lying size", "m.zip", raw(t, map[*zip.FileHeader]string{lying: packed}), class.Unreadable,
			"damaged or cut off"},
		{"a bomb in an archive", "m.zip", zipped(t, []given{large}), class.Unreadable, "larger than 32 MB"},
		{"bombs side by side", "m.zip", zipped(t, fat), class.Unreadable, "more than 64 MB"},
		{"archives in archives", "m.zip", nest(t, good, 3), class.Unreadable, "lies in two other archives"},
		{"many archives", "m.zip", zipped(t, zips), class.Unreadable, "one archive too many"},
		{"100,000 files", "m.zip", zipped(t, many("f%d.go", 100_000)), class.Unreadable, "more than 10000 files"},
		{"many folders", "m.zip", zipped(t, many("f%d/", 20_000)), class.Unreadable, "more than 10000 files"},
		{"encrypted", "m.zip", raw(t, map[*zip.FileHeader]string{encrypted: "abc"}), class.Unreadable, "is encrypted"},
		{"an unknown method", "m.zip", raw(t, map[*zip.FileHeader]string{unknown: "abc"}), class.Unreadable,
			"compressed in a way"},
		{"cut off", "m.zip", good[:len(good)-10], class.Unreadable, "damaged or cut off"},
		{"cut at its beginning", "m.zip", good[20:], class.Unreadable, "damaged or cut off"},
		{"damaged", "m.zip", string(damaged), class.Unreadable, "damaged or cut off"},
		{"no archive", "m.zip", "Dear instructor", class.Unreadable, "damaged or cut off"},
		{"empty", "m.zip", "", class.Unreadable, "damaged or cut off"},
		{"another kind", "m.rar", "Rar!", class.Unreadable, "is an archive of a kind"},
		{"a tar that is none", "m.tar.gz", "x", class.Unreadable, "damaged or cut off"},
		{"a tar bomb", "m.tgz", tarred(t, []given{{name: "x", text: strings.Repeat("\x00", 70*megabyte)}}),
			class.Unreadable, "more than 64 MB"},
		{"a tar that leaves", "m.tgz", tarred(t, []given{{name: "../vote.go", text: "x"}}), class.Refused, "leaves"},
		{"a tar of links", "m.tar", tarLink(t), class.Refused, "is a link"},
		{"a tar of many", "m.tar", tarOf(t, 11_000), class.Unreadable, "more than 10000 files"},
		{"names with escapes", "m.zip", zipped(t, many("\x1b]0;%d\x07\x1b[2J\r\n.go", 3)), class.Missing,
			"not understood: C"},
	}
}

func tarLink(t testing.TB) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, kind := range []byte{tar.TypeSymlink, tar.TypeLink, tar.TypeChar, tar.TypeFifo} {
		require.NoError(t, w.WriteHeader(&tar.Header{Name: "vote.go", Linkname: "/etc/passwd", Typeflag: kind}))
	}
	require.NoError(t, w.Close())
	return b.String()
}

func tarOf(t testing.TB, n int) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := range n {
		require.NoError(t, w.WriteHeader(&tar.Header{Name: fmt.Sprintf("f%d.go", i), Typeflag: tar.TypeReg}))
	}
	require.NoError(t, w.Close())
	return b.String()
}

// TestHostileArchives: an attack is a row with the reason, whether it lies in a folder or in an archive, and the others
// are read.
func TestHostileArchives(t *testing.T) {
	for _, a := range attacks(t) {
		files := []given{
			{name: "ada/vote.go", text: rule("vote.go"), when: noon},
			{name: "mallory/" + a.name, text: a.content, when: noon},
			{name: "zoe/vote.go", text: rule("vote.go"), when: noon},
		}
		for _, input := range []string{asFolder(t, "C", files), asFile(t, "C", zipped(t, files)) + ".zip"} {
			if strings.HasSuffix(input, ".zip") {
				require.NoError(t, os.Rename(strings.TrimSuffix(input, ".zip"), input))
			}
			found := read(input)
			require.Len(t, found.Entries, 6, a.what)
			assert.Nil(t, found.Entries[0].Problem, a.what)
			assert.Nil(t, found.Entries[4].Problem, a.what)
			row := found.Entries[2]
			require.NotNil(t, row.Problem, a.what)
			assert.Equal(t, "mallory", row.Student.ID, a.what)
			assert.Equal(t, a.code, row.Problem.Code, "%s: %s", a.what, row.Problem.Text)
			assert.Contains(t, row.Problem.Text, a.says, a.what)
			assert.Nil(t, row.Source, a.what)
			assert.NotContains(t, found.Text(), "\x1b", a.what)
			assert.Less(t, len(found.Text()), 60_000, a.what)
		}
	}
}

// TestHostileArchivesOfAClass: without an archive there are no students, and the reason is given.
func TestHostileArchivesOfAClass(t *testing.T) {
	good := asFolder(t, "good", tree("ada/vote.go"))
	for _, a := range attacks(t) {
		found := read(asFile(t, a.name, a.content), good)
		assert.True(t, slices.ContainsFunc(found.Entries, func(e class.Entry) bool {
			return e.Student.ID == "ada" && e.File == "good/ada/vote.go"
		}), a.what)
		assert.True(t, len(found.Unplaced)+len(found.Left) > 0 || len(found.Entries) > 2, a.what)
	}
}

// TestMemoryIsBounded counts what is allocated in all while hostile archives are read.
func TestMemoryIsBounded(t *testing.T) {
	for _, a := range attacks(t) {
		input := asFolder(t, "C", []given{{name: "mallory/" + a.name, text: a.content, when: noon}})
		assert.Less(t, allocated(func() { read(input) }), uint64(300*megabyte), a.what)
	}
}

// allocated is how many bytes a function allocates in all, also those that are free again.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestManyFilesOfOneStudent: what one student hands in is not looked at without end, and the others are read.
func TestManyFilesOfOneStudent(t *testing.T) {
	others := tree("ada/vote.go\nzoe/append.go")
	inner := zipped(t, append(many("f%d.go", 100_000), tree("vote.go")...))
	for _, input := range []string{
		asFile(t, "C.zip", zipped(t, append(many("mallory/f%d/", 100_000), others...))),
		asFolder(t, "C", append(others, given{name: "mallory/work.zip", text: inner, when: noon})),
	} {
		var found intake.Found
		assert.Less(t, allocated(func() { found = read(input) }), uint64(300*megabyte))
		assert.Equal(t, "missing missing unreadable unreadable", strings.Join([]string{
			found.Entries[1].Problem.Code, found.Entries[4].Problem.Code,
			found.Entries[2].Problem.Code, found.Entries[3].Problem.Code,
		}, " "))
		assert.Contains(t, found.Entries[2].Problem.Text, "hand in only the files of the exercises")
	}
}

// TestLinksAreNotFollowed: neither links nor anything but files and folders is opened.
func TestLinksAreNotFollowed(t *testing.T) {
	secret := asFile(t, "secret.go", rule("vote.go"))
	root := asFolder(t, "C", tree("ada/vote.go\nbo/append.go"))
	for _, name := range []string{"bo/vote.go", "cy", "di-vote.go"} {
		require.NoError(t, os.Symlink(secret, filepath.Join(root, name)))
	}
	require.NoError(t, os.Symlink(root, filepath.Join(root, "ada", "again")))
	found := read(root)
	assert.Equal(t, trimmed(`
		ada vote C/ada/vote.go [not-read]
		ada append missing
		bo vote refused
		bo append C/bo/append.go
		di vote refused
		di append missing
	`), lines(found.Entries), found.Text())
	require.Len(t, found.Unplaced, 1)
	assert.Equal(t, "C/cy is a link, and links are not followed", found.Unplaced[0].Problem.Text)
	assert.Contains(t, found.Text(), "C/ada/again is a link")
}

// TestNobodyHandsInForOthers: names of exports count only at the top of an input.
func TestNobodyHandsInForOthers(t *testing.T) {
	inner := tree("Ada_1_assignsubmission_file/vote.go\nada_1_2_vote.go\n" + metadata)
	files := append(tree("Ada_1_assignsubmission_file/append.go"), given{
		name: "Mallory_2_assignsubmission_file/x.zip", text: zipped(t, inner), when: noon,
	})
	for _, f := range inner {
		files = append(files, given{name: "Mallory_2_assignsubmission_file/" + f.name, text: f.text, when: noon})
	}
	found := read(asFile(t, "C.zip", zipped(t, files)))
	assert.Contains(t, lines(found.Entries), "1 vote missing\n", found.Text())
	assert.Len(t, found.Entries, 4)
}

// TestManyStudents: a class has a bound, too, and what is beyond it is counted.
func TestManyStudents(t *testing.T) {
	found := read(asFile(t, "C.zip", zipped(t, append(many("s%d/", 5_100), many("x%d.go", 10_100)...))))
	assert.Len(t, found.Entries, 2*5_000)
	require.Len(t, found.Unplaced, 10_000+2)
	assert.Equal(t, "100 more folders, archives or files are of further students: at most 5000 are read of an input",
		found.Unplaced[10_000].Problem.Text)
	assert.Equal(t, "100 more files and folders are of no student", found.Unplaced[10_001].Problem.Text)
}

func TestMissingInputs(t *testing.T) {
	found := read(filepath.Join(t.TempDir(), "gone"), asFolder(t, "empty", nil))
	require.Len(t, found.Unplaced, 1)
	assert.Equal(t, "gone cannot be read: no such file or directory", found.Unplaced[0].Problem.Text)
	assert.Empty(t, found.Entries)
	assert.Equal(t, "nothing that holds students", found.Shape)
	assert.Equal(t, intake.Found{Shape: "nothing that holds students"}, read())
}
