package raft_test

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/raft"
)

// These tests check the laws of "How it grows" in doc.go. The transcripts of package scenarios check the first
// law.

// TestMessagesAndRecordsKeepTheirFields is law 2.
func TestMessagesAndRecordsKeepTheirFields(t *testing.T) {
	want := map[any]string{
		raft.RequestVote{}:        "Term CandidateID LastLogIndex LastLogTerm",
		raft.RequestVoteReply{}:   "Term VoteGranted",
		&raft.AppendEntries{}:     "Term LeaderID PrevLogIndex PrevLogTerm Entries LeaderCommit",
		raft.AppendEntriesReply{}: "Term Success MatchIndex ConflictTerm ConflictIndex",
		&raft.Save{}:              "CurrentTerm VotedFor From Entries",
	}
	for value, fields := range want {
		typ := reflect.TypeOf(value)
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		assert.Equal(t, fields, strings.Join(fieldNames(typ), " "), typ.Name())
	}
}

func fieldNames(typ reflect.Type) []string {
	var names []string
	for field := range typ.Fields() {
		names = append(names, field.Name)
	}
	return names
}

// TestEveryRuleBelongsToAChapter is law 3: Rules holds embedded structs, and those hold functions.
func TestEveryRuleBelongsToAChapter(t *testing.T) {
	rules := 0
	for chapter := range reflect.TypeFor[raft.Rules]().Fields() {
		require.True(t, chapter.Anonymous, "%s is not a chapter", chapter.Name)
		for rule := range chapter.Type.Fields() {
			assert.Equal(t, reflect.Func, rule.Type.Kind(), rule.Name)
			rules++
		}
	}
	assert.Equal(t, 11+6+4+7+8+3, rules, "Figure 2 has eleven rules here, Elections six, Reads four, Snapshots seven, "+
		"Membership eight, Pipelining three; a chapter adds its own to this number")
}

// TestNoRuleSeesAClock is law 4: neither the state nor a rule's parameters hold a moment. A duration is a
// setting; only the rule that draws the election timeout gets one.
func TestNoRuleSeesAClock(t *testing.T) {
	moment := reflect.TypeFor[raft.Time]()
	for field := range reflect.TypeFor[raft.State]().Fields() {
		assert.NotEqual(t, moment, field.Type, "State.%s is a moment", field.Name)
	}
	for _, rule := range reflect.VisibleFields(reflect.TypeFor[raft.Rules]()) {
		if rule.Type.Kind() != reflect.Func {
			continue
		}
		for parameter := range rule.Type.Ins() {
			assert.NotEqual(t, moment, parameter, "%s is given a moment", rule.Name)
		}
	}
}

// selections are the files of a folder that select .name.
func selections(t *testing.T, folder, name string) []string {
	t.Helper()
	fset := token.NewFileSet()
	files, err := parseFolder(fset, folder)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var found []string
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if selector, ok := n.(*ast.SelectorExpr); ok && selector.Sel.Name == name {
				found = append(found, filepath.Base(fset.Position(file.Pos()).Filename))
			}
			return true
		})
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// TestOnlyIsQuorumCounts is law 5.
func TestOnlyIsQuorumCounts(t *testing.T) {
	assert.Equal(t, []string{"state.go"}, selections(t, ".", "Majority"))
	assert.Empty(t, selections(t, "reference", "Majority"))
	assert.Empty(t, selections(t, "node", "Majority"))
	assert.NotEmpty(t, selections(t, "reference", "IsQuorum"), "the search finds an existing name")
}

// TestOnlyTheLogKnowsItsEntries is law 6.
func TestOnlyTheLogKnowsItsEntries(t *testing.T) {
	assert.Equal(t, []string{"log.go"}, selections(t, ".", "entries"))
}
