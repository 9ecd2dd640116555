package sessions

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/kv"
)

// clientCall is one call of a client: it sends a new command, or a copy of one, or it has an answer.
type clientCall struct {
	name, why string
	client    kv.Client
	// again is the number of the command to send once more, 0 for a new one. With answered, it is the number of the
	// answer.
	again    uint64
	answered bool
}

func clientSituations() []clientCall {
	client := func(last uint64, waiting ...uint64) kv.Client { return kv.Client{Last: last, Unanswered: waiting} }
	return []clientCall{
		{"a new command", "A number that was used before would make the servers take the command for a copy.",
			client(2, 2), 0, false},
		{"a copy", "With another number, the servers could not know that they have carried the command out.",
			client(2, 2), 2, false},
		{"the lowest of several that are not answered",
			"The client has the answer of 2, and not that of 1: the lowest number that it waits for is 1.",
			client(3, 1, 3), 0, false},
		{"the client waits for the answer of its number", "The number is among those without an answer from now on.",
			client(0), 0, false},
		{"a copy, when all answers are there",
			"A client that asks again waits for that answer again, so lowest is not above its number.",
			client(3), 2, false},
		{"an answer comes", "The client does not wait for it any more: so lowest can rise.", client(3, 1, 3), 1, true},
		{"an answer that overtook another", "The answer of 1 is still missing: a higher number says nothing about it.",
			client(3, 1, 3), 3, true},
		{"an answer that comes once more", "The answer of 1 is known already. What the client waits for does not " +
			"change.",
			client(3, 2, 3), 1, true},
	}
}

// smallClients is every call of a small client.
func smallClients() []clientCall {
	var calls []clientCall
	for last := uint64(0); last <= 3; last++ {
		for subset := range 1 << last {
			client := kv.Client{Last: last}
			for number := uint64(1); number <= last; number++ {
				if subset&(1<<(number-1)) != 0 {
					client.Unanswered = append(client.Unanswered, number)
				}
			}
			for again := range last + 1 {
				calls = append(calls, clientCall{client: client, again: again})
				if again > 0 {
					calls = append(calls, clientCall{client: client, again: again, answered: true})
				}
			}
		}
	}
	return calls
}

func (c clientCall) smallCase() Case { return Case{Place: numbers, Run: c.run} }

func (c clientCall) size() int { return int(c.client.Last) + len(c.client.Unanswered) + int(c.again) }

func clientText(c kv.Client) string {
	return fmt.Sprintf("Last=%d Unanswered=%v", c.Last, c.Unanswered)
}

func (c clientCall) run(rules kv.SessionRules) *grader.CaseFailure {
	after := kv.Client{Last: c.client.Last, Unanswered: slices.Clone(c.client.Unanswered)}
	var failure *grader.CaseFailure
	request, yours, allowed := "", "", ""
	switch {
	case c.answered:
		request, allowed = fmt.Sprintf("the answer of request %d has come", c.again), clientText(c.taken())
		rules.TakeAnswer(&after, c.again)
		failure = c.judgeTaken(after)
	case c.again > 0:
		request = fmt.Sprintf("a copy of request %d is sent", c.again)
	default:
		request = "a new command is sent"
	}
	if !c.answered {
		sequence, least := rules.NextRequest(&after, c.again)
		yours = fmt.Sprintf("sequence=%d lowest=%d; after it ", sequence, least)
		failure, allowed = c.judgeSent(after, sequence, least)
	}
	if failure == nil {
		return nil
	}
	failure.State, failure.Request, failure.Allowed = clientText(c.client), request, allowed
	failure.Yours = yours + clientText(after)
	return ownWords(failure, c.name)
}

// taken is the client after an answer.
func (c clientCall) taken() kv.Client {
	left := slices.DeleteFunc(slices.Clone(c.client.Unanswered), func(n uint64) bool { return n == c.again })
	return kv.Client{Last: c.client.Last, Unanswered: left}
}

func (c clientCall) judgeTaken(after kv.Client) *grader.CaseFailure {
	want := c.taken()
	switch {
	case after.Last != want.Last:
		return call.Breaks(numbers, "sessions.call.take.last",
			"Last was %d and is %d: an answer gives no number, and takes none back.", want.Last, after.Last)
	case slices.Contains(after.Unanswered, c.again):
		return call.Stalls(numbers, "sessions.call.take.waits",
			"The answer of request %d has come, and the client still waits for it: the servers keep its result for "+
				"ever.",
			c.again)
	case !sameNumbers(after.Unanswered, want.Unanswered):
		return call.Stalls(numbers, "sessions.call.take.other",
			"The answer of request %d has come. Before it the client waited for %v, and now for %v.",
			c.again, c.client.Unanswered, after.Unanswered)
	}
	return c.ordered(after)
}

// judgeSent judges the numbers of a request, and the client after it.
func (c clientCall) judgeSent(after kv.Client, sequence, least uint64) (*grader.CaseFailure, string) {
	want := kv.Client{Last: c.client.Last, Unanswered: slices.Clone(c.client.Unanswered)}
	number := c.again
	if number == 0 {
		number = want.Last + 1
		want.Last, want.Unanswered = number, append(want.Unanswered, number)
	}
	waits := number
	if len(want.Unanswered) > 0 {
		waits = min(waits, want.Unanswered[0])
	}
	allowed := fmt.Sprintf("sequence=%d lowest=%d; after it %s", number, waits, clientText(want))
	if failure := c.judgeSequence(sequence, number); failure != nil {
		return failure, allowed
	}
	return call.Gravest(c.judgeAfter(after, want, number), judgeLowest(least, waits, number), c.ordered(after)), allowed
}

func (c clientCall) judgeSequence(sequence, number uint64) *grader.CaseFailure {
	switch {
	case sequence == number:
		return nil
	case c.again > 0:
		return call.Breaks(numbers, "sessions.call.next.again",
			"The copy of request %d has the number %d: for the servers it is another command, and they carry it out "+
				"again.",
			number, sequence)
	case sequence <= c.client.Last:
		return call.Breaks(numbers, "sessions.call.next.reused",
			"The new command has the number %d, which was used before: the servers take it for a copy, and do not "+
				"carry "+
				"it out.", sequence)
	}
	return call.Stalls(numbers, "sessions.call.next.skipped",
		"The new command has the number %d, and the last one was %d: each number follows the one before it.",
		sequence, c.client.Last)
}

func (c clientCall) judgeAfter(after, want kv.Client, number uint64) *grader.CaseFailure {
	switch {
	case after.Last < want.Last:
		return call.Breaks(numbers, "sessions.call.next.last",
			"The number %d was given, and Last is %d: the next command would have a number that was used.",
			number, after.Last)
	case after.Last > want.Last:
		return call.Stalls(numbers, "sessions.call.next.last-high",
			"The last number that was given is %d, and Last is %d.", want.Last, after.Last)
	case c.again == 0 && !slices.Contains(after.Unanswered, number):
		return call.Stalls(numbers, "sessions.call.next.not-waited-for",
			"The client waits for the answer of request %d, and Unanswered is %v. With its next command it would tell "+
				"the servers to forget the result.", number, after.Unanswered)
	case !sameNumbers(after.Unanswered, want.Unanswered) &&
		!sameNumbers(after.Unanswered, withNumber(want.Unanswered, number)):
		return call.Stalls(numbers, "sessions.call.next.waits",
			"Unanswered is %v after the request, and was %v before it.", after.Unanswered, c.client.Unanswered)
	}
	return nil
}

// withNumber is the numbers with one more: a client that asks again may note that it waits again.
func withNumber(list []uint64, number uint64) []uint64 {
	if slices.Contains(list, number) {
		return list
	}
	return append(slices.Clone(list), number)
}

// judgeLowest: servers forget results below lowest, and keep all others.
func judgeLowest(least, waits, number uint64) *grader.CaseFailure {
	switch {
	case least > waits:
		return call.Stalls(numbers, "sessions.call.next.lowest-high",
			"Lowest is %d, and the client waits for the answer of %d: the servers forget its result, and a copy is "+
				"refused.",
			least, waits)
	case least < waits:
		return call.Stalls(numbers, "sessions.call.next.lowest-low",
			"Lowest is %d, and the lowest number that the client waits for is %d: the servers keep results that "+
				"nobody "+
				"needs.", least, waits)
	}
	return nil
}

// ordered: the numbers stand in increasing order, and each once.
func (c clientCall) ordered(after kv.Client) *grader.CaseFailure {
	for i := 1; i < len(after.Unanswered); i++ {
		if after.Unanswered[i] <= after.Unanswered[i-1] {
			return call.Stalls(numbers, "sessions.call.order-of-numbers",
				"Unanswered is %v: the numbers stand in increasing order, and each once.", after.Unanswered)
		}
	}
	return nil
}

// sameNumbers compares two lists, whatever their order.
func sameNumbers(a, b []uint64) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}
