package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"raftlab/grader/sandbox/fuel"
	"raftlab/grader/whole"
	"raftlab/grader/whole/wholetest"
	"raftlab/lab/wholecluster"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "hosts: usage: go run ./grader/whole/wholetest/hosts DIR [NAME...]")
		os.Exit(2)
	}
	if err := writeAll(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "hosts:", err)
		os.Exit(1)
	}
}

// writeAll writes the cases of these names, or all but the planted mistakes.
func writeAll(dir string, names []string) error {
	servers, err := brought()
	if err != nil {
		return err
	}
	mistakes, err := mistakes()
	if err != nil {
		return err
	}
	list := slices.Concat(cases(), servers, broken())
	if len(names) > 0 {
		list = slices.DeleteFunc(append(list, mistakes...), func(c hostCase) bool {
			return !slices.Contains(names, c.name)
		})
	}
	for _, c := range list {
		if err := c.write(dir); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

// mistakes are the planted mistakes, each in the situation that finds it.
func mistakes() (list []hostCase, err error) {
	all, err := wholetest.Mistakes()
	for _, m := range all {
		list = append(list, hostCase{"planted " + m.Name, situation(m.Situation, m.Seed), planted(m.Edits...)})
	}
	return list, err
}

// hostCase is one program in one scenario.
type hostCase struct {
	name string
	// scenario is "" for the first that shows the program's mistake.
	scenario string
	// build compiles it, in a folder of its own.
	build func(folder string) ([]byte, error)
}

// played is a case, as it came out on this machine.
type played struct {
	Name     string `json:"name"`
	Scenario string `json:"scenario"`
	Hash     string `json:"hash"`
	Property string `json:"property"`
	Sentence string `json:"sentence"`
}

func (c hostCase) write(dir string) error {
	folder, err := os.MkdirTemp(dir, "build-")
	if err != nil {
		return err
	}
	program, err := c.build(folder)
	if err != nil {
		return err
	}
	bounded, err := fuel.Bound(program)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, c.name+".wasm"), bounded, 0o600); err != nil {
		return err
	}
	if c.scenario == "" {
		if c.scenario, err = shows(program); err != nil {
			return err
		}
	}
	r, err := whole.Play(context.Background(), program, c.scenario)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(played{c.name, c.scenario, r.Hash, r.Property, r.Sentence})
}

// planted compiles wholetest's server with some edits.
func planted(edits ...wholetest.Edit) func(string) ([]byte, error) {
	return func(folder string) ([]byte, error) { return wholetest.Build(folder, edits...) }
}

// short has a leader elected, and something written.
const short = "# Parity: Short\nprotocol whole\nservers 3\nseed 5\nrun 1s\ntry put a 1 via leader\nrun 9s\n"

// cases are the right server in a storm and in every situation of one seed, and programs that end in each way.
func cases() []hostCase {
	list := []hostCase{{"storm", storm, planted()}}
	for _, s := range wholecluster.Suite() {
		if s.ID == "late-reply" || s.ID == "snapshot-crash" || s.ID == "unreliable" {
			list = append(list, hostCase{s.ID, s.Text(3), planted()})
		}
	}
	for _, one := range []struct{ name, code, imports string }{
		{"panics", "if rf.role == leader {\nvar lost map[int]int\nlost[rf.me] = 1\n}\n", ""},
		{"exits", "if rf.role == leader {\nprintln(\"cannot go on\")\nos.Exit(3)\n}\n", "\"os\"\n"},
		{"spins", "for rf.role == leader {\nif rf.killed() {\nreturn\n}\n}\n", ""},
		{"asks the time", "for at := time.Now(); rf.role == leader && time.Since(at) < time.Second; {\n}\n", ""},
		{"grows", "rf.snapshot = append(rf.snapshot, make([]byte, 64<<20)...)\n", ""},
		{"hangs", "if rf.role == leader {\nrf.mu.Lock()\n}\n", ""},
		{"recurses", "rf.deeper(1)\n", ""},
	} {
		list = append(list, hostCase{one.name, short, planted([]wholetest.Edit{
			{File: "raft.go", Old: "\t\"math/rand\"\n", New: "\t\"math/rand\"\n" + one.imports},
			{File: "raft.go", Old: wait, New: wait + one.code},
			{File: "raft.go", Old: ticker, New: deeper + ticker},
		}...)})
	}
	return list
}

// Lines of the server, and what is planted beside them: deeper calls itself without end.
const (
	wait   = "wait := 20 * time.Millisecond\n"
	ticker = "func (rf *Raft) ticker() {\n"
	deeper = `func (rf *Raft) deeper(n int) int {
	if rf.role != leader {
		return n
	}
	return rf.deeper(n+1) + n
}

`
)

const storm = `# Parity: A storm
protocol whole
servers 5
seed 7
snapshot 10
shuffle
loss 5%
await leader
repeat 20 every 100ms try put a 1
crash leader
repeat 20 every 100ms try increment n
try restart S1
try restart S2
try restart S3
try restart S4
try restart S5
isolate leader
repeat 20 every 100ms try put b 2 via S1
heal
run 15s
recover
expect progress
await answers
expect linearizable
`
