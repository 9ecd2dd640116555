package protocol_test

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/wasm/protocol"
)

// otherHalf is the page's half of the protocol, as text.
func otherHalf(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../static/src/protocol.ts")
	require.NoError(t, err)
	return regexp.MustCompile(`(?s)/\*\*.*?\*/`).ReplaceAllString(string(text), "")
}

// TestBothHalvesHaveTheSameFields compares the JSON names of each Go type with the fields of the
// TypeScript interface of the same name, in order.
func TestBothHalvesHaveTheSameFields(t *testing.T) {
	text := otherHalf(t)
	for _, value := range []any{
		protocol.Catalogue{}, protocol.ScenarioInfo{}, protocol.RulesInfo{}, protocol.Frame{}, protocol.ServerView{},
		protocol.EntryView{}, protocol.MessageView{}, protocol.FlakyView{}, protocol.CheckView{}, protocol.OperationView{}, protocol.Dials{},
		protocol.BranchView{}, protocol.CallView{}, protocol.Explanation{},
		protocol.VerbInfo{}, protocol.Verdict{}, protocol.Timing{},
	} {
		kind := reflect.TypeOf(value)
		t.Run(kind.Name(), func(t *testing.T) {
			assert.Equal(t, interfaceFields(t, text, kind.Name()), jsonNames(kind))
		})
	}
}

func interfaceFields(t *testing.T, text, name string) []string {
	t.Helper()
	body := regexp.MustCompile(`(?s)export interface ` + name + ` \{(.*?)\n\}`).FindStringSubmatch(text)
	require.NotNil(t, body, "protocol.ts has no interface %s", name)
	var fields []string
	for _, m := range regexp.MustCompile(`(?m)^\s*(\w+)\??:`).FindAllStringSubmatch(body[1], -1) {
		fields = append(fields, m[1])
	}
	return fields
}

func jsonNames(kind reflect.Type) []string {
	var names []string
	for i := range kind.NumField() {
		names = append(names, kind.Field(i).Tag.Get("json"))
	}
	return names
}

// TestEveryRequestOfThePageIsUnderstood: each variant of the union has only fields that Request has.
func TestEveryRequestOfThePageIsUnderstood(t *testing.T) {
	union := regexp.MustCompile(`(?s)export type Request =(.*?);\n\n`).FindStringSubmatch(otherHalf(t))
	require.NotNil(t, union)
	variants := regexp.MustCompile(`\{[^}]*\}`).FindAllString(union[1], -1)
	require.Len(t, variants, 12)
	known := jsonNames(reflect.TypeOf(protocol.Request{}))
	for _, variant := range variants {
		for _, m := range regexp.MustCompile(`(\w+):`).FindAllStringSubmatch(variant, -1) {
			assert.True(t, slices.Contains(known, m[1]), "%s has the field %s, and Request does not", variant, m[1])
		}
	}
	assert.True(t, strings.Contains(otherHalf(t), "VERSION = 3;") && protocol.Version == 3, "the versions differ")
}

func TestDecodeRequest(t *testing.T) {
	request, err := protocol.DecodeRequest(`{"v":3,"id":3,"kind":"do","line":"crash S1"}`)
	require.NoError(t, err)
	assert.Equal(t, protocol.Request{V: 3, ID: 3, Kind: "do", Line: "crash S1"}, request)

	for _, text := range []string{``, `null`, `{"v":1,"id":3,"kind":"step"}`, `{"v":"1"}`, `[`} {
		_, err := protocol.DecodeRequest(text)
		assert.ErrorIs(t, err, protocol.ErrRequest, text)
	}
}
