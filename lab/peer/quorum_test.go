package peer

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/raft"
)

// decision is a question about a quorum, with etcd's answer: a file of etcd's has many.
type decision struct {
	line          string
	configuration raft.Configuration
	// values are what each server said, by our own numbers of the servers.
	values map[raft.NodeID]string
	answer string
}

// TestQuorumsAreEtcds feeds the questions of go.etcd.io/raft's own tests (package quorum, in the module cache) to our
// Configuration: which index do these servers commit, and is this vote won? The answers are those that stand there.
func TestQuorumsAreEtcds(t *testing.T) {
	asked := 0
	for _, file := range []string{"majority_commit", "joint_commit", "majority_vote", "joint_vote"} {
		for _, d := range decisions(t, file) {
			asked++
			if strings.HasSuffix(file, "vote") {
				assert.Equal(t, d.answer, d.vote(), "%s: %s", file, d.line)
				continue
			}
			match := make([]raft.Index, raft.MaxNodeID+1)
			for id, value := range d.values {
				index, _ := strconv.ParseUint(value, 10, 64) // _ is an index that is not known, 0
				match[id] = raft.Index(index)
			}
			got := strconv.FormatUint(uint64(d.configuration.QuorumIndex(match)), 10)
			if d.answer == "∞" { // nobody is asked: we call that none
				d.answer = "0"
			}
			assert.Equal(t, d.answer, got, "%s: %s", file, d.line)
		}
	}
	assert.Greater(t, asked, 100)
}

// vote is the outcome in etcd's words. A vote is lost if those who have not answered cannot win it any more.
func (d decision) vote() string {
	var yes, open raft.NodeSet
	for id := range d.configuration.Members().All() {
		switch d.values[id] {
		case "y":
			yes.Add(id)
		case "_", "":
			open.Add(id)
		}
	}
	switch {
	case d.configuration.HasQuorum(yes):
		return "VoteWon"
	case d.configuration.HasQuorum(yes | open):
		return "VotePending"
	}
	return "VoteLost"
}

var argument = regexp.MustCompile(`(\w+)=(\w+|\([^)]*\))`)

// decisions reads a file of etcd's tests: a command, a line of hyphens, and the answer in the last line before an empty
// one.
func decisions(t *testing.T, file string) []decision {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "go.etcd.io/raft/v3").Output()
	require.NoError(t, err)
	path := filepath.Join(strings.TrimSpace(string(dir)), "quorum", "testdata", file+".txt")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var found []decision
	for block := range strings.SplitSeq(string(text), "\n\n") {
		before, after, ok := strings.Cut(block, "\n----\n")
		if !ok {
			continue
		}
		command := before[strings.LastIndex(before, "\n")+1:]
		answers := strings.Fields(after)
		d := decision{line: command, values: map[raft.NodeID]string{}, answer: answers[len(answers)-1]}
		d.answer = strings.TrimPrefix(d.answer, "quorum>")
		d.read(command)
		found = append(found, d)
	}
	return found
}

// read takes the servers and what they said. Servers get our numbers in the order in which they are named; so do the
// values.
func (d *decision) read(command string) {
	numbers := map[string]raft.NodeID{}
	var order []raft.NodeID
	lists := map[string][]string{}
	for _, m := range argument.FindAllStringSubmatch(command, -1) {
		for value := range strings.SplitSeq(strings.Trim(m[2], "()"), ",") {
			if value = strings.TrimSpace(value); value != "" && value != "zero" {
				lists[m[1]] = append(lists[m[1]], value)
			}
		}
	}
	half := func(name string) (set raft.NodeSet) {
		for _, server := range lists[name] {
			if numbers[server] == raft.None {
				numbers[server] = raft.NodeID(len(numbers) + 1)
				order = append(order, numbers[server])
			}
			set.Add(numbers[server])
		}
		return set
	}
	d.configuration = raft.Configuration{Voters: half("cfg"), Next: half("cfgj")}
	for i, value := range append(lists["idx"], lists["votes"]...) {
		d.values[order[i]] = value
	}
}
