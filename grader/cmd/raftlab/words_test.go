package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDidYouMean(t *testing.T) {
	commands := []string{"serve", "run", "list", "version"}
	tests := []struct {
		name  string
		word  string
		known []string
		want  string
	}{
		{"one letter missing", "serv", commands, ` — did you mean "serve"?`},
		{"one letter wrong in a short word", "ran", commands, ` — did you mean "run"?`},
		{"two letters swapped in a long word", "verison", commands, ` — did you mean "version"?`},
		{"two letters swapped in a short word are too many", "rnu", commands, ""},
		{"nothing near", "paxos", commands, ""},
		{"no word at all", "", commands, ""},
		{"nothing known", "run", nil, ""},
		{"the nearest wins", "election-2", []string{"election-12", "election-2b", "election-2"}, ` — did you mean "election-2"?`},
		{"a tie goes to the alphabet", "A3", []string{"A5", "A1", "A2"}, ` — did you mean "A1"?`},
		{"letters are counted, not bytes", "选举选", []string{"选举"}, ` — did you mean "选举"?`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, didYouMean(test.word, test.known))
		})
	}
}
