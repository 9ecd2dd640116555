package lessons

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	formHead = "# A title\n\n*Lesson x · A1 A2 · §5.1*\n\n"
	formLab  = "```lab\nscenario: a4\nuntil: 9ms\ncaption: Two\n  lines.\n```\n"
	formAsk  = "```predict\nquestion: Which?\n- this\n  -> Not\n     this.\n* that\nwhy: So.\n" +
		"run: do crash S1\nrun: 1s\nexpect: leader none\n```\n"
)

const formAgain = "```again\nquestion: And here?\n* this\n- that\n  -> No.\nwhy: So.\n```\n"

const formDo = "```do\ntask: Let S2 lead.\nhint: H.\ntry: timeout S1; crash S1\nrun: 100ms\nexpect: leader S2\n" +
	"solution: crash S1; timeout S2\nwrong: crash S2\n  -> No.\nwhy: So.\n```\n"

func TestParse(t *testing.T) {
	lesson, err := parse("x", formHead+"Some *prose*.\n\n"+formLab+"\nMore.\n\n"+formAsk)
	require.NoError(t, err)
	assert.Equal(t, []string{"A1", "A2"}, lesson.Subjects)
	assert.Equal(t, "A", lesson.Letter)
	assert.Equal(t, "§5.1", lesson.Sections)
	require.Len(t, lesson.Blocks, 4)
	assert.Equal(t, "Some *prose*.", lesson.Blocks[0].Markdown)
	lab, ask := lesson.Blocks[1].Lab, lesson.Blocks[3].Predict
	assert.Equal(t, "a4-one-vote-per-term", lab.Scenario.ID)
	assert.Equal(t, "Two lines.", lab.Caption)
	assert.Equal(t, []string{"ring", "logs"}, lab.Show)
	assert.Equal(t, 1, ask.Right)
	assert.Equal(t, []string{"this", "that"}, ask.Options)
	assert.Equal(t, []string{"Not this.", ""}, ask.Answers)
	assert.Equal(t, "crash S1", ask.Run[0].Do)
	assert.Equal(t, []string{"expect leader none"}, ask.Expect)
}

func TestAgainBelongsToItsQuestion(t *testing.T) {
	lesson, err := parse("x", formHead+formLab+formAsk+formAgain)
	require.NoError(t, err)
	require.Len(t, lesson.Blocks, 2)
	want := &Again{"And here?", []string{"this", "that"}, []string{"", "No."}, 0, "So.", nil}
	assert.Equal(t, want, lesson.Blocks[1].Predict.Again)
}

func TestAgainMayHaveAPicture(t *testing.T) {
	const picture = "scenario: a4\nuntil: 9ms\nexpect: role S1 candidate\n"
	drawn := strings.Replace(formAgain, "```again\n", "```again\n"+picture, 1)
	lesson, err := parse("x", formHead+formLab+formAsk+drawn)
	require.NoError(t, err)
	made := lesson.Blocks[1].Predict.Again.Picture
	require.NotNil(t, made)
	assert.Equal(t, "a4-one-vote-per-term", made.Scenario.ID)
	assert.Equal(t, []string{"expect role S1 candidate"}, made.Expect)
	_, err = parse("x", formHead+formLab+formAsk+strings.Replace(drawn, "expect: role S1 candidate\n", "", 1))
	require.ErrorContains(t, err, "what it shows")
}

func TestLabWithItsOwnScript(t *testing.T) {
	lesson, err := parse("x",
		formHead+"```lab\ntitle: Mine\nscript:\n  servers 3\n\n  run 1s\nuntil: end\ncaption: C.\n```\n")
	require.NoError(t, err)
	lab := lesson.Blocks[0].Lab
	assert.False(t, lab.Listed)
	assert.Equal(t, "# A1: Mine\n\nservers 3\n\nrun 1s\n", lab.Scenario.Text)
	assert.True(t, lab.Until.End)
}

const formFold = "<details>\n<summary>More: x</summary>\n\nFolded.\n\n"

func TestFoldHasBlocksOfEveryKind(t *testing.T) {
	lesson, err := parse("x", formHead+"In sight.\n\n"+formFold+formLab+formAsk+"</details>\n\nIn sight again.\n")
	require.NoError(t, err)
	require.Len(t, lesson.Blocks, 5)
	assert.Equal(t, "Folded.", lesson.Blocks[1].Markdown)
	var folds []string
	for _, one := range lesson.Blocks {
		folds = append(folds, one.Fold)
	}
	assert.Equal(t, []string{"", "More: x", "More: x", "More: x", ""}, folds)
}

func TestTask(t *testing.T) {
	lesson, err := parse("x", formHead+formLab+formDo)
	require.NoError(t, err)
	task := lesson.Blocks[1].Task
	assert.Equal(t, []string{"timeout S1", "crash S1"}, task.Try)
	assert.Equal(t, []string{"crash S1", "timeout S2"}, task.Solution)
	assert.Equal(t, []string{"expect leader S2"}, task.Expect)
	assert.Equal(t, []Wrong{{Commands: []string{"crash S2"}, Answer: "No."}}, task.Wrong)
}

func TestBadFormIsReported(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"no head", "Prose.\n", "want # TITLE"},
		{"the head of another lesson", strings.Replace(formHead, "Lesson x", "Lesson y", 1), "want # TITLE"},
		{"a question without a lab", formHead + formAsk, "needs a lab above it"},
		{"a question in sight of a folded lab", formHead + formFold + formLab + "</details>\n\n" + formAsk,
			`folded under "More: x"`},
		{"an unknown field of a lab", formHead + strings.Replace(formLab, "until", "untli", 1), `no field "untli"`},
		{"an unknown field of a question", formHead + formLab + strings.Replace(formAsk, "why", "wyh", 1),
			`no field "wyh"`},
		{"a line without a key", formHead + strings.Replace(formLab, "until: 9ms", "until 9ms", 1),
			"is not KEY: VALUE"},
		{"an invalid time", formHead + strings.Replace(formLab, "9ms", "9 ms", 1), "want a time"},
		{"a lab that opens by doing", formHead + strings.Replace(formLab, "9ms", "do crash S1", 1),
			"an opening moment"},
		{"no caption", formHead + "```lab\nscenario: a4\nuntil: 9ms\n```\n", "needs a caption"},
		{"an unknown part", formHead + strings.Replace(formLab, "until", "show: sky\nuntil", 1), `cannot show "sky"`},
		{"an unknown scenario", formHead + strings.Replace(formLab, "a4", "zz", 1), "unknown scenario"},
		{"unknown rules", formHead + strings.Replace(formLab, "until", "rules: zz\nuntil", 1), "unknown set of rules"},
		{"a question without a right option", formHead + formLab + strings.Replace(formAsk, "* that", "- that", 1),
			"a right one"},
		{"a question that shows nothing", formHead + formLab + strings.Replace(formAsk, "expect: leader none\n", "", 1),
			"run and expect"},
		{"a wrong option without an answer",
			formHead + formLab + strings.Replace(formAsk, "  -> Not\n     this.\n", "", 1),
			"needs an answer below it"},
		{"a right option with an answer",
			formHead + formLab + strings.Replace(formAsk, "* that\n", "* that\n  -> No.\n", 1),
			"the right one has none"},
		{"an answer to nothing", formHead + formLab + strings.Replace(formAsk, "- this\n", "", 1), "does not belong"},
		{"a number that is not one",
			formHead + formLab + strings.Replace(formAsk, "- this", "number: votes\n- this", 1),
			`are numbers, not "this"`},
		{"two answers", formHead + formLab + strings.Replace(formAsk, "* that", "  -> No.\n* that", 1),
			"does not belong"},
		{"another dress of nothing", formHead + formLab + formAgain, "needs its question right above it"},
		{"another dress without a right option",
			formHead + formLab + formAsk + strings.Replace(formAgain, "* this", "- this", 1), "a right one"},
		{"another dress that is played",
			formHead + formLab + formAsk + strings.Replace(formAgain, "why", "run: 1s\nwhy", 1), `no field "run"`},
		{"a task without a lab", formHead + formDo, "needs a lab above it"},
		{"an unknown field of a task", formHead + formLab + strings.Replace(formDo, "hint", "hnit", 1),
			`no field "hnit"`},
		{"a task without a wrong try",
			formHead + formLab + strings.Replace(formDo, "wrong: crash S2\n  -> No.\n", "", 1),
			"wrong try"},
		{"a wrong try without an answer", formHead + formLab + strings.Replace(formDo, "  -> No.\n", "", 1),
			"a wrong try needs an answer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := parse("x", test.text)
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestUnreachedStepIsReported(t *testing.T) {
	lesson, err := parse("x", formHead+strings.Replace(formLab, "9ms", "saw S9 crash", 1))
	require.NoError(t, err)
	_, _, err = lesson.Blocks[0].Lab.Moments(nil)
	require.ErrorIs(t, err, ErrLost)
}

func TestMythsHaveTheirPlaces(t *testing.T) {
	myths, err := Myths()
	require.NoError(t, err)
	assert.Len(t, myths, 30, "the myths of the course's subjects")
	for _, myth := range myths {
		assert.Regexp(t, `§|ZooKeeper 3\.9: |\(?\d{4}\)?$`, myth.Sections, myth.Myth)
	}
}

func TestOrderHasEveryFile(t *testing.T) {
	entries, err := files.ReadDir(".")
	require.NoError(t, err)
	want := []string{"myths.md", "glossary.md", "figure-2.md"}
	for _, id := range order {
		want = append(want, id+".md")
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	assert.ElementsMatch(t, want, got)
}
