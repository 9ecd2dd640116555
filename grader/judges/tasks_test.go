package judges_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/exercises"
	"raftlab/grader"
	"raftlab/grader/judges"
	"raftlab/grader/judges/sessions"
	"raftlab/grader/mutants"
	kv "raftlab/lab/kv/reference"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// TestEverythingThatCanFailHasATask: the hint that is offered is that of the task.
func TestEverythingThatCanFailHasATask(t *testing.T) {
	t.Parallel()
	for _, exercise := range judges.Figure2() {
		requireTasks(t, exercise)
	}
	requireTasks(t, sessions.Exercise())
}

func requireTasks[R any](t *testing.T, exercise *grader.Exercise[R]) {
	t.Helper()
	for what, place := range named(exercise) {
		task := exercise.Tasks[what]
		if task == 0 {
			task = exercise.Tasks[place]
		}
		_, err := exercises.Hint(exercise.ID, task, 1)
		assert.NoError(t, err, "%s: %q (%s)", exercise.ID, what, place)
	}
}

// named is the place of each example, story and branch.
func named[R any](exercise *grader.Exercise[R]) map[string]string {
	places := map[string]string{}
	for _, c := range exercise.Cases {
		places[c.Name] = c.Place
	}
	for _, d := range exercise.Drills {
		places[d.Name] = d.Place
	}
	for _, b := range exercise.Branches {
		places[b.Name] = b.Place
	}
	return places
}

// TestEachTaskOfATableIsUsed: a key that stands nowhere else in its exercise would be left over, or misspelt. A place
// of several exercises stands in package call.
func TestEachTaskOfATableIsUsed(t *testing.T) {
	t.Parallel()
	for _, exercise := range judges.Figure2() {
		requireUsedTasks(t, exercise)
	}
	requireUsedTasks(t, sessions.Exercise())
}

func requireUsedTasks[R any](t *testing.T, exercise *grader.Exercise[R]) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(exercise.ID, "*.go"))
	require.NoError(t, err)
	var source strings.Builder
	for _, file := range append(files, "../call/places.go") {
		if filepath.Base(file) != "tasks.go" && !strings.HasSuffix(file, "_test.go") {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			source.Write(text)
		}
	}
	seen := map[int]bool{}
	for key, task := range exercise.Tasks {
		name := strings.TrimPrefix(key, "Figure 7, ")
		assert.Contains(t, source.String(), `"`+name+`"`, "%s: a task of nothing", exercise.ID)
		_, err := exercises.Hint(exercise.ID, task, 1)
		assert.NoError(t, err, "%s: %q", exercise.ID, key)
		seen[task] = true
	}
	for key, tasks := range exercise.Also {
		name := strings.TrimPrefix(key, "Figure 7, ")
		assert.Contains(t, source.String(), `"`+name+`"`, "%s: also a task of nothing", exercise.ID)
		for _, task := range tasks {
			assert.True(t, seen[task], "%s: %q", exercise.ID, key)
		}
	}
	_, err = exercises.Hint(exercise.ID, len(seen)+1, 1)
	assert.Error(t, err, "%s: each task has something that belongs to it", exercise.ID)
}

// TestTheTitlesOfTasksAreThoseOfTheLesson: a class shows them beside the points of each task.
func TestTheTitlesOfTasksAreThoseOfTheLesson(t *testing.T) {
	t.Parallel()
	item := regexp.MustCompile(`(?m)^\d+\. \*\*(.+?)\*\*`)
	for _, judge := range judges.All() {
		exercise := judge.About()
		lesson, err := exercises.Lesson(exercise.ID)
		require.NoError(t, err)
		_, section, found := strings.Cut(lesson, "\n## Tasks\n")
		require.True(t, found)
		section, _, _ = strings.Cut(section, "\n## ")
		var titles []string
		for _, match := range item.FindAllStringSubmatch(section, -1) {
			titles = append(titles, strings.TrimSuffix(strings.ReplaceAll(match[1], "`", ""), "."))
		}
		assert.Equal(t, titles, exercise.TaskTitles, exercise.ID)
		about := map[int]bool{}
		for _, check := range judge.Checks() {
			for _, task := range check.Tasks {
				about[task] = true
			}
		}
		assert.Len(t, about, len(titles), "%s: each task has a check of its own", exercise.ID)
	}
}

// TestEachFindingOfAMutantHasATask: a failing call may name another place than its example does.
func TestEachFindingOfAMutantHasATask(t *testing.T) {
	t.Parallel()
	found := 0
	for _, mutant := range mutants.Graded() {
		change := mutant.Rules
		if mutant.Graded != nil {
			change = mutant.Graded
		}
		for _, exercise := range judges.Figure2() {
			if exercise.ID != mutant.Exercise || change == nil {
				continue
			}
			exercise.Drills = nil // it has tasks by its names, and takes long
			rules := reference.Rules()
			change(&rules)
			for _, f := range grader.Bind(exercise, rules).Grade(grader.Budget{FirstSeed: 1}).Findings {
				found++
				assert.NotZero(t, f.Task, "%s: %s (%s): %s", mutant.ID, f.Check, f.Place, f.Code)
			}
		}
	}
	assert.Greater(t, found, 250)
	for _, mutant := range mutants.Graded() {
		if mutant.Sessions == nil {
			continue
		}
		rules, exercise := kv.Rules(), sessions.Exercise()
		mutant.Sessions(&rules)
		exercise.Drills = nil
		for _, f := range grader.Bind(exercise, rules).Grade(grader.Budget{FirstSeed: 1}).Findings {
			assert.NotZero(t, f.Task, "%s: %s (%s): %s", mutant.ID, f.Check, f.Place, f.Code)
		}
	}
}

// TestAnUnwrittenRuleIsNamed: whoever has written the first rules is offered a hint for the next one. Here the first
// example that asks for it is about another rule.
func TestAnUnwrittenRuleIsNamed(t *testing.T) {
	t.Parallel()
	for _, exercise := range judges.Figure2() {
		if exercise.ID != "prevote" {
			continue
		}
		exercise.Drills = nil
		rules := reference.Rules()
		rules.HandlePreVoteReply = func(*raft.State, raft.NodeID, raft.PreVoteReply) bool { panic(raft.TODO) }
		findings := grader.Bind(exercise, rules).Grade(grader.Budget{FirstSeed: 1}).Findings
		require.NotEmpty(t, findings)
		assert.Equal(t, grader.Unfinished, findings[0].Verdict)
		assert.Equal(t, "HandlePreVoteReply is still the starter's.", findings[0].Sentence)
		assert.Equal(t, 3, findings[0].Task)
	}
}
