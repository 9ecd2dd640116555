package linearizability

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/kv"
)

// listMax is how many operations a sentence lists one by one.
const listMax = 4

// explain states the contradiction between the culprits. The accused is the operation that was answered last:
// the answers before it can still be explained.
func explain(key string, culprits, all []Operation) lab.Saying {
	sorted := slices.Clone(culprits)
	slices.SortStableFunc(sorted, byReturn)
	others, accused := sorted[:len(sorted)-1], sorted[len(sorted)-1]
	if len(others) == 0 {
		return explainAlone(key, accused, all)
	}
	if len(others) == 1 && bothUsedUp(others[0], accused) {
		return lab.Say("linearizability.lost-change",
			"%v, and %v: both changed the same %v, so one of the two changes is lost",
			say(accused), say(others[0]), quote(before(accused)))
	}
	against := -1
	for i, o := range others {
		if o.endedBefore(accused) && !alike(after(o), before(accused)) {
			against = i
		}
	}
	if against < 0 {
		return lab.Say("linearizability.no-order", "no order explains these answers about %s: %v",
			key, lab.Join("list.answers", "; ", answers(sorted)))
	}
	s := lab.Say("linearizability.although", "%v although %v", say(accused), hadEnded(others[against]))
	writer, ok := onlyWriter(accused, all)
	if ok && writer.ID != others[against].ID {
		s = lab.Say("linearizability.only-writer", "%v; %v was written only by %v at %v",
			s, quote(before(accused)), name(writer), span(writer))
	}
	others = slices.Delete(others, against, against+1)
	others = slices.DeleteFunc(others, func(o Operation) bool { return ok && o.ID == writer.ID })
	if len(others) > 0 {
		s = lab.Say("linearizability.not-also", "%v; no order that explains both also explains %v",
			s, lab.Join("list.others", ", and ", answers(others)))
	}
	return s
}

// onlyWriter is the operation that must have left the value that the accused found: none if there are several,
// or if its outcome is unknown.
func onlyWriter(accused Operation, all []Operation) (Operation, bool) {
	var writers []Operation
	for _, o := range begunBy(accused, all) {
		if mayLeave(o, before(accused)) {
			writers = append(writers, o)
		}
	}
	if len(writers) != 1 || !writers[0].Known {
		return Operation{}, false
	}
	return writers[0], true
}

// begunBy are the operations that changed the key, or may have, and were invoked before the accused was
// answered.
func begunBy(accused Operation, all []Operation) []Operation {
	var begun []Operation
	for _, o := range all {
		if o.ID != accused.ID && !accused.endedBefore(o) && changes(o) {
			begun = append(begun, o)
		}
	}
	return begun
}

// explainAlone explains an answer that contradicts everything that can have happened before it.
func explainAlone(key string, accused Operation, all []Operation) lab.Saying {
	if _, result := accused.Command.On(before(accused)); result != accused.Result {
		return lab.Say("linearizability.never-gives", "%v, an answer that this command never gives", say(accused))
	}
	begun := begunBy(accused, all)
	var why lab.Saying
	switch {
	case len(begun) == 0:
		why = lab.Say("linearizability.nothing-begun", "nothing had begun to change it")
	case len(begun) <= listMax:
		why = lab.Say("linearizability.all-begun", "all that had begun to change it is %v", listBegun(begun))
	default:
		why = lab.Say("linearizability.none-begun",
			"none of the %d operations that had begun to change it leads to that", len(begun))
	}
	return lab.Say("linearizability.cannot-hold", "%v, but %s cannot have held %v by then: %v",
		say(accused), key, quote(before(accused)), why)
}

// bothUsedUp reports whether two operations each replaced the same value with another.
func bothUsedUp(a, b Operation) bool {
	replaces := func(o Operation) bool { return o.Command.Op != kv.Put && changes(o) && before(o) != after(o) }
	return replaces(a) && replaces(b) && before(a) == before(b)
}

// changes reports whether an operation changed its key, or may have.
func changes(o Operation) bool {
	return o.Command.Op != kv.Get && (!o.Known || o.Result.Done)
}

// before is the value that an operation found, as its answer shows; a put shows none.
func before(o Operation) string {
	switch {
	case o.Command.Op == kv.CompareAndSet && o.Result.Done:
		return o.Command.Value
	case o.Command.Op == kv.Increment && o.Result.Done:
		sum, err := strconv.ParseInt(o.Result.Value, 10, 64)
		if err != nil {
			return o.Result.Value
		}
		by, err := strconv.ParseInt(o.Command.Value, 10, 64)
		if err != nil {
			return o.Result.Value
		}
		return strconv.FormatInt(sum-by, 10)
	}
	return o.Result.Value
}

// after is the value that an operation left, as its answer shows.
func after(o Operation) string {
	if o.Command.Op == kv.Put {
		return o.Command.Value
	}
	return o.Result.Value
}

// alike reports whether two values may be the same: an increment does not distinguish an empty value from 0.
func alike(a, b string) bool {
	none := func(value string) bool { return value == "" || value == "0" }
	return a == b || none(a) && none(b)
}

// mayLeave reports whether an operation may have left that value.
func mayLeave(o Operation, value string) bool {
	switch {
	case o.Known || o.Command.Op == kv.Put:
		return after(o) == value
	case o.Command.Op == kv.Increment:
		return isNumber(value)
	}
	return o.Command.New == value
}

// gave states the answer of an operation.
func gave(o Operation) lab.Saying {
	value := quote(o.Result.Value)
	switch {
	case o.Command.Op == kv.Get && o.Result.Done:
		return lab.Say("answer.read", "read %v", value)
	case o.Command.Op == kv.Put && o.Result.Done && o.Result.Value == o.Command.Value:
		return lab.Say("answer.ended", "ended")
	case o.Command.Op == kv.CompareAndSet && o.Result.Done:
		return lab.Say("answer.found", "found %v", quote(o.Command.Value))
	case o.Command.Op != kv.Get && !o.Result.Done:
		return lab.Say("answer.found-instead", "found %v instead", value)
	}
	return lab.Say("answer.gave", "gave %v", value)
}

// hadEnded states that an operation had ended before another began.
func hadEnded(o Operation) lab.Saying {
	if changes(o) && o.Command.Op != kv.Increment {
		return lab.Say("operation.had-ended", "%v, had ended at %s ms", name(o), millis(o.ReturnedAt))
	}
	past := gave(o)
	if past.Code == "answer.gave" {
		past = lab.Say("answer.given", "given %v", quote(o.Result.Value))
	}
	return lab.Say("operation.had", "%v, had %v by %s ms", name(o), past, millis(o.ReturnedAt))
}

// say states the answer of an operation, and its time.
func say(o Operation) lab.Saying {
	return lab.Say("operation.answer", "%v, %v at %v", name(o), gave(o), span(o))
}

// answers states the answers of operations.
func answers(operations []Operation) []lab.Saying {
	var parts []lab.Saying
	for i, o := range operations {
		if i == listMax && len(operations) > listMax+1 {
			parts = append(parts, lab.Say("list.more", "%d more", len(operations)-listMax))
			break
		}
		parts = append(parts, say(o))
	}
	return parts
}

// listBegun lists operations with their times, answered or not.
func listBegun(operations []Operation) lab.Saying {
	var parts []lab.Saying
	for _, o := range operations {
		when := span(o)
		if !o.Known {
			when = lab.Say("operation.never-answered", "from %s ms on, never answered", millis(o.InvokedAt))
		}
		if o.Known && o.Command.Op == kv.Increment {
			when = lab.Say("operation.answer-at", "%v at %v", gave(o), when)
		}
		parts = append(parts, lab.Say("operation.when", "%v (%v)", name(o), when))
	}
	return lab.Join("list.begun", ", and ", parts)
}

// name is the number of an operation and its command.
func name(o Operation) lab.Saying {
	return lab.Say("operation.name", "operation %d, %s", o.ID, strings.TrimSpace(o.Command.String()))
}

func span(o Operation) lab.Saying {
	if o.InvokedAt == o.ReturnedAt {
		return lab.Say("operation.instant", "%s ms", millis(o.InvokedAt))
	}
	return lab.Say("operation.span", "%s-%s ms", millis(o.InvokedAt), millis(o.ReturnedAt))
}

// quote is a value in a sentence.
func quote(value string) lab.Saying {
	if value == "" {
		return lab.Say("value.nothing", "nothing")
	}
	return lab.Plain(value)
}

// millis is a time in milliseconds, with as many decimals as it needs.
func millis(t lab.Time) string {
	thousandths := fmt.Sprintf("%03d", t%lab.Time(lab.Millisecond))
	return strings.TrimSuffix(strconv.FormatInt(int64(t/lab.Time(lab.Millisecond)), 10)+
		"."+strings.TrimRight(thousandths, "0"), ".")
}

func count(n int, what string) lab.Saying {
	if n == 1 {
		return lab.Say("count.one", "1 %s", what)
	}
	return lab.Say("count.many", "%d %ss", n, what)
}
