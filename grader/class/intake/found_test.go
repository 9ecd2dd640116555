package intake_test

import (
	"archive/zip"
	"context"
	"hash/crc32"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class"
	"raftlab/grader/class/intake"
)

// problems are the files of a class that need an instructor.
const problems = `
	ada/vote.go
	ada/main.go: package main\n\nfunc main() {}
	ada/.DS_Store: x
	ada/report.pdf: x
	bo/Vote(1).go
	bo/append.txt
	vote.go
	helper.go: package helper\n
`

func TestText(t *testing.T) {
	assert.Equal(t, `Understood as a folder for each student: 2 students, 3 files.

ada
  vote         C/ada/vote.go
  append       missing: no file for append was found; not understood: C/ada/main.go

bo
  vote         C/bo/Vote(1).go
  append       C/bo/append.txt

Of no student:
  C/helper.go says neither an exercise nor a student
  C/vote.go does not say which student it is of

Left out:
  C/ada/.DS_Store is of a system or a tool
  C/ada/report.pdf is no Go file
  C/ada/main.go is for no exercise, by its name, folder, package and functions

A mapping file could say the following, with the right words in place of each ?:
{
  "files": {
    "C/helper.go": {"student": "?", "exercise": "?"},
    "C/vote.go": {"student": "?", "exercise": "vote"},
    "C/ada/main.go": {"student": "ada", "exercise": "?"}
  }
}
`, read(asFolder(t, "C", tree(problems))).Text())
}

func TestMapping(t *testing.T) {
	mapping, err := intake.ReadMapping([]byte(`{
		"files": {
			"C/helper.go": {"student": "cy", "exercise": "vote"},
			"C/vote.go": {"ignore": true},
			"C/ada/main.go": {"student": "ada", "exercise": "append"},
			"C/ada/vote.go": {"student": "di"},
			"C/bo": {"student": "300"},
			"C/bo/append.txt": {"exercise": "vot"},
			"C/adda/vote.go": {"ignore": true}
		},
		"students": {"300": {"name": "Bo Diddley", "id": "bod"}, "eve": {"name": "Eve"}}
	}`))
	require.NoError(t, err)
	found := intake.Read(context.Background(), []string{asFolder(t, "C", tree(problems))},
		intake.Options{Exercises: exercises("vote", "append"), Mapping: mapping})
	assert.Equal(t, trimmed(`
		ada vote missing
		ada append C/ada/main.go [mapped]
		bod vote C/bo/Vote(1).go
		bod append missing
		cy vote C/helper.go [mapped]
		cy append missing
		di vote C/ada/vote.go [mapped]
		di append missing
		eve vote missing
		eve append missing
	`), lines(found.Entries), found.Text())
	assert.Equal(t, class.Student{ID: "bod", Name: "Bo Diddley"}, found.Entries[2].Student)
	var wrong []string
	for _, e := range found.Unplaced {
		wrong = append(wrong, e.Problem.Text)
	}
	assert.Equal(t, []string{
		`the mapping has a rule for "C/adda/vote.go", and no such file was found; did you mean "C/ada/vote.go"?`,
		`the mapping says that "C/bo/append.txt" is for "vot", which is no exercise here; did you mean "vote"?`,
	}, wrong)
}

// TestMappingsOfFolders: a rule for an input, or for a folder around students, is for all that lies in it.
func TestMappingsOfFolders(t *testing.T) {
	files := tree("class/ada/vote.go\nclass/bo/append.go")
	for text, want := range map[string]string{
		`{"files": {"C": {"student": "cy"}}}`:          "cy vote C/class/ada/vote.go\ncy append C/class/bo/append.go\n",
		`{"files": {"C/class": {"student": "cy"}}}`:    "cy vote C/class/ada/vote.go\ncy append C/class/bo/append.go\n",
		`{"files": {"C/class/ada": {"ignore": true}}}`: "bo vote missing\nbo append C/class/bo/append.go\n",
		`{"files": {"C/class": {"ignore": true}}}`:     "",
	} {
		mapping, err := intake.ReadMapping([]byte(text))
		require.NoError(t, err)
		found := intake.Read(context.Background(), []string{asFolder(t, "C", files)},
			intake.Options{Exercises: exercises("vote", "append"), Mapping: mapping})
		assert.Equal(t, want, lines(found.Entries), text)
		assert.Empty(t, found.Unplaced, text)
	}
}

func TestWrongMappings(t *testing.T) {
	for text, want := range map[string]string{
		``:                                     "line 1, column 1: the file ends too early",
		`[]`:                                   "line 1, column 1: want an object, such as {}",
		`{} {}`:                                "line 1, column 4: there is more after the end",
		"{\n  \"fils\": {}\n}":                 `line 2, column 8: unknown key "fils"; did you mean "files"?`,
		`{"files": {"a": {"students": "x"}}}`:  `column 27: unknown key "students"; did you mean "student"?`,
		`{"students": {"a": {"nam": "x"}}}`:    `unknown key "nam"; did you mean "name"?`,
		`{"files": {"a": {}, "a": {}}}`:        `the key "a" stands here a second time`,
		`{"files": {"a": {"student": 1}}}`:     "must not be a number",
		`{"files": {"a": {"student": {}}}}`:    "an object is too much here",
		`{"files": {"a": {"student": "x"}`:     "the file ends too early",
		"{\n\"files\": {\"a\": \"b\"}}":        "must not be a string",
		"{\n\"files\": {\"a\" \"b\"}}":         "line 2, column 14: invalid character",
		`{"files": {"a": {"student": ["x"]}}}`: "want an object",
	} {
		_, err := intake.ReadMapping([]byte(text))
		if assert.Error(t, err, text) {
			assert.Contains(t, err.Error(), want, text)
			assert.True(t, strings.HasPrefix(err.Error(), "mapping file: "), err)
		}
	}
	mapping, err := intake.ReadMapping([]byte("\xef\xbb\xbf{}"))
	assert.NoError(t, err)
	assert.Equal(t, intake.Mapping{}, mapping)
}

func utf16Text(text string, big, mark bool) string {
	var b []byte
	units := utf16.Encode([]rune(text))
	if mark {
		units = append([]uint16{0xFEFF}, units...)
	}
	for _, u := range units {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

func TestEncodings(t *testing.T) {
	const plain = "// Jörg\npackage vote\n\nfunc HandleRequestVote() {}\n"
	for _, c := range []struct{ text, notes string }{
		{plain, ""},
		{strings.ReplaceAll(plain, "\n", "\r\n"), ""},
		{"\xef\xbb\xbf" + plain, " [encoding]"},
		{utf16Text(plain, false, true), " [encoding]"},
		{utf16Text(plain, true, true), " [encoding]"},
		{utf16Text(plain, false, false), " [encoding]"},
		{utf16Text(plain, true, false), " [encoding]"},
		{strings.ReplaceAll(plain, "ö", "\xf6"), " [encoding]"},
	} {
		for _, name := range []string{"vote.go", "Vote.TXT", "x.go"} {
			found := read(asFolder(t, "C", []given{{name: "ada/" + name, text: c.text, when: noon}}))
			how := ""
			if name == "x.go" {
				how = " [understood]"
			}
			want := "ada vote C/ada/" + name + c.notes + how + "\nada append missing\n"
			assert.Equal(t, want, lines(found.Entries), "%q", c.text)
			assert.Equal(t, plain, string(found.Entries[0].Source), "%q", c.text)
		}
	}
	found := read(asFolder(t, "C", []given{{name: "ada/vote.go", when: noon}}))
	assert.Equal(t, "ada vote C/ada/vote.go [empty]\nada append missing\n", lines(found.Entries))
}

func TestNamesInArchives(t *testing.T) {
	for name, want := range map[string]string{
		"J\x94rg/vote.go":     "Jörg vote C.zip/Jörg/vote.go [name-encoding]", // of the first PCs
		"J\xf6rg/vote.go":     "Jörg vote C.zip/Jörg/vote.go [name-encoding]", // Latin-1
		"Jörg/vote.go":        "Jörg vote C.zip/Jörg/vote.go",
		`J\vote.go`:           "J vote C.zip/J/vote.go",
		"a\u202eb/vote.go":    "ab vote C.zip/ab/vote.go",
		"a\x1b[2Jb/./vote.go": "a [2Jb vote C.zip/a [2Jb/vote.go",
	} {
		text := rule("vote.go")
		header := &zip.FileHeader{
			Name: name, CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(len(text)),
			CRC32: crc32.ChecksumIEEE([]byte(text)),
		}
		input := asFile(t, "C.zip", raw(t, map[*zip.FileHeader]string{header: text}))
		first, _, _ := strings.Cut(lines(read(input).Entries), "\n")
		assert.Equal(t, want, first, "%q", name)
	}
}

// TestNamesThatLookAlike: students whose names look the same once they are made plain are not mixed.
func TestNamesThatLookAlike(t *testing.T) {
	found := read(asFolder(t, "C", tree("ab/vote.go\na\u202eb/append.go")))
	assert.Equal(t, trimmed(`
		ab vote C/ab/vote.go
		ab append missing
		ab (2) vote missing [looks-alike]
		ab (2) append C/ab/append.go [looks-alike]
	`), lines(found.Entries))
}

func TestLate(t *testing.T) {
	files := tree("ada/vote.go @1m\nada/append.go")
	due := intake.Options{Exercises: exercises("vote", "append"), Due: noon.Add(30 * time.Second)}
	found := intake.Read(context.Background(), []string{asFolder(t, "C", files)}, due)
	assert.Equal(t, "ada vote C/ada/vote.go late [late]\nada append C/ada/append.go\n", lines(found.Entries))
	assert.Equal(t, "the time of the file, which a copy may have changed, is 2026-10-01 12:01:00 UTC, "+
		"and the deadline was 2026-10-01 12:00:30 UTC", found.Entries[0].Notes[0].Text)
	assert.Equal(t, noon.Add(time.Minute), found.Entries[0].Handed.UTC())

	files = tree(metadata + "\nsubmission_1/vote.go\nsubmission_2/vote.go")
	found = intake.Read(context.Background(), []string{asFolder(t, "C", files)}, due)
	assert.True(t, found.Entries[6].Late, found.Text())
	assert.Equal(t, "it was handed in at 2026-10-01 17:30:00 UTC, and the deadline was 2026-10-01 12:00:30 UTC",
		found.Entries[6].Notes[0].Text)
	assert.False(t, found.Entries[4].Late)
	assert.Equal(t, "2026-10-01T10:30:00.123456Z", found.Entries[4].Handed.Format(time.RFC3339Nano))
}

// TestStopped: a run that is stopped reads no more, and says so in each row.
func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	folder := asFolder(t, "C", tree("ada/vote.go"))
	found := intake.Read(ctx, []string{folder}, intake.Options{Exercises: exercises("vote")})
	assert.Equal(t, "ada vote unreadable\n", lines(found.Entries))
	assert.Contains(t, found.Text(), "this run was stopped")
}
