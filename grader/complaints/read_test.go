package complaints_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader/complaints"
	"raftlab/grader/instrument"
)

func TestMessagesAreReadInTheOrderOfTheirPlaces(t *testing.T) {
	assert.Equal(t, []complaints.Complaint{
		{Line: 2, Column: 8, Message: instrument.ImportMessage("os")},
		{Line: 3, Column: 1, Message: "no column"},
		{Line: 9, Column: 4, Message: "cannot use x as y\n\thave (int)\n\twant (string)"},
	}, complaints.Read("# raftlab/exercises/vote\n"+
		"vote.go:9:4: cannot use x as y\n\thave (int)\n\twant (string)\n"+
		"vote.go:2:8: could not import os (open : no such file or directory)\n"+
		"vote.go:2:8: could not import os (open : no such file or directory)\n"+
		"vote.go:3: no column\n"+"too many errors\n\tnot a part of anything\n"))
}

func TestTextOfAStrangerIsPlainAndBounded(t *testing.T) {
	found := complaints.Read("vote.go:1:1: \x1b[31mred\u202e\r\n")
	assert.Equal(t, []complaints.Complaint{{Line: 1, Column: 1, Message: " [31mred"}}, found)
	assert.Len(t, complaints.Read(strings.Repeat("vote.go:1:1: a\nvote.go:1:1: b\n", 5000)), 100)
	assert.Less(t, len(complaints.Read("vote.go:1:1: " + strings.Repeat("x", 1<<20))[0].Message), 1100)
	for _, none := range []string{"", "vote.go:0:1: x", "vote.go:x: y", "vote.go", "panic: vote.go:"} {
		assert.Empty(t, complaints.Read(none), none)
	}
}
