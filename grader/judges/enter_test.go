package judges_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/judges"
	"raftlab/grader/visit"
	"raftlab/raft"
)

// TestEachRuleOfAnExerciseIsEntered, and no other rule: the reference's rules are not the learner's.
func TestEachRuleOfAnExerciseIsEntered(t *testing.T) {
	visit.Record(true)
	defer visit.Record(false)
	var all []reflect.StructField
	for _, field := range reflect.VisibleFields(reflect.TypeFor[raft.Rules]()) {
		if !field.Anonymous { // a chapter of rules
			all = append(all, field)
		}
	}
	for _, exercise := range judges.Figure2() {
		called := 0
		var rules raft.Rules
		for _, field := range all {
			made := reflect.MakeFunc(field.Type, func([]reflect.Value) (results []reflect.Value) {
				called++
				visit.Line(called)
				for result := range field.Type.Outs() {
					results = append(results, reflect.Zero(result))
				}
				return results
			})
			reflect.ValueOf(&rules).Elem().FieldByIndex(field.Index).Set(made)
		}
		entered := reflect.ValueOf(exercise.Enter(rules))
		var found []string
		for _, field := range all {
			var arguments []reflect.Value
			for argument := range field.Type.Ins() {
				value := reflect.Zero(argument)
				if argument.Kind() == reflect.Pointer { // the state
					value = reflect.New(argument.Elem())
				}
				arguments = append(arguments, value)
			}
			called = 0
			entered.FieldByIndex(field.Index).Call(arguments)
			require.Equal(t, 1, called, field.Name)
			if calls := visit.Take(); len(calls) > 0 {
				assert.NotEmpty(t, calls[0].Values, "what it saw")
				calls[0].Values = ""
				assert.Equal(t, []visit.Call{{Rule: field.Name, Lines: []int{1}}}, calls)
				found = append(found, field.Name)
			}
		}
		assert.ElementsMatch(t, exercise.Rules, found, exercise.ID)
	}
}
