package story

import "strconv"

const repeatVerb = "repeat"

// expand is the commands that a line stands for: itself, or what repeat says. With every, time passes after each.
//
//	repeat 3 put x 1
//	repeat 3 every 100ms increment x
func expand(file string, c Command) ([]Command, error) {
	if len(c.Words) == 0 || c.Words[0].Text != repeatVerb {
		return []Command{c}, nil
	}
	args := &Args{words: c.Words, at: 1}
	times := args.Number("how many times")
	var pause []Command
	if args.Peek() == "every" {
		args.Keyword("every")
		args.Duration()
		if args.err == nil {
			word := c.Words[args.at-1]
			pause = []Command{{Line: c.Line, Text: "run " + word.Text, Words: []Word{{"run", word.Column}, word}}}
		}
	}
	switch {
	case args.err != nil:
	case times < 1 || times > MaxCommands:
		args.fail("want 1 to %d times, got %d", MaxCommands, times)
	case !args.More():
		args.Word("a command to repeat")
	case args.Peek() == repeatVerb || args.Peek() == leaveVerb:
		args.fail("%s cannot be repeated", strconv.Quote(args.Peek()))
	}
	if args.err != nil {
		return nil, &ScriptError{file, max(c.Line, 1), max(args.column, c.Words[0].Column), usageError{args.err}}
	}
	// The text keeps its spaces: a command's words may be a part of it.
	words := c.Words[args.at:]
	once := append([]Command{{Line: c.Line, Text: c.Text[words[0].Column-c.Words[0].Column:], Words: words}}, pause...)
	var all []Command
	for range times {
		all = append(all, once...)
	}
	return all, nil
}

// expandAll expands commands.
func expandAll(file string, commands []Command) ([]Command, error) {
	var all []Command
	for _, c := range commands {
		several, err := expand(file, c)
		if err != nil {
			return nil, err
		}
		all = append(all, several...)
		if len(all) > MaxCommands {
			return nil, tooMany(file, c.Line)
		}
	}
	return all, nil
}
