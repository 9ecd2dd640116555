package lab_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/lab"
)

func TestSayingHasItsCodeAndArgumentsBesideTheText(t *testing.T) {
	entry := lab.Say("entry", "entry %d (%s)", 3, "put x 1")
	s := lab.Say("lost", "%v lacks %v", lab.ServerID(2), entry)
	assert.Equal(t, "S2 lacks entry 3 (put x 1)", s.String())
	assert.Equal(t, "lost", s.Code)
	assert.Equal(t, []lab.Arg{
		{Text: "S2"},
		{Text: "entry 3 (put x 1)", Code: "entry", Args: []lab.Arg{{Text: "3"}, {Text: "put x 1"}}},
	}, s.Args)
}

func TestJoinedSayingHasItsPartsAsArguments(t *testing.T) {
	s := lab.Join("list", " and ", []lab.Saying{lab.Plain("S1"), lab.Say("nobody", "nobody")})
	assert.Equal(t, "S1 and nobody", s.Text)
	assert.Equal(t, "list", s.Code)
	assert.Equal(t, []lab.Arg{{Text: "S1"}, {Text: "nobody", Code: "nobody"}}, s.Args)
}
