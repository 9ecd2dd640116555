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
func explain(key string, culprits, all []Operation) string {
	sorted := slices.Clone(culprits)
	slices.SortStableFunc(sorted, byReturn)
	others, accused := sorted[:len(sorted)-1], sorted[len(sorted)-1]
	if len(others) == 0 {
		return explainAlone(key, accused, all)
	}
	if len(others) == 1 && bothUsedUp(others[0], accused) {
		return fmt.Sprintf("%s, and %s: both changed the same %s, so one of the two changes is lost",
			say(accused), say(others[0]), quote(before(accused)))
	}
	against := -1
	for i, o := range others {
		if o.endedBefore(accused) && !alike(after(o), before(accused)) {
			against = i
		}
	}
	if against < 0 {
		return fmt.Sprintf("no order explains these answers about %s: %s", key, list(sorted, "; "))
	}
	sentence := fmt.Sprintf("%s although %s", say(accused), hadEnded(others[against]))
	writer, ok := onlyWriter(accused, all)
	if ok && writer.ID != others[against].ID {
		sentence += fmt.Sprintf("; %s was written only by %s at %s", quote(before(accused)), bare(writer), span(writer))
	}
	others = slices.Delete(others, against, against+1)
	others = slices.DeleteFunc(others, func(o Operation) bool { return ok && o.ID == writer.ID })
	if len(others) > 0 {
		sentence += "; no order that explains both also explains " + list(others, ", and ")
	}
	return sentence
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
func explainAlone(key string, accused Operation, all []Operation) string {
	sentence := say(accused) + ", "
	if _, result := accused.Command.On(before(accused)); result != accused.Result {
		return sentence + "an answer that this command never gives"
	}
	begun := begunBy(accused, all)
	sentence += "but " + key + " cannot have held " + quote(before(accused)) + " by then: "
	switch {
	case len(begun) == 0:
		return sentence + "nothing had begun to change it"
	case len(begun) <= listMax:
		return sentence + "all that had begun to change it is " + listBegun(begun)
	}
	return sentence + fmt.Sprintf("none of the %d operations that had begun to change it leads to that", len(begun))
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
func gave(o Operation) string {
	value := quote(o.Result.Value)
	switch {
	case o.Command.Op == kv.Get && o.Result.Done:
		return "read " + value
	case o.Command.Op == kv.Put && o.Result.Done && o.Result.Value == o.Command.Value:
		return "ended"
	case o.Command.Op == kv.CompareAndSet && o.Result.Done:
		return "found " + quote(o.Command.Value)
	case o.Command.Op != kv.Get && !o.Result.Done:
		return "found " + value + " instead"
	}
	return "gave " + value
}

// hadEnded states that an operation had ended before another began.
func hadEnded(o Operation) string {
	if changes(o) && o.Command.Op != kv.Increment {
		return fmt.Sprintf("%s had ended at %s ms", name(o), millis(o.ReturnedAt))
	}
	past := strings.Replace(gave(o), "gave", "given", 1)
	return fmt.Sprintf("%s had %s by %s ms", name(o), past, millis(o.ReturnedAt))
}

// say states the answer of an operation, and its time.
func say(o Operation) string { return fmt.Sprintf("%s %s at %s", name(o), gave(o), span(o)) }

// list states the answers of operations.
func list(operations []Operation, separator string) string {
	var parts []string
	for i, o := range operations {
		if i == listMax && len(operations) > listMax+1 {
			parts = append(parts, fmt.Sprintf("%d more", len(operations)-listMax))
			break
		}
		parts = append(parts, say(o))
	}
	return strings.Join(parts, separator)
}

// listBegun lists operations with their times, answered or not.
func listBegun(operations []Operation) string {
	var parts []string
	for _, o := range operations {
		when := span(o)
		if !o.Known {
			when = "from " + millis(o.InvokedAt) + " ms on, never answered"
		}
		if o.Known && o.Command.Op == kv.Increment {
			when = gave(o) + " at " + when
		}
		parts = append(parts, fmt.Sprintf("%s (%s)", bare(o), when))
	}
	return strings.Join(parts, ", and ")
}

// name is the name of an operation in the middle of a sentence.
func name(o Operation) string { return bare(o) + "," }

func bare(o Operation) string {
	return fmt.Sprintf("operation %d, %s", o.ID, strings.TrimSpace(o.Command.String()))
}

func span(o Operation) string {
	if o.InvokedAt == o.ReturnedAt {
		return millis(o.InvokedAt) + " ms"
	}
	return millis(o.InvokedAt) + "-" + millis(o.ReturnedAt) + " ms"
}

// quote is a value in a sentence.
func quote(value string) string {
	if value == "" {
		return "nothing"
	}
	return value
}

// millis is a time in milliseconds, with as many decimals as it needs.
func millis(t lab.Time) string {
	thousandths := fmt.Sprintf("%03d", t%lab.Time(lab.Millisecond))
	return strings.TrimSuffix(strconv.FormatInt(int64(t/lab.Time(lab.Millisecond)), 10)+
		"."+strings.TrimRight(thousandths, "0"), ".")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
