package whole

import (
	"fmt"
	"strings"

	"raftlab/lab/kv"
)

// Command is a client's command as the servers' logs hold it: text, with a tag that no other command has.
func Command(c kv.Command, tag string) string { return c.String() + " #" + tag }

// ParseCommand reads a command. An entry that no client asked for, such as a program's own empty one, is an error.
func ParseCommand(text string) (kv.Command, error) {
	words, _, tagged := strings.Cut(text, " #")
	if !tagged {
		return kv.Command{}, fmt.Errorf("%q is not a command of a client", text)
	}
	return kv.Parse(strings.Split(words, " "))
}
