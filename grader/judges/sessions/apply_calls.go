package sessions

import (
	"slices"

	"raftlab/grader"
	"raftlab/lab"
	"raftlab/lab/kv"
)

// numbered is a command on key x, with its session and numbers.
func numbered(client kv.ClientID, sequence, least uint64, command kv.Command) kv.Numbered {
	command.Key = "x"
	return kv.Numbered{Client: client, Sequence: sequence, Lowest: least, Command: command}
}

// The commands of situations and small calls.
var (
	increment = kv.Command{Op: kv.Increment, Value: "1"}
	put       = kv.Command{Op: kv.Put, Value: "7"}
	compares  = kv.Command{Op: kv.CompareAndSet, Value: "4", New: "5"}
	misses    = kv.Command{Op: kv.CompareAndSet, Value: "9", New: "5"}
)

func applySituations() []applyCall {
	return []applyCall{
		{"the first command of a session", once,
			"It is carried out, and its result is stored with its number.",
			table(5, session(2, 3, 1)), "4", numbered(2, 1, 1, increment)},
		{"the same command once more", once,
			"The table has the result of request 1. The copy gets it, and changes nothing.",
			table(5, session(2, 3, 1, 1)), "5", numbered(2, 1, 1, increment)},
		{"the next command", once,
			"Request 2 is new: the client does the same again, and means it.",
			table(5, session(2, 3, 1, 1)), "5", numbered(2, 2, 1, increment)},
		{"a copy of an earlier command", once,
			"Request 1 is not the last one. The client has not its answer yet, so its result is still there.",
			table(5, session(2, 3, 1, 1, 2)), "6", numbered(2, 1, 1, increment)},
		{"a command that was overtaken", once,
			"Request 2 came before request 1. A client may wait for several answers, and both are new.",
			table(5, session(2, 3, 1, 2)), "5", numbered(2, 1, 1, increment)},
		{"the same number in another session", once,
			"Numbers are a session's own: request 1 of session 5 has nothing to do with request 1 of session 2.",
			table(5, session(2, 3, 1, 1), session(5, 4, 1)), "5", numbered(5, 1, 1, increment)},
		{"a compare-and-set that is refused", once,
			"A refusal is a result like any other: it is stored.",
			table(5, session(2, 3, 1)), "4", numbered(2, 1, 1, misses)},
		{"a copy of a refused compare-and-set", once,
			"Request 3 was refused when it came first. Now x holds what it expects, and it is refused all the same.",
			table(5, session(2, 3, 1, 1, 2, 3)), "4", numbered(2, 3, 1, compares)},
		{"the client has some answers", lowest,
			"With lowest=3 the client says that it has the answers of 1 and 2. Their results are forgotten.",
			table(5, session(2, 3, 1, 1, 2, 3)), "6", numbered(2, 4, 3, increment)},
		{"a late copy of a command that is done with", lowest,
			"Request 1 is below Lowest: its result is forgotten, and it was carried out. It must not be again.",
			table(5, session(2, 3, 3, 3)), "6", numbered(2, 1, 1, increment)},
		{"an old copy does not take lowest back", lowest,
			"The copy was sent when the client waited for more answers. Lowest stays at 3.",
			table(5, session(2, 3, 3, 3)), "6", numbered(2, 3, 1, increment)},
		{"a command of an unknown session", once,
			"The session has expired. Nobody knows whether request 2 was carried out, so it is refused.",
			table(5, session(5, 4, 1)), "4", numbered(2, 2, 1, increment)},
	}
}

// smallApplies is every command of a small session, and of one that is not open.
func smallApplies() []applyCall {
	var calls []applyCall
	for least := uint64(1); least <= 3; least++ {
		for subset := range uint64(1 << (4 - least)) {
			s := session(2, 3, least)
			for i := range 4 - least {
				if subset&(1<<i) != 0 {
					s.Results = append(s.Results, kv.Stored{Sequence: least + i, Result: stored(least + i)})
				}
			}
			for _, beside := range [][]kv.Session{nil, {session(5, 4, 1, 1)}} {
				t := table(5, append([]kv.Session{s}, beside...)...)
				calls = append(calls, commandsOn(t, 2)...)
				if least == 1 && subset == 0 {
					calls = append(calls, commandsOn(t, 4)...)
				}
			}
		}
	}
	return calls
}

// commandsOn is every small command of a session.
func commandsOn(t kv.Sessions, client kv.ClientID) []applyCall {
	var calls []applyCall
	for sequence := uint64(1); sequence <= 4; sequence++ {
		for least := uint64(1); least <= sequence; least++ {
			for _, command := range []kv.Command{increment, put, compares, misses} {
				n := numbered(client, sequence, least, command)
				calls = append(calls, applyCall{table: t, store: "4", command: n})
			}
		}
	}
	return calls
}

// about says which failures an example's own sentence explains, by their codes. Any other failure of the example has
// the sentence of what differs.
var about = map[string][]string{
	"the first command of a session": {"sessions.call.new.not-carried-out", "sessions.call.new.result"},
	"the same command once more":     {"sessions.call.copy.carried-out"},
	"the next command":               {"sessions.call.new.not-carried-out"},
	"a copy of an earlier command":   {"sessions.call.copy.carried-out"},
	"a command that was overtaken":   {"sessions.call.new.overtaken"},
	"the same number in another session": {
		"sessions.call.new.not-carried-out", "sessions.call.others.changed",
	},
	"a compare-and-set that is refused":            {"sessions.call.new.refusal"},
	"a copy of a refused compare-and-set":          {"sessions.call.copy.carried-out"},
	"the client has some answers":                  {"sessions.call.not-forgotten"},
	"a late copy of a command that is done with":   {"sessions.call.old.carried-out"},
	"an old copy does not take lowest back":        {"sessions.call.lowest"},
	"a command of an unknown session":              {"sessions.call.unknown.carried-out"},
	"time goes on":                                 {"sessions.call.expire.now"},
	"a later leader's clock is behind":             {"sessions.call.expire.back"},
	"a session that was not used for longer":       {"sessions.call.expire.kept"},
	"a session that was used just long enough ago": {"sessions.call.expire.early"},
	"a new command":                                {"sessions.call.next.reused"},
	"a copy":                                       {"sessions.call.next.again"},
	"an answer comes":                              {"sessions.call.take.waits"},
	"the lowest of several that are not " +
		"answered": {"sessions.call.next.lowest-low", "sessions.call.next.lowest-high"},
	"an answer that overtook another":               {"sessions.call.take.other"},
	"an answer that comes once more":                {"sessions.call.take.other"},
	"a copy, when all answers are there":            {"sessions.call.next.lowest-high"},
	"the client waits for the answer of its number": {"sessions.call.next.not-waited-for"},
}

// ownWords gives an example's failure the example's own sentence, if that explains it.
func ownWords(failure *grader.CaseFailure, name string) *grader.CaseFailure {
	if slices.Contains(about[name], failure.Why.Code) {
		failure.Place, failure.Why = "", lab.Saying{}
	}
	return failure
}
