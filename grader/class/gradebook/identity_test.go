package gradebook_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/class"
	seeds "raftlab/grader/class/assignment"
	"raftlab/grader/class/gradebook"
	"raftlab/grader/class/grading"
	"raftlab/grader/class/intake"
	"raftlab/grader/judges"
)

// TestTheSameSeedsThereAndHere: Gradescope's autograder and an export of Gradescope give a student the same final
// seeds, and all students of a group.
func TestTheSameSeedsThereAndHere(t *testing.T) {
	submissions := map[string]struct {
		export, metadata string
		students         []string
	}{
		"submission_1": {
			"  - :name: Amara Okafor\n    :sid: '031'\n    :email: Amara@example.org\n",
			`{"users": [{"email": "amara@Example.org", "id": 17, "name": "Amara Okafor"}]}`,
			[]string{"amara@example.org"},
		},
		"submission_2": { // a group
			"  - :name: Zoë\n    :sid: '001'\n    :email: zoe@example.org\n  - :name: Bo\n    :email: bo@example.org\n",
			`{"users": [{"email": "zoe@example.org", "id": 3}, {"email": "bo@example.org", "id": 4}]}`,
			[]string{"zoe@example.org", "bo@example.org"},
		},
		"submission_3": { // nothing but a name, in two forms of Unicode
			"  - :name: Zoe\u0308 \u00c5ngstr\u00f6m\n    :sid: ''\n    :email:\n",
			`{"users": [{"email": "", "id": 9, "name": "Zo\u00eb A\u030angstro\u0308m"}]}`,
			[]string{"Zo\u00eb \u00c5ngstr\u00f6m"},
		},
	}
	folder, text := t.TempDir(), "---\n"
	for name, s := range submissions {
		text += name + ":\n  :submitters:\n" + s.export
		require.NoError(t, os.Mkdir(filepath.Join(folder, name), 0o755))
		code := []byte("package vote\n\nfunc HandleRequestVote() {}\n")
		require.NoError(t, os.WriteFile(filepath.Join(folder, name, "vote.go"), code, 0o644))
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, "submission_metadata.yml"), []byte(text), 0o644))
	judge, _ := judges.Find("vote")
	found := intake.Read(t.Context(), []string{folder}, intake.Options{Exercises: []grader.About{judge.About()}})
	a := class.Assignment{
		Secret: "0123456789abcdef", Exercises: []class.Assigned{{ID: "vote", Points: 10}}, Schedules: 3,
	}
	here := map[string]uint64{}
	for _, row := range grading.Plan(a, found, grader.BuildJSON{}).Rows {
		here[row.Student.ID] = row.Seed
	}
	require.Len(t, here, 4)
	different := map[uint64]bool{}
	for name, s := range submissions {
		student, err := gradebook.Submitter("gradescope", []byte(s.metadata))
		require.NoError(t, err)
		there := seeds.Seed(a, student, "vote")
		different[there] = true
		for _, id := range s.students {
			assert.Equal(t, there, here[id], "%s: %s", name, id)
		}
	}
	assert.Len(t, different, 3, "and others have other seeds")
}

// handed is what some students handed in for vote.
func handed(students ...class.Student) *intake.Found {
	var found intake.Found
	for _, s := range students {
		found.Entries = append(found.Entries, class.Entry{Student: s, Exercise: "vote"})
	}
	return &found
}

// absent are the IDs of those who handed in nothing.
func absent(found *intake.Found) []string {
	ids := []string{}
	for _, e := range found.Entries {
		if e.Problem != nil && e.Problem.Code == class.Missing {
			ids = append(ids, e.Student.ID+" "+e.Student.Name)
		}
	}
	return ids
}

const canvasRoster = "Student,ID,SIS User ID,SIS Login ID,Section,Vote (1)\n    Points Possible,,,,,10\n" +
	"\"Okafor, Amara\",1001,S1,amara,Lab,\n\"Lind, Bo\",1002,S2,bo,Lab,\n\"Lind, Bo\",1003,S3,bo2,Lab,\n"

// TestRosters: whoever is in a roster and handed in nothing gets a row, whichever gradebook it is of.
func TestRosters(t *testing.T) {
	for name, one := range map[string]struct {
		roster string
		handed []class.Student
		absent []string
	}{
		"Canvas": {canvasRoster, []class.Student{{ID: "1002"}}, []string{"1001 Amara Okafor", "1003 Bo Lind"}},
		"Canvas, by a number": {
			canvasRoster, []class.Student{{ID: "x@y", Number: "S2"}, {ID: "Amara Okafor"}}, []string{"1003 Bo Lind"},
		},
		"Moodle": {
			"Identifier,Full name,Grade,Last modified (grade)\nParticipant 7,Amara Okafor,,\nParticipant 8,Bo Lind,,\n",
			[]class.Student{{ID: "7", Name: "Amara Okafor"}}, []string{"8 Bo Lind"},
		},
		"Moodle in Danish": {
			"Identifikator,Navn,Karakter\nDeltager 7,Amara Okafor,\nDeltager 8,Bo Lind,\n",
			[]class.Student{{ID: "7", Name: "Amara Okafor"}}, []string{"8 Bo Lind"},
		},
		"Gradescope": {
			"First Name,Last Name,SID,Email\nAmara,Okafor,031,Amara@example.org\nZoe\u0308,Lind,032,zoe@example.org\n",
			[]class.Student{{ID: "amara@example.org"}}, []string{"zoe@example.org Zo\u00eb Lind"},
		},
		"Classroom": {
			"username,first_name,last_name,email\nada,Ada,L,ada@example.org\nbo,Bo,Lind,bo@example.org\n",
			[]class.Student{{ID: "ada"}}, []string{"bo Bo Lind"},
		},
		"nobody is missing": {"Name\nZo\u00eb\n", []class.Student{{ID: "Zoe\u0308"}}, []string{}},
	} {
		roster, err := gradebook.ReadRoster([]byte(one.roster))
		require.NoError(t, err, name)
		found := handed(one.handed...)
		roster.Add(found, []string{"vote"})
		assert.Equal(t, one.absent, absent(found), name)
		assert.Empty(t, found.Unplaced, name)
		assert.Empty(t, found.Left, name)
	}
}

// TestRostersDecideNothingThatIsNotSure: a name that two students have is a person's to look at.
func TestRostersDecideNothingThatIsNotSure(t *testing.T) {
	roster, err := gradebook.ReadRoster([]byte(canvasRoster))
	require.NoError(t, err)
	found := handed(class.Student{ID: "Bo Lind"}, class.Student{ID: "guest"})
	roster.Add(found, []string{"vote", "append"})
	assert.Equal(t, []string{"1001 Amara Okafor", "1001 Amara Okafor"}, absent(found), "a row for each exercise")
	require.Len(t, found.Unplaced, 1)
	assert.Equal(t, "Bo Lind may be several in the roster, and is taken for all of them: give the right ID with "+
		"--mapping", found.Unplaced[0].Problem.Text)
	require.Len(t, found.Left, 1)
	assert.Equal(t, "guest handed in, and is not in the roster", found.Left[0].Text)
	for text, says := range map[string]string{
		"": "the file is empty", "Colour,Shoe\nred,42\n": "no column says who is in the class",
		"Name,Email\n": "nobody is in it", "PK\x03\x04": "perhaps a workbook",
	} {
		_, err := gradebook.ReadRoster([]byte(text))
		assert.ErrorContains(t, err, says)
	}
}
