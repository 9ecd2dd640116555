package intake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const metadata = `submission_metadata.yml: ---\n` +
	`submission_1:\n  :submitters:\n  - :name: Ada Lovelace\n    :sid: '100'\n` +
	`    :email: ada@example.edu\n  :created_at: 2026-10-01 10:30:00.123456000 Z\n  :history:\n  - :id: 7\n` +
	`    :created_at: 2025-01-01 00:00:00 Z\nsubmission_2:\n  :submitters:\n  - :name: Bo\n    :sid: ''\n` +
	`    :email: bo@example.edu\n  - :name: "Cy \"C\""\n    :sid: "300"\n  :created_at: 2026-10-01T10:30:00-07:00\n` +
	`submission_3:\n  :submitters:\n  - :name: Di\n    :sid: "400"\n`

const scores = `scores.csv: username,first_name,last_name,datetime,late\n` +
	`ada,Ada,L,2026-10-01T10:30:00Z,true\nlee,Lee,,,\nann-lee,Ann,Lee,,`

// shapes are classes as they come, each with what is understood. C stands for the name of the input.
var shapes = []struct{ name, files, shape, want string }{
	{"a folder for each student", `
		ada/vote.go
		ada/append.go
		bo/vote.go
		cy/
	`, "a folder for each student", `
		ada vote C/ada/vote.go
		ada append C/ada/append.go
		bo vote C/bo/vote.go
		bo append missing
		cy vote missing
		cy append missing
	`},
	{"in folders that wrap it", `
		__MACOSX/class/._ada: x
		export/class/ada/vote.go
		export/class/bo/vote.go
		export/class/.DS_Store: x
	`, "a folder for each student", `
		ada vote C/export/class/ada/vote.go
		ada append missing
		bo vote C/export/class/bo/vote.go
		bo append missing
	`},
	{"folders in folders", `
		ada/homework/vote/main.go
		ada/homework/append/append.go
		bo/exercises/vote/vote.go
		bo/exercises/vote/doc.go: package vote
		bo/exercises/vote/vote_test.go
		bo/exercises/vote/solution/vote.go
		bo/grader/mutants/vote.go
		bo/vendor/raftlab/exercises/vote/vote.go
	`, "a folder for each student", `
		ada vote C/ada/homework/vote/main.go [understood]
		ada append C/ada/homework/append/append.go
		bo vote C/bo/exercises/vote/vote.go
		bo append missing
	`},
	{"flat files", `
		ada-vote.go
		append_ada.go
		Bo B - vote (1).go
		cy.go: package vote\n\nfunc HandleRequestVote() {}
		vote_4711.go
		student-01-vote.go
		student-02-vote.go
		README.txt: Please grade these.
	`, "flat files, with the student in each name", `
		4711 vote C/vote_4711.go [understood]
		4711 append missing
		Bo B vote C/Bo B - vote (1).go [understood]
		Bo B append missing
		ada vote C/ada-vote.go [understood]
		ada append C/append_ada.go [understood]
		cy vote C/cy.go [understood]
		cy append missing
		student-01 vote C/student-01-vote.go [understood]
		student-01 append missing
		student-02 vote C/student-02-vote.go [understood]
		student-02 append missing
	`},
	{"Moodle, with folders", `
		Ada Lovelace_123_assignsubmission_file/vote.go
		Ada Lovelace_123_assignsubmission_file/sub/append.go
		Bo B_124_assignsubmission_file_/Vote(1).go
		Cy C_125_assignsubmission_onlinetext/onlinetext.html: <p>vote</p>
		Participant_126_assignsubmission_file/vote.go.txt
	`, "an export of Moodle", `
		123 vote C/Ada Lovelace_123_assignsubmission_file/vote.go
		123 append C/Ada Lovelace_123_assignsubmission_file/sub/append.go
		124 vote C/Bo B_124_assignsubmission_file_/Vote(1).go
		124 append missing
		125 vote unreadable
		125 append unreadable
		126 vote C/Participant_126_assignsubmission_file/vote.go.txt
		126 append missing
	`},
	{"Moodle, flat", `
		Ada Lovelace_123_assignsubmission_file_vote.go
		Ada Lovelace_123_assignsubmission_file_append.txt
		Bo B_124_assignsubmission_file_Cy_9_assignsubmission_file_vote.go
		Default group_assignsubmission_file_vote.go
	`, "an export of Moodle", `
		123 vote C/Ada Lovelace_123_assignsubmission_file_vote.go
		123 append C/Ada Lovelace_123_assignsubmission_file_append.txt
		124 vote C/Bo B_124_assignsubmission_file_Cy_9_assignsubmission_file_vote.go [understood]
		124 append missing
		Default group vote C/Default group_assignsubmission_file_vote.go
		Default group append missing
	`},
	{"Canvas", `
		lovelaceada_123_4560_vote.go @5m
		lovelaceada_123_4561_vote-1.go
		bob_LATE_124_4600_vote.go
		bob_late_124_4601_append.go
		cyc_125_text.html: <p>vote</p>
		anon_Xy7Z_4610_vote.go
		LATE_anon_Qq1_4611_vote-2.go
	`, "an export of Canvas", `
		123 vote C/lovelaceada_123_4561_vote-1.go [newest-taken]
		123 append missing
		124 vote C/bob_LATE_124_4600_vote.go late [late]
		124 append C/bob_late_124_4601_append.go late [late]
		125 vote unreadable
		125 append unreadable
		Qq1 vote C/LATE_anon_Qq1_4611_vote-2.go late [late]
		Qq1 append missing
		Xy7Z vote C/anon_Xy7Z_4610_vote.go
		Xy7Z append missing
	`},
	{"Gradescope", metadata + `
		submission_1/vote.go
		submission_2/append.go
		submission_9/vote.go
	`, "an export of Gradescope", `
		300 vote missing
		300 append C/submission_2/append.go [group]
		400 vote missing
		400 append missing
		ada@example.edu vote C/submission_1/vote.go
		ada@example.edu append missing
		bo@example.edu vote missing
		bo@example.edu append C/submission_2/append.go [group]
	`},
	{"Gradescope, in its folder", strings.NewReplacer("submission_metadata", "assignment_9_export/submission_metadata").
		Replace(metadata) + `
		assignment_9_export/submission_1/vote.go
		assignment_9_export/submission_3/main.go: package main\n\nfunc HandleAppendEntries() {}
	`, "an export of Gradescope", `
		300 vote missing
		300 append missing
		400 vote missing
		400 append C/assignment_9_export/submission_3/main.go [understood]
		ada@example.edu vote C/assignment_9_export/submission_1/vote.go
		ada@example.edu append missing
		bo@example.edu vote missing
		bo@example.edu append missing
	`},
	{"Blackboard", `
		Raft part one_ada_attempt_2026-10-01-10-00-00_vote.go
		Raft part one_ada_attempt_2026-10-01-10-00-00_append.go
		Raft part one_ada_attempt_2026-10-01-10-00-00.txt: Name: Ada Lovelace (ada)\nAssignment: Raft part one\n
		Raft part one_ada_attempt_2026-10-02-09-00-00_vote.go
		Raft part one_ada_attempt_2026-10-02-09-00-00.txt: Name: Ada Lovelace (ada)\n
		Raft part one_bo_lind_attempt_2026-10-01-23-59-59_work.zip: ` + "PK" + `
		Raft part one_bo_lind_attempt_2026-10-01-23-59-59.txt: \nNavn: Bo Lind (bo_lind)\nOpgave: x\n
		Raft part one_cy_attempt_2026-10-01-12-00-00.txt: Name: Cy (somebody else)
		Raft part one_dee_attempt_2026-10-01-12-00-00_main.go: package vote\n\nfunc HandleRequestVote() {}
	`, "an export of Blackboard", `
		ada vote C/Raft part one_ada_attempt_2026-10-02-09-00-00_vote.go [newest-taken]
		ada append C/Raft part one_ada_attempt_2026-10-01-10-00-00_append.go
		bo_lind vote unreadable
		bo_lind append unreadable
		cy vote missing
		cy append missing
		dee vote C/Raft part one_dee_attempt_2026-10-01-12-00-00_main.go [understood]
		dee append missing
	`},
	{"Classroom 50", scores + `
		cs-raft-ada/exercises/vote/vote.go
		cs-raft-ada/.git/HEAD: x
		cs-raft-ann-lee/exercises/append/append.go
	`, "a download of Classroom 50", `
		ada vote C/cs-raft-ada/exercises/vote/vote.go late [late]
		ada append missing
		ann-lee vote missing
		ann-lee append C/cs-raft-ann-lee/exercises/append/append.go
		lee vote missing
		lee append missing
	`},
	{"GitHub Classroom", `
		raft-submissions/raft-ada/exercises/vote/vote.go
		raft-submissions/raft-bo/exercises/vote/vote.go
	`, "a repository for each student", `
		ada vote C/raft-submissions/raft-ada/exercises/vote/vote.go
		ada append missing
		bo vote C/raft-submissions/raft-bo/exercises/vote/vote.go
		bo append missing
	`},
	{"repositories with a common beginning", `
		go.mod: module x
		hw-vote-ada/go.mod: module x
		hw-vote-ada/vote.go
		hw-vote-bo/go.mod: module x
		hw-vote-bo/vote.go
	`, "a repository for each student", `
		ada vote C/hw-vote-ada/vote.go
		ada append missing
		bo vote C/hw-vote-bo/vote.go
		bo append missing
	`},
	{"a folder for each exercise", `
		vote/ada.go
		vote/bo/main.go: package main\n\nfunc main() {}
		append/ada/append.go
	`, "a folder for each student, flat files, with the student in each name", `
		ada vote C/vote/ada.go [understood]
		ada append C/append/ada/append.go
		bo vote C/vote/bo/main.go [understood]
		bo append missing
	`},
	{"one student's own", `
		vote.go
		append.go
		README.md: x
	`, "the folder of one student", `
		C vote C/vote.go
		C append C/append.go
	`},
	{"one student's checkout", `
		go.mod: module x
		exercises/vote/vote.go
		exercises/append/append.go
	`, "the folder of one student", `
		C vote C/exercises/vote/vote.go
		C append C/exercises/append/append.go
	`},
	{"exercises in the names of folders", `
		ada-vote/solution.go: package main\n\nfunc main() {}
		ada_append/x.go
		Max Reads/vote.go
	`, "a folder for each student", `
		Max Reads vote C/Max Reads/vote.go
		Max Reads append missing
		ada vote C/ada-vote/solution.go [understood]
		ada append C/ada_append/x.go [understood]
	`},
	{"exports side by side", `
		Export vote/Ada L_11_assignsubmission_file/main.go: package main\n\nfunc main() {}
		Export append/Ada L_21_assignsubmission_file/append.go
	`, "an export of Moodle", `
		21 vote C/Export vote/Ada L_11_assignsubmission_file/main.go [joined] [understood]
		21 append C/Export append/Ada L_21_assignsubmission_file/append.go [joined]
	`},
	{"two of one name", `
		ada/vote.go
		ada/vote-1.go @10m
		bo/vote.go
		bo/vote(2).go
		bo/vote (10).go
		cy/a/vote.go
		cy/b/vote.go
	`, "a folder for each student", `
		ada vote C/ada/vote-1.go [newest-taken]
		ada append missing
		bo vote C/bo/vote (10).go [newest-taken]
		bo append missing
		cy vote C/cy/b/vote.go [newest-taken]
		cy append missing
	`},
	{"names that say little", `
		ada/solution.go: package vote\n\nfunc HandleRequestVote() {}
		ada/main.go: package main\n\nfunc HandleAppendEntries() {}
		ada/notes.txt: I did my best with vote.
		ada/other.go: package main\n\nfunc main() {}
		bo/vote.txt: Dear instructor, I could not.
		bo/append.go: package vote\n\nfunc HandleRequestVote() {}
	`, "a folder for each student", `
		ada vote C/ada/solution.go [understood]
		ada append C/ada/main.go [understood]
		bo vote missing
		bo append C/bo/append.go [other-package]
	`},
}

func TestShapes(t *testing.T) {
	for _, shape := range shapes {
		files := tree(shape.files)
		inputs := map[string]string{
			"C": asFolder(t, "C", files), "C.zip": asFile(t, "C.zip", zipped(t, files)),
			"C.tar.gz": asFile(t, "C.tar.gz", tarred(t, files)),
		}
		for name, input := range inputs {
			want := strings.ReplaceAll(trimmed(shape.want), " C/", " "+name+"/")
			if name != "C" {
				// An empty folder stands in no archive of these.
				files = slices.DeleteFunc(files, func(g given) bool { return strings.HasSuffix(g.name, "/") })
			}
			found := read(input)
			assert.Equal(t, want, lines(found.Entries), "%s, as %s\n%s", shape.name, name, found.Text())
			assert.Equal(t, shape.shape, found.Shape, "%s, as %s", shape.name, name)
			for _, e := range found.Entries {
				assert.Equal(t, e.Problem == nil, e.Source != nil, "%s, as %s: %v", shape.name, name, e)
			}
		}
	}
}
