package gradebook_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class"
	"raftlab/grader/class/gradebook"
)

// fillIn fills in a file, and gives it and what the notes say.
func fillIn(t *testing.T, c *class.Class, target, file string, names map[string]string) (string, string) {
	t.Helper()
	exported, err := gradebook.Export(c, target, gradebook.Options{Template: []byte(file), Names: names})
	require.NoError(t, err)
	return string(exported.Files[target+".csv"]), exported.Text()
}

// only is a class with the rows of some students.
func only(students ...class.Student) *class.Class {
	c := graded()
	c.Rows = slices.DeleteFunc(c.Rows, func(r class.Row) bool { return !slices.Contains(students, r.Student) })
	for _, s := range students {
		if !slices.ContainsFunc(c.Rows, func(r class.Row) bool { return r.Student == s }) {
			for _, r := range graded().Rows[:2] { // Amara's
				r.Student = s
				c.Rows = append(c.Rows, r)
			}
		}
	}
	return c
}

const canvasHead = "Student,ID,SIS User ID,SIS Login ID,Section,Vote and append (4711)\n"

// TestOnlyGradesChange: every byte of the instructor's file but those of a grade stays, whatever the file looks like.
func TestOnlyGradesChange(t *testing.T) {
	for name, change := range map[string]func(string) string{
		"unchanged":  func(s string) string { return s },
		"no mark":    func(s string) string { return strings.TrimPrefix(s, "\ufeff") },
		"semicolons": func(s string) string { return swap(s, ',', ';') },
		"LF":         func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") },
		"CR":         func(s string) string { return strings.ReplaceAll(s, "\r\n", "\r") },
		"no end":     func(s string) string { return strings.TrimRight(s, "\r\n") },
		"empty line": func(s string) string { return s + "\r\n\r\n" },
	} {
		before := change(string(templateFor(t, "canvas").Template))
		after, _ := fillIn(t, graded(), "canvas", before, nil)
		assert.Equal(t, cellsOf(t, before, 6), cellsOf(t, after, 6), "%s: other columns", name)
		want := change(strings.NewReplacer(
			`Monday",,,88.5`, `Monday",,30,88.5`, `lines",12.00`, `lines",6`, "wchen,Lab B,,", "wchen,Lab B,,0",
		).Replace(string(templateFor(t, "canvas").Template)))
		assert.Equal(t, want, after, name)
	}
}

// swap exchanges the separator outside of quotes.
func swap(s string, old, with byte) string {
	out, quoted := []byte(s), false
	for i := range out {
		if out[i] == '"' {
			quoted = !quoted
		}
		if out[i] == old && !quoted {
			out[i] = with
		}
	}
	return string(out)
}

// cellsOf are the cells as a reader of Go's library has them, without one column.
func cellsOf(t *testing.T, file string, without int) [][]string {
	t.Helper()
	reader := csv.NewReader(bytes.NewReader([]byte(strings.ReplaceAll(file, "\r", "\n"))))
	reader.FieldsPerRecord = -1
	if strings.Contains(file, ";ID;") {
		reader.Comma = ';'
	}
	rows, err := reader.ReadAll()
	require.NoError(t, err)
	for i := range rows {
		if without < len(rows[i]) {
			rows[i] = slices.Delete(rows[i], without, without+1)
		}
	}
	return rows
}

func TestWhoIsFound(t *testing.T) {
	for name, one := range map[string]struct {
		student class.Student
		lines   string
		want    string // the line that gets 30 points, "" for none
		says    string
	}{
		"by the ID":       {amara, "Okafor Amara,1001,,,A,\nX,1002,,,A,\n", "Okafor Amara,1001,,,A,30", ""},
		"by the SIS user": {class.Student{ID: "s1"}, "X,1,S1,,A,\nY,2,s2,,A,\n", "X,1,S1,,A,30", ""},
		"by the login":    {class.Student{ID: "AO@X.org"}, "X,1,,ao@x.org,A,\n", "X,1,,ao@x.org,A,30", ""},
		"by the name": {class.Student{ID: "folder 7", Name: "Amara Okafor"}, "\"Okafor, Amara\",1,,,A,\n",
			"\"Okafor, Amara\",1,,,A,30", ""},
		"by the name of the folder": {class.Student{ID: "okafor-amara"}, "\"Okafor, Amara\",1,,,A,\n",
			"\"Okafor, Amara\",1,,,A,30", ""},
		"the ID before the name": {amara, "\"Okafor, Amara\",7,,,A,\nX,1001,,,A,\n", "X,1001,,,A,30",
			"Amara Okafor (1001) was found by the ID and is \"X\" there"},
		"the name decides between two IDs": {amara, "\"Okafor, Amara\",7,1001,,A,\nX,1001,,,A,\n",
			"\"Okafor, Amara\",7,1001,,A,30", ""},
		"two IDs": {class.Student{ID: "1001"}, "X,7,1001,,A,\nY,1001,,,A,\n", "", "1001 may be X or Y there"},
		"two of one name": {class.Student{ID: "a", Name: "Amara Okafor"},
			"\"Okafor, Amara\",7,,,A,\n\"Okafor, Amara\",8,,,A,\n", "", "may be Amara Okafor or Amara Okafor there"},
		"digits that differ":      {class.Student{ID: "1001"}, "X,01001,,,A,\nY,1,,,A,\n", "", "is not in the file"},
		"an empty cell is nobody": {class.Student{ID: " "}, "X,,,,A,\n", "", "is not in the file"},
		"no letters are no name":  {class.Student{ID: "--"}, "\"..\",5,,,A,\n", "", "-- is not in the file"},
	} {
		after, notes := fillIn(t, only(one.student), "canvas", canvasHead+one.lines, nil)
		var got []string
		for _, line := range strings.Split(after, "\n") {
			if strings.HasSuffix(line, ",30") {
				got = append(got, line)
			}
		}
		if one.want == "" {
			assert.Empty(t, got, name)
		} else {
			assert.Equal(t, []string{one.want}, got, name)
		}
		assert.Contains(t, notes, one.says, name)
	}
}

// TestNobodyGetsTheGradeOfAnother: two students who would be one line get nothing, and are named.
func TestNobodyGetsTheGradeOfAnother(t *testing.T) {
	first, second := class.Student{ID: "1001"}, class.Student{ID: "x", Name: "Amara Okafor"}
	after, notes := fillIn(t, only(first, second), "canvas", canvasHead+"\"Okafor, Amara\",1001,,,A,\n", nil)
	assert.Equal(t, canvasHead+"\"Okafor, Amara\",1001,,,A,\n", after)
	assert.Contains(t, notes, "1001 and Amara Okafor would all be Amara Okafor there, and have no grade")
}

func TestWhichColumnOfCanvas(t *testing.T) {
	head := "Student,ID,SIS Login ID,Section,vote (1),Append what the leader sends (2),Other (3),Other (4),Sum (5)\n" +
		"Points Possible,,,,10,25,1,1,(read only)\n"
	line := "X,1001,,A,,,,,\n"
	after, notes := fillIn(t, only(amara), "canvas", head+line, nil)
	assert.Equal(t, head+"X,1001,,A,10,20,,,\n", after)
	assert.Contains(t, notes, `The column "vote (1)" gets the points of vote, 10 at most`)
	assert.Contains(t, notes, `"Append what the leader sends (2)" counts 25 points there, and append gives 20`)

	after, _ = fillIn(t, only(amara), "canvas", head+line, map[string]string{"": "4", "append": "VOTE"})
	assert.Equal(t, head+"X,1001,,A,20,,,30,\n", after)

	for _, wrong := range []struct {
		names map[string]string
		says  string
	}{
		{map[string]string{"": "Other"}, `2 columns are "Other"`},
		{map[string]string{"": "Vite (1)"}, `0 columns are "Vite (1)"; did you mean "vote (1)"?; there are vote (1), `},
		{map[string]string{"": "Section"}, `0 columns are "Section"`},
		{map[string]string{"vot": "vote"}, `the assignment has no exercise "vot"`},
		{map[string]string{"vote": "1", "append": "vote (1)"}, "is named twice"},
		{map[string]string{"": "Sum"}, `the column "Sum (5)" is read only there`},
	} {
		_, err := gradebook.Export(only(amara), "canvas", gradebook.Options{
			Template: []byte(head + line), Names: wrong.names,
		})
		assert.ErrorContains(t, err, wrong.says)
	}
}

func TestAFileThatIsNoGradebookIsReported(t *testing.T) {
	for file, says := range map[string]string{
		"":                                  "Canvas needs the gradebook that Canvas exports",
		"\n\n":                              "the file is empty",
		"name,points\nX,1\n":                `its first row has to begin with Student and ID; it has "name", "points"`,
		"Student,ID,Login,Vote (1)\n":       "it has no column Section",
		"Student,ID,SIS Login ID,Section\n": "no column has the title of the assignment",
		"Student,ID,SIS Login ID,Section,Vote and append\n": "none with a number, such as",
		"Student,\"ID":            "line 1: a value in quotes does not end",
		"a\n\"x\"y,\n":            "line 2: a value goes on behind its quotes",
		"\xff\xfeS\x00t\x00":      "the file is not in UTF-8",
		"Student,ID\nJos\xe9,1\n": "the file is not in UTF-8",
		"PK\x03\x04":              "perhaps a workbook",
		canvasHead[:len(canvasHead)-1] + ",vote and append (9)\n": "several columns have the title of the assignment",
	} {
		_, err := gradebook.Export(graded(), "canvas", gradebook.Options{Template: []byte(file)})
		assert.ErrorContains(t, err, says, "%q", file)
	}
}

func TestWhatStandsThereIsKept(t *testing.T) {
	for cell, want := range map[string]string{
		"": "30", "7": "30", "30.00": "30.00", "30": "30", "\"30,00\"": "\"30,00\"", "EX": "EX", "ex": "ex",
		"N/A": "N/A",
		"-":   "30", "300": "30",
	} {
		after, _ := fillIn(t, only(amara), "canvas", canvasHead+"X,1001,,,A,"+cell+"\n", nil)
		assert.Equal(t, canvasHead+"X,1001,,,A,"+want+"\n", after, "%q", cell)
	}
	after, notes := fillIn(t, only(amara), "canvas", canvasHead+"X,1001,,,A\n", nil)
	assert.Equal(t, canvasHead+"X,1001,,,A\n", after)
	assert.Contains(t, notes, "The line of Amara Okafor is too short")
}

func TestMoodleInAnotherLanguage(t *testing.T) {
	file := "ID;\"Vollständiger Name\";Status;Bewertung;Bestwertung;Zuletzt\n" +
		"Teilnehmer/in 1001;Amara Okafor;;;30,00;-\nTeilnehmer/in 1002;Bo Lindqvist;;;30,00;-\n"
	_, err := gradebook.Export(graded(), "moodle", gradebook.Options{Template: []byte(file)})
	assert.ErrorContains(t, err, "no column is called “Grade”; if the worksheet is in another language")
	after, notes := fillIn(t, only(amara, class.Student{ID: "x", Name: "Lindqvist Bo"}), "moodle", file,
		map[string]string{"": "bewertung"})
	assert.Equal(t, strings.ReplaceAll(file, ";;;30", ";;30;30"), after)
	assert.NotContains(t, notes, "not in the file")
}

func TestMoodleHasItsOwnLimits(t *testing.T) {
	head := "Identifier,Full name,Grade,Maximum Grade,Grade can be changed,Last modified (grade)\n"
	line := func(maximum string) string { return head + "Participant 1001,Amara Okafor,," + maximum + ",Yes,-\n" }
	for maximum, says := range map[string]string{
		"10.00":   "the maximum grade there is 10.00, and this assignment gives 30: Moodle would leave out",
		"29.5":    "the maximum grade there is 29.5",
		`"29,50"`: "the maximum grade there is 29,50",
		"Good":    `the assignment there uses a scale, with "Good"`,
	} {
		_, err := gradebook.Export(only(amara), "moodle", gradebook.Options{Template: []byte(line(maximum))})
		assert.ErrorContains(t, err, says, maximum)
	}
	after, notes := fillIn(t, only(amara), "moodle", line("100.00"), nil)
	assert.Contains(t, after, "Okafor,30,100.00")
	assert.Contains(t, notes, "The maximum grade there is 100.00, and this assignment gives 30")
	after, _ = fillIn(t, only(amara), "moodle", line("10.00"), map[string]string{"vote": "Grade"})
	assert.Contains(t, after, "Okafor,10,10.00")

	for _, wrong := range []struct{ file, says string }{
		{strings.ReplaceAll(line("30"), "Last modified (grade)", "Note"), "“Last modified (grade)” is missing"},
		{"Name,Grade\nAmara,3\n", "no column has identifiers such as “Participant 123”"},
	} {
		_, err := gradebook.Export(only(amara), "moodle", gradebook.Options{Template: []byte(wrong.file)})
		assert.ErrorContains(t, err, wrong.says)
	}
	names := map[string]string{"vote": "Grade", "append": "Grade"}
	_, err := gradebook.Export(only(amara), "moodle", gradebook.Options{Template: []byte(line("30")), Names: names})
	assert.ErrorContains(t, err, "a worksheet has one column with grades")
}

func TestAutolabRefusesNamesThatBreakItsLine(t *testing.T) {
	for name, right := range map[string]bool{
		"Vote": true, "Task 1 (vote)": true, "Vote : 1": true, "Task 1: vote": false, "a\"b": false, "a\nb": false,
	} {
		options := gradebook.Options{Names: map[string]string{"vote": name}}
		exported, err := gradebook.Export(graded(), "autolab", options)
		if !right {
			assert.ErrorContains(t, err, "breaks its line of scores", name)
			continue
		}
		require.NoError(t, err)
		assert.Contains(t, exported.Text(), name+" (10), append (20)")
		for path, text := range exported.Files {
			assert.Empty(t, autolabRules(text), "%s %s", name, path)
		}
	}
}
