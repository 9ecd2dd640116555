package raftcluster

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/kv"
	"raftlab/lab/story"
	"raftlab/raft"
)

// A search of reads by index. A read is judged by what any client knew when it was asked; leases cannot be searched,
// since a search has no clocks.

// floor is what clients knew to be done when a read was asked.
type floor struct {
	request lab.RequestID
	index   raft.Index
}

// requestsOf are the clients' commands of a scenario that reads by index, or that changes the servers, in their order,
// with those changes.
func requestsOf(scenario *story.Scenario) ([]kv.Command, map[int]raft.Change) {
	var commands []kv.Command
	changes := map[int]raft.Change{}
	reads := false
	for _, command := range scenario.Commands {
		if change, ok := changeOf(command.Words); ok {
			commands = append(commands, kv.Command{Op: kv.Put, Key: "x"})
			changes[len(commands)] = change
			continue
		}
		var words []string
		for _, word := range command.Words {
			if word.Text == "via" || word.Text == "as" {
				break
			}
			words = append(words, word.Text)
		}
		if c, err := kv.Parse(words); err == nil {
			commands = append(commands, c)
			reads = reads || c.Mode == kv.ByIndex
		}
	}
	if !reads && len(changes) == 0 {
		return nil, nil
	}
	return commands, changes
}

// beginWords are the verbs of what a search can do.
var beginWords = []string{
	"wake", "deliver", "crash", "restart", "forget", "interval", "snapshot", "power",
	"put", "get", "increment", "compare-and-set", "add", "promote", "remove", "joint", "at-once",
}

// beginOf is the commands of a manual scenario, up to `search`: what stands behind that is left to the search, but for
// the clients' commands. Err is returned as it is.
func beginOf(scenario *story.Scenario, err error) ([]string, error) {
	manual := false
	var lines []string
	for _, command := range scenario.Commands {
		verb := command.Words[0].Text
		switch {
		case verb == "manual":
			manual = true
		case !manual || verb == "expect" || verb == "note":
		case verb == story.SearchVerb:
			return lines, err
		case slices.Contains(beginWords, verb):
			lines = append(lines, command.Text)
		default:
			return nil, fmt.Errorf("line %d: %w: a search begins with %s, and not with %s",
				command.Line, explore.ErrBegin, strings.Join(beginWords, ", "), verb)
		}
	}
	return lines, err
}

// Asked notes what clients know when a read is asked.
func (j *searchJudge) Asked(n int) {
	if j.setup.requestOf(n).Mode != kv.ThroughLog {
		j.floors = append(j.floors, floor{lab.RequestID(n), j.cluster.checks[0].acknowledged.index})
	}
}

// readAnswered judges what a read found.
func (j *searchJudge) readAnswered(
	id lab.ServerID, request lab.RequestID, applied raft.Index, what string,
) *lab.Violation {
	i := slices.IndexFunc(j.floors, func(f floor) bool { return f.request == request })
	if i < 0 {
		return nil
	}
	index := j.floors[i].index
	j.floors = slices.Delete(j.floors, i, i+1)
	return readInTime(id, applied, index, what)
}
