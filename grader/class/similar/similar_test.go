package similar_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/grader/class"
	"raftlab/grader/class/similar"
	"raftlab/grader/class/similar/accepted"
	"raftlab/grader/judges"
)

// exercises are those of which the testdata has honest files, written independently. They pass.
var exercises = []string{"vote", "campaign", "commit"}

func text(t testing.TB, student, exercise string) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("testdata", student, exercise+".go"))
	require.NoError(t, err)
	return string(source)
}

// filesOf are the files of a student, changed.
func filesOf(t testing.TB, student, as string, change func(string) string) []similar.File {
	t.Helper()
	var files []similar.File
	for _, exercise := range exercises {
		files = append(files, file(exercise, as, change(text(t, student, exercise))))
	}
	return files
}

func file(exercise, student, source string) similar.File {
	return similar.File{Exercise: exercise, Student: class.Student{ID: student}, Source: []byte(source)}
}

func unchanged(text string) string { return text }

// honestClass are three students who worked alone.
func honestClass(t testing.TB) []similar.File {
	t.Helper()
	return slices.Concat(filesOf(t, "anna", "anna", unchanged), filesOf(t, "ben", "ben", unchanged),
		filesOf(t, "carla", "carla", unchanged))
}

// disguised is a file with other names, other comments and another layout, its functions in another order.
func disguised(text string) string {
	local := regexp.MustCompile(`\b(answer|free|mine|term|index|count|server|ask|votes|goodEnough|holders|hasWon|s)\b`)
	text = regexp.MustCompile(`(?m)^\s*//.*\n`).ReplaceAllString(text, "")
	header, rest, _ := strings.Cut(text, "\nfunc ")
	functions := strings.Split(rest, "\nfunc ")
	slices.Reverse(functions)
	text = header + "\n// my own work\nfunc " + strings.Join(functions, "\n\nfunc ")
	text = local.ReplaceAllStringFunc(text, func(name string) string {
		return "my" + strings.ToUpper(name[:1]) + name[1:]
	})
	return strings.ReplaceAll(text, "\t", "  ")
}

func TestHonestFilesAreNotPaired(t *testing.T) {
	assert.Empty(t, similar.Pairs(honestClass(t), common(t)))
	for _, exercise := range exercises {
		var alone []similar.File
		for _, f := range honestClass(t) {
			if f.Exercise == exercise {
				alone = append(alone, f)
			}
		}
		assert.Empty(t, similar.Pairs(alone, common(t)), exercise)
	}
	// The ways to be right that the tests of the exercises know, one for each student.
	var all []similar.File
	for _, judge := range judges.All() {
		for i, source := range honest(t, judge.About().ID) {
			all = append(all, file(judge.About().ID, fmt.Sprintf("s%02d", i), source))
		}
	}
	require.Greater(t, len(all), 100)
	for _, pair := range similar.Pairs(all, common(t)) {
		assert.Less(t, 7*pair.Distance, pair.Tokens, "%s and %s of %s", pair.First.ID, pair.Second.ID, pair.Exercise)
	}
}

// TestACopyInDisguiseIsFound: other names, another order, another layout.
func TestACopyInDisguiseIsFound(t *testing.T) {
	files := append(honestClass(t), filesOf(t, "anna", "dora", disguised)...)
	pairs := similar.Pairs(files, common(t))
	require.Len(t, pairs, len(exercises))
	for _, pair := range pairs {
		assert.Equal(t, "anna", pair.First.ID)
		assert.Equal(t, "dora", pair.Second.ID)
		assert.Equal(t, pair.Of, pair.Shared, pair.Exercise)
		assert.Zero(t, pair.Distance, pair.Exercise)
		assert.Greater(t, pair.Tokens, 60)
		assert.Greater(t, len(pair.FirstLines), 5, pair.Exercise)
		assert.Greater(t, len(pair.SecondLines), 5, pair.Exercise)
	}
	// Also in a single exercise, and after some work on it.
	for _, exercise := range exercises {
		more := "if false {\n\t\tprintln(1)\n\t}\n\treturn "
		worked := disguised(strings.Replace(text(t, "anna", exercise), "return ", more, 1))
		one := []similar.File{file(exercise, "anna", text(t, "anna", exercise)), file(exercise, "dora", worked)}
		pairs := similar.Pairs(one, common(t))
		if assert.Len(t, pairs, 1, exercise) {
			assert.Positive(t, pairs[0].Distance)
			assert.Less(t, pairs[0].Distance, 20)
		}
	}
}

// TestSolutionsAndStartersAreNobodysOwn: who hands in one of these shares nothing with others who do.
func TestSolutionsAndStartersAreNobodysOwn(t *testing.T) {
	var files []similar.File
	for _, judge := range judges.All() {
		about := judge.About()
		starter, err := readCheckout(about.File)
		require.NoError(t, err)
		for _, student := range []string{"a", "b"} {
			files = append(files, file(about.ID, student, solution(t, about.ID)))
		}
		for _, student := range []string{"c", "d"} {
			files = append(files, file(about.ID, student, string(starter)))
		}
	}
	assert.Empty(t, similar.Pairs(files, common(t)))
}

// TestWhatManyPeopleWriteIsNobodysOwn: two who find the same good way on their own are no pair.
func TestWhatManyPeopleWriteIsNobodysOwn(t *testing.T) {
	var files []similar.File
	for exercise, text := range accepted.Texts() {
		files = append(files, file(exercise, "a", string(text)), file(exercise, "b", disguised(string(text))))
	}
	require.NotEmpty(t, files)
	assert.Empty(t, similar.Pairs(files, common(t)))
	assert.NotEmpty(t, similar.Pairs(files, nil))
}

func TestWhatMostOfAClassHasSaysNothing(t *testing.T) {
	var files []similar.File
	for i := range 12 {
		files = append(files, file("vote", fmt.Sprint("s", i), text(t, "anna", "vote")))
	}
	assert.Empty(t, similar.Pairs(files, common(t)), "all of them learned it in one lecture")
	// Two in three of another class do it in one way, a third in another: these are ways to do it. Three share a file.
	files = nil
	for i := range 40 {
		files = append(files, file("vote", fmt.Sprint("s", i), text(t, "anna", "vote")))
	}
	for i := range 20 {
		files = append(files, file("vote", fmt.Sprint("t", i), text(t, "ben", "vote")))
	}
	for i := range 3 {
		files = append(files, file("vote", fmt.Sprint("u", i), text(t, "carla", "vote")))
	}
	pairs := similar.Pairs(files, common(t))
	require.Len(t, pairs, 3)
	for _, pair := range pairs {
		assert.Equal(t, "u", pair.First.ID[:1])
	}
}

// TestPairsDependOnNothingElse than the files: neither on their order, nor on who is called what.
func TestPairsDependOnNothingElse(t *testing.T) {
	all := slices.Concat(honestClass(t), filesOf(t, "anna", "dora", disguised), filesOf(t, "ben", "emil", unchanged))
	commons := common(t)
	want := similar.Pairs(all, commons)
	require.Len(t, want, 6)
	swapped := strings.NewReplacer("anna", "zoe", "dora", "abel", "ben", "ben", "emil", "emil", "carla", "carla")
	rapid.Check(t, func(rt *rapid.T) {
		files := slices.Clone(all)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		random.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		require.Equal(rt, want, similar.Pairs(files, commons))
		for i := range files {
			files[i].Student.ID = swapped.Replace(files[i].Student.ID)
		}
		for _, pair := range similar.Pairs(files, commons) {
			if pair.First.ID != "abel" {
				require.Contains(rt, want, pair)
				continue
			}
			pair.First.ID, pair.Second.ID = "anna", "dora"
			pair.FirstLines, pair.SecondLines = pair.SecondLines, pair.FirstLines
			require.Contains(rt, want, pair, "a pair is the same from both sides")
		}
	})
}

// TestAnyBytesAreCompared: nobody promises that a file compiles, or is text.
func TestAnyBytesAreCompared(t *testing.T) {
	hostile := []string{
		"", "\x00\xff\xfe", "package vote\nfunc {{{{", strings.Repeat("(", 200_000), strings.Repeat("a ", 400_000),
		"package vote\nimport (\n", "//" + strings.Repeat("x", 900_000), "\"never closed",
		strings.Repeat("func f() {}\n", 60_000),
	}
	var files []similar.File
	for i, source := range hostile {
		student := fmt.Sprint("s", i)
		files = append(files, file("vote", student, source), file("no such exercise", student, source))
	}
	pairs := similar.Pairs(append(files, files...), common(t))
	_, err := similar.Page("hostile", pairs, files)
	require.NoError(t, err)
	rapid.Check(t, func(rt *rapid.T) {
		a, b := rapid.String().Draw(rt, "a"), rapid.String().Draw(rt, "b")
		pairs := similar.Pairs([]similar.File{file("vote", "a", a), file("vote", "b", b)}, nil)
		for _, p := range pairs {
			require.LessOrEqual(rt, p.Shared, p.Of)
			require.LessOrEqual(rt, p.Distance, p.Tokens)
		}
	})
}

func TestThePageShowsThePairsSideBySide(t *testing.T) {
	files := append(honestClass(t), filesOf(t, "anna", "dora", disguised)...)
	files[0].Source = append(files[0].Source, "\n// <script>alert(1)</script> \x1b[31m \u202e\n"...)
	for i := range files {
		if files[i].Student.ID == "dora" {
			files[i].Student.Name = "Dora <b>Example</b>\x1b[2J"
		}
	}
	html, err := similar.Page("Raft, part one", similar.Pairs(files, common(t)), files)
	require.NoError(t, err)
	page := string(html)
	assert.Contains(t, page, "<h1>Similar, for a person to look at</h1>")
	assert.Contains(t, page, "anna and Dora &lt;b&gt;Example&lt;/b&gt; [2J</a>")
	assert.Contains(t, page, "No token differs, but for names.")
	assert.Contains(t, page, "&lt;script&gt;alert(1)&lt;/script&gt;")
	assert.Contains(t, page, `class="both"`)
	assert.Contains(t, page, `content="default-src 'none'; style-src 'unsafe-inline'"`, "it requests nothing")
	assert.Equal(t, 6, strings.Count(page, "<figure>"))
	for _, never := range []string{"<script", "\x1b", "\u202e", "http:", "https:", "carla", "plagiar", "cheat"} {
		assert.NotContains(t, page, never)
	}
	again, err := similar.Page("Raft, part one", similar.Pairs(files, common(t)), files)
	require.NoError(t, err)
	assert.Equal(t, html, again)

	empty, err := similar.Page("Raft", nil, nil)
	require.NoError(t, err)
	assert.Contains(t, string(empty), "No two students have files that are alike.")
}

// BenchmarkPairs is a class of 300 students with seven exercises, a tenth of whom share their files.
func BenchmarkPairs(b *testing.B) {
	var files []similar.File
	for i, judge := range judges.All()[:7] {
		id := judge.About().ID
		base := solution(b, id)
		for student := range 300 {
			files = append(files, file(id, fmt.Sprintf("%03d", student), own(base, uint64(student), uint64(i))))
		}
	}
	commons := common(b)
	b.ResetTimer()
	for b.Loop() {
		pairs := similar.Pairs(files, commons)
		if len(pairs) == 0 {
			b.Fatal("nothing is found")
		}
	}
}

// own is a solution with a few lines of a student, or of the student before that one.
func own(base string, student, exercise uint64) string {
	if student%10 == 1 {
		student--
	}
	random := rand.New(rand.NewPCG(student, exercise))
	for range 12 {
		at := strings.Index(base[len(base)/4+random.IntN(len(base)/2):], "\n")
		line := fmt.Sprintf("\nif x := s.Log.Term(%d); x > %d && s.CommitIndex != %d { x += s.CurrentTerm * %d }\n",
			random.IntN(20), random.IntN(20), random.IntN(20), random.IntN(20))
		cut := min(len(base)/4+at+random.IntN(len(base)/2), len(base))
		if end := strings.Index(base[cut:], "\n"); end >= 0 {
			base = base[:cut+end] + line + base[cut+end:]
		}
	}
	return base
}
