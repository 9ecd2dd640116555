package node

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// paperRule is one line of Figure 2, or one property of Figure 3, and the tests that show it.
type paperRule struct {
	rule  string
	tests []string
}

// paperRules is Figure 2 from top to bottom and left to right, and then Figure 3. A rule that only the paper's
// text has is at its place among them.
var paperRules = []paperRule{
	{"State, persistent: currentTerm, votedFor and log[] are saved before responding to RPCs",
		[]string{"TestStateIsSavedBeforeAnAnswerReportsIt", "TestVoteSurvivesARestart",
			"TestAcceptedEntriesSurviveARestart"}},
	{"State, volatile on all servers: commitIndex and lastApplied begin at 0",
		[]string{"TestRestartBeginsWithVolatileStateAtZero"}},
	{"State, volatile on leaders: nextIndex and matchIndex are reinitialised after election",
		[]string{"TestNextAndMatchIndexAreReinitialisedForEachLeadership"}},

	{"AppendEntries 1: refuse an earlier term", []string{"TestEntriesOfAnEarlierTermAreRefused"}},
	{"AppendEntries 2: refuse without the entry at prevLogIndex of prevLogTerm",
		[]string{"TestEntriesAreRefusedWithoutTheEntryBeforeThem"}},
	{"AppendEntries 3: delete a conflicting entry and all that follow it",
		[]string{"TestConflictingEntryGoesWithAllThatFollowIt"}},
	{"AppendEntries 4: append entries not already in the log", []string{"TestEntriesNotYetInTheLogAreAppended"}},
	{"AppendEntries 5: commitIndex is the lesser of leaderCommit and the last new entry",
		[]string{"TestFollowerCommitsWhatTheLeaderCommitted"}},

	{"RequestVote 1: refuse an earlier term", []string{"TestVoteIsRefusedToACandidateOfAnEarlierTerm"}},
	{"RequestVote 2: grant if votedFor allows it and the candidate's log is up to date",
		[]string{"TestVoteGoesToTheFirstCandidateWithAnUpToDateLog"}},

	{"All servers 1: apply what is committed", []string{"TestCommittedEntriesAreAppliedOnceAndInOrder"}},
	{"All servers 2: adopt a higher term and become follower", []string{"TestHigherTermIsAdoptedByEveryRole"}},
	{"Followers 1: respond to candidates and leaders", []string{"TestFollowerRespondsToCandidatesAndLeaders"}},
	{"Followers 2: become candidate when the election timeout elapses",
		[]string{"TestFollowerThatHearsNothingBecomesCandidate", "TestElectionTimerRestartsOnlyForTheLeaderOrAVote"}},
	{"Candidates 1: increment currentTerm, vote for self, reset the timer, send RequestVote",
		[]string{"TestCandidateStartsItsElection"}},
	{"Candidates 2: become leader with votes from a majority",
		[]string{"TestCandidateWithVotesOfAMajorityBecomesLeader"}},
	{"Candidates 3: become follower on AppendEntries from the new leader",
		[]string{"TestCandidateYieldsToTheLeaderOfItsTerm"}},
	{"Candidates 4: start a new election when the timeout elapses",
		[]string{"TestCandidateWhoseElectionHasNoResultStartsAnother"}},
	{"Leaders 1: heartbeats upon election and during idle periods",
		[]string{"TestNewLeaderSendsHeartbeatsAtOnceAndWhenIdle"}},
	{"Leaders, text: a no-op at the start of the term", []string{"TestNewLeaderAppendsANoOp"}},
	{"Leaders 2: append a client's command, respond after it is applied",
		[]string{"TestLeaderAnswersAClientAfterApplying"}},
	{"Leaders 3: send the entries from nextIndex on", []string{"TestLeaderSendsMissingEntries"}},
	{"Leaders 3, successful: update nextIndex and matchIndex", []string{"TestSuccessMovesNextAndMatchIndex"}},
	{"Leaders 3, failed: decrement nextIndex and retry", []string{"TestRefusalMovesNextIndexBackAndTriesAgain"}},
	{"Leaders 4: commit N on a majority, if its term is the current one",
		[]string{"TestLeaderCommitsOnlyWithAnEntryOfItsTerm", "TestFigure8EntryOfAnEarlierTermIsNotCommittedByCounting",
			"TestFigure8BreaksACommitRuleThatOnlyCounts"}},

	{"Election Safety", []string{"TestElectionSafety", "TestFigure3HoldsUnderRandomDeliveries"}},
	{"Leader Append-Only", []string{"TestLeaderAppendOnly", "TestFigure3HoldsUnderRandomDeliveries"}},
	{"Log Matching", []string{"TestLogMatching", "TestFigure3HoldsUnderRandomDeliveries"}},
	{"Leader Completeness", []string{"TestLeaderCompleteness", "TestFigure3HoldsUnderRandomDeliveries"}},
	{"State Machine Safety", []string{"TestStateMachineSafety", "TestFigure3HoldsUnderRandomDeliveries"}},
}

// referenceLine is how the comment of a paper test ends.
var referenceLine = regexp.MustCompile(`^Reference: (§\d+(\.\d+)*|Figure \d+)(, (§\d+(\.\d+)*|Figure \d+))*$`)

// paperTests are the tests in the given files, with their doc comments.
func paperTests(fset *token.FileSet, files []*ast.File) map[string]string {
	tests := map[string]string{}
	for _, file := range files {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
				tests[f.Name.Name] = f.Doc.Text()
			}
		}
	}
	return tests
}

// paperMistakes reports each rule without its tests and each paper test without its rule or reference.
func paperMistakes(rules []paperRule, tests map[string]string) []string {
	var mistakes []string
	used := map[string]bool{}
	for _, r := range rules {
		if len(r.tests) == 0 {
			mistakes = append(mistakes, r.rule+": has no test")
		}
		for _, name := range r.tests {
			used[name] = true
			if _, ok := tests[name]; !ok {
				mistakes = append(mistakes, r.rule+": no paper test is called "+name)
			}
		}
	}
	for name, doc := range tests {
		lines := strings.Split(strings.TrimSpace(doc), "\n")
		if last := lines[len(lines)-1]; len(lines) < 2 || !referenceLine.MatchString(last) {
			mistakes = append(mistakes, name+": its comment does not end in a Reference: line")
		}
		if !used[name] {
			mistakes = append(mistakes, name+": belongs to no rule of the table")
		}
	}
	slices.Sort(mistakes)
	return mistakes
}

// TestEveryRuleOfThePaperHasATest holds the table above to the files *_paper_test.go.
func TestEveryRuleOfThePaperHasATest(t *testing.T) {
	names, err := filepath.Glob("*_paper_test.go")
	require.NoError(t, err)
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		require.NoError(t, err)
		files = append(files, file)
	}
	assert.Empty(t, paperMistakes(paperRules, paperTests(fset, files)))

	// The numbers of rules in the figure: without them, nobody would notice a rule that is missing from the
	// table.
	counts := map[string]int{}
	for _, r := range paperRules {
		heading, _, _ := strings.Cut(r.rule, ":")
		box, _, _ := strings.Cut(heading, ",")
		counts[strings.TrimRight(box, " 12345")]++
	}
	want := map[string]int{
		"State": 3, "AppendEntries": 5, "RequestVote": 2, "All servers": 2, "Followers": 2, "Candidates": 4,
		"Leaders":         7,
		"Election Safety": 1, "Leader Append-Only": 1, "Log Matching": 1, "Leader Completeness": 1,
		"State Machine Safety": 1,
	}
	assert.Equal(t, want, counts)
}

func TestPaperMistakesAreFound(t *testing.T) {
	const source = `package p

// TestGood says the rule.
//
// Reference: §5.4.1, Figure 2
func TestGood() {}

// TestNoReference says the rule.
func TestNoReference() {}

// Reference: §5.1
func TestOnlyReference() {}

// TestVague says the rule.
//
// Reference: the paper
func TestVague() {}

func TestSilent() {}
`
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "planted.go", source, parser.ParseComments)
	require.NoError(t, err)
	rules := []paperRule{
		{"A", []string{"TestGood", "TestNoReference", "TestOnlyReference", "TestVague"}},
		{"B", []string{"TestMissing"}},
		{"C", nil},
	}
	assert.Equal(t, []string{
		"B: no paper test is called TestMissing",
		"C: has no test",
		"TestNoReference: its comment does not end in a Reference: line",
		"TestOnlyReference: its comment does not end in a Reference: line",
		"TestSilent: belongs to no rule of the table",
		"TestSilent: its comment does not end in a Reference: line",
		"TestVague: its comment does not end in a Reference: line",
	}, paperMistakes(rules, paperTests(fset, []*ast.File{file})))
}
