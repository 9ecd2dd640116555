package grader_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/visit"
	"raftlab/raft"
)

// TestEveryRuleIsEntered: a rule that is new in raft.Rules must not be forgotten in Entered.
func TestEveryRuleIsEntered(t *testing.T) {
	visit.Record(true)
	defer visit.Record(false)
	for _, field := range reflect.VisibleFields(reflect.TypeFor[raft.Rules]()) {
		if field.Anonymous {
			continue // a chapter of rules
		}
		called := 0
		var rules raft.Rules
		reflect.ValueOf(&rules).Elem().FieldByIndex(field.Index).Set(reflect.MakeFunc(field.Type, func([]reflect.Value) (results []reflect.Value) {
			called++
			visit.Line(called)
			for result := range field.Type.Outs() {
				results = append(results, reflect.Zero(result))
			}
			return results
		}))
		entered := grader.Entered(&grader.Exercise{Rules: []string{field.Name}}, rules)
		var arguments []reflect.Value
		for argument := range field.Type.Ins() {
			arguments = append(arguments, reflect.Zero(argument))
		}
		reflect.ValueOf(entered).FieldByIndex(field.Index).Call(arguments)
		assert.Equal(t, 1, called, field.Name)
		assert.Equal(t, []visit.Call{{Rule: field.Name, Lines: []int{1}}}, visit.Take())
	}
	for _, exercise := range grader.Exercises() {
		for _, name := range exercise.Rules {
			_, known := reflect.TypeFor[raft.Rules]().FieldByName(name)
			require.True(t, known, name)
		}
	}
}
