package race

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const said = `==================
WARNING: DATA RACE
Write at 0x00c0001a2008 by goroutine 12:
  6.5840/raft1.(*Raft).tick()
      2/raft.go:57 +0x64
  6.5840/raft1.Make.gowrap1()
      2/raft.go:33 +0x2f

Previous atomic read at 0x00c0001a2008 by main goroutine:
  raftlab/wasm/whole/codec.Marshal()
      raftlab/wasm/whole/codec/bytes.go:21 +0x12
  6.5840/raft1.(*Raft).persist()
      2/log.go:9 +0x12

Goroutine 12 (running) created at:
  6.5840/raft1.Make()
      2/raft.go:33 +0x2f
  main.begin()
      main.go:20 +0x11
==================
`

// shown is the names of a program with one package of the person.
func shown(file string) string {
	if name, ok := strings.CutPrefix(file, "2/"); ok {
		return "src/" + name
	}
	return ""
}

func TestWhatTheDetectorSaysIsRead(t *testing.T) {
	races := readRaces(said+"text of the program\n"+said, shown)
	assert.Len(t, races, 2)
	assert.Equal(t, []Race{{
		One: Access{
			Does: "writes", goroutine: "goroutine 12",
			Stack: []Frame{{"raft1.(*Raft).tick", "src/raft.go", 57}, {"raft1.Make.gowrap1", "src/raft.go", 33}},
			Began: []Frame{{"raft1.Make", "src/raft.go", 33}},
		},
		Other: Access{
			Does: "reads", goroutine: "main goroutine",
			Stack: []Frame{{"raft1.(*Raft).persist", "src/log.go", 9}},
		},
	}}, each(races), "the same places are one race")
}

func TestWhatIsCutOffIsNoRace(t *testing.T) {
	for at := range said {
		for _, r := range readRaces(said[:at], shown) {
			assert.Equal(t, "writes", r.One.Does)
		}
	}
	assert.Empty(t, readRaces("==================\nWARNING: DATA RACE\n", shown))
}
