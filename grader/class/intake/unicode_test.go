package intake_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class/intake"
)

// One name in both forms of Unicode: with each letter as one character, and with its mark as another.
const (
	zoe        = "Zo\u00eb \u00c5ngstr\u00f6m"
	decomposed = "Zoe\u0308 A\u030angstro\u0308m"
)

// TestBothFormsOfANameAreOneStudent: some systems compose letters, and others do not.
func TestBothFormsOfANameAreOneStudent(t *testing.T) {
	require.NotEqual(t, zoe, decomposed)
	files := tree(zoe + "/vote.go\n" + decomposed + "/append.go\nbo/vote.go")
	for name, path := range map[string]string{
		"C": asFolder(t, "C", files), "C.zip": asFile(t, "C.zip", zipped(t, files)),
		"C.tar.gz": asFile(t, "C.tar.gz", tarred(t, files)),
	} {
		found := read(path)
		assert.Equal(t, trimmed(`
			`+zoe+` vote `+name+`/`+zoe+`/vote.go
			`+zoe+` append `+name+`/`+zoe+`/append.go
			bo vote `+name+`/bo/vote.go
			bo append missing
		`), lines(found.Entries))
		assert.Empty(t, found.Unplaced)
	}
}

// TestAMappingMayHaveAnyFormOfAName: whoever writes it copies the name from anywhere.
func TestAMappingMayHaveAnyFormOfAName(t *testing.T) {
	mapping := intake.Mapping{
		Files:    map[string]intake.Rule{"C/" + decomposed + ".go": {Student: decomposed, Exercise: "vote"}},
		Students: map[string]intake.Person{decomposed: {Name: "Z"}},
	}
	options := intake.Options{Exercises: exercises("vote"), Mapping: mapping}
	path := asFolder(t, "C", tree(zoe+".go: package main\nada/vote.go"))
	found := intake.Read(context.Background(), []string{path}, options)
	assert.Equal(t, zoe+" vote C/"+zoe+".go [mapped]\nada vote C/ada/vote.go\n", lines(found.Entries))
	assert.Equal(t, "Z", found.Entries[0].Student.Name)
	assert.Empty(t, found.Unplaced)
}

// TestGradescopeNamesFoldersInAnyForm: the file about the submissions and the archive may differ.
func TestGradescopeNamesFoldersInAnyForm(t *testing.T) {
	about := `submission_metadata.yml: ---\n` + zoe + `:\n  :submitters:\n  - :name: ` + decomposed + `\n`
	found := read(asFolder(t, "C", tree(about+"\n"+decomposed+"/vote.go")))
	assert.Equal(t, zoe+" vote C/"+zoe+"/vote.go\n"+zoe+" append missing\n", lines(found.Entries))
}

// TestBlackboardNamesNoTimeZone: a person compares the times with the deadline.
func TestBlackboardNamesNoTimeZone(t *testing.T) {
	path := asFolder(t, "C", tree("HW_ada_attempt_2026-10-01-23-59-59_vote.go"))
	due := intake.Options{Exercises: exercises("vote"), Due: noon.Add(time.Hour)}
	found := intake.Read(context.Background(), []string{path}, due)
	assert.Equal(t, "ada vote C/HW_ada_attempt_2026-10-01-23-59-59_vote.go [other-clock]\n", lines(found.Entries))
	assert.Equal(t, "handed in at 2026-10-01 23:59:59 by the clock of Blackboard, whose time zone is not known: "+
		"compare it with the deadline", found.Entries[0].Notes[0].Text)
}
