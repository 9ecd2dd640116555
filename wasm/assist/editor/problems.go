package editor

import "raftlab/grader/complaints"

// problems reads the compiler's output.
func (e *Editor) problems(output, source string) []any {
	t := newText(source)
	var c *checked
	found := []any{}
	for _, one := range complaints.Read(output) {
		if c == nil {
			c = e.check(source)
		}
		found = append(found, t.problem(one.Line, one.Column, one.Message, e.help(c, one.Message)))
	}
	return found
}
