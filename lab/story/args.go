package story

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
)

// ErrUsage matches every error about a command's words.
var ErrUsage = errors.New("wrong use of a command")

// usageError says what is wrong with a command's words. It matches ErrUsage, whose text it leaves out.
type usageError struct{ error }

func (e usageError) Is(target error) bool { return target == ErrUsage }
func (e usageError) Unwrap() error        { return e.error }

// UsageError is an error about a command's words.
func UsageError(format string, values ...any) error {
	return usageError{fmt.Errorf(format, values...)}
}

// Args takes a command's words one after the other. It keeps the first error, so a verb reads all its words and
// calls End once.
type Args struct {
	words   []Word
	at      int
	servers int
	// named finds the server that a protocol's word stands for; nil before there is a world.
	named  func(word string) (lab.ServerID, error)
	err    error
	column int
	// rehearsal is true for a verb that must only read its words: End is an error then, even if all is right.
	rehearsal bool
}

// errRehearsed ends the rehearsal of a command whose words are right.
var errRehearsed = errors.New("the command is right")

// fail keeps the first error, with the column of the last word taken.
func (a *Args) fail(format string, values ...any) {
	if a.err == nil {
		a.err = fmt.Errorf(format, values...)
		a.column = a.words[min(max(a.at-1, 0), len(a.words)-1)].Column
	}
}

// More reports whether a word is left.
func (a *Args) More() bool { return a.err == nil && a.at < len(a.words) }

// Peek is the next word, "" when none is left.
func (a *Args) Peek() string {
	if !a.More() {
		return ""
	}
	return a.words[a.at].Text
}

// Word takes the next word; what names it in an error.
func (a *Args) Word(what string) string {
	if a.err != nil {
		return ""
	}
	a.at++
	if a.at > len(a.words) {
		a.fail("%s is missing", what)
		return ""
	}
	return a.words[a.at-1].Text
}

// Choice takes the next word, which must be one of those given.
func (a *Args) Choice(options ...string) string {
	last := len(options) - 1
	what := strings.Join(options[:last], ", ") + " or " + options[last]
	got := a.Word(what)
	if a.err == nil && !slices.Contains(options, got) {
		a.fail("want %s, got %q%s", what, got, DidYouMean(got, options))
	}
	return got
}

// Keyword takes the next word, which must be the given word.
func (a *Args) Keyword(word string) {
	if got := a.Word(strconv.Quote(word)); a.err == nil && got != word {
		a.fail("want %q, got %q", word, got)
	}
}

// Reject is an error about the last word taken.
func (a *Args) Reject(format string, values ...any) error {
	a.fail(format, values...)
	return a.End()
}

// Rest takes all words that are left.
func (a *Args) Rest() []string {
	var rest []string
	for a.More() {
		rest = append(rest, a.Word("a word"))
	}
	return rest
}

// Server takes a server's name, S1 to S9, or a protocol's word that stands for a server now.
func (a *Args) Server() lab.ServerID {
	word := a.Word("a server")
	if a.err != nil {
		return 0
	}
	if a.named != nil {
		id, err := a.named(word)
		if a.rehearsal && lab.IsNotNow(err) {
			return 1 // the word stands for a server, though not now
		}
		if err != nil {
			a.fail("%w", err)
			return 0
		}
		if id != 0 {
			return id
		}
	}
	number, err := strconv.Atoi(strings.TrimPrefix(word, "S"))
	if err != nil || !strings.HasPrefix(word, "S") || number < 1 || number > a.servers {
		a.fail("unknown server %q: this cluster has S1 to S%d", word, a.servers)
		return 0
	}
	return lab.ServerID(number)
}

// Client takes a client's name, C1 to C9.
func (a *Args) Client() lab.ServerID {
	word := a.Word("a client")
	if a.err != nil {
		return 0
	}
	number, err := strconv.Atoi(strings.TrimPrefix(word, "C"))
	if err != nil || !strings.HasPrefix(word, "C") || number < 1 || number > lab.MaxClients {
		a.fail("unknown client %q: there are C1 to C%d", word, lab.MaxClients)
		return 0
	}
	return lab.Client(number)
}

// Number takes a whole number that is not negative.
func (a *Args) Number(what string) uint64 {
	word := a.Word(what)
	if a.err != nil {
		return 0
	}
	number, err := strconv.ParseUint(word, 10, 64)
	if err != nil {
		a.fail("want a whole number for %s, got %q", what, word)
	}
	return number
}

// maxDuration keeps sums of times far from the end of the clock.
const maxDuration = 1000 * lab.Second

// Duration takes a span of time such as 150ms, 2s or 500us.
func (a *Args) Duration() lab.Duration {
	word := a.Word("a duration")
	if a.err != nil {
		return 0
	}
	for _, unit := range []struct {
		name string
		size lab.Duration
	}{{"us", lab.Microsecond}, {"ms", lab.Millisecond}, {"s", lab.Second}} {
		digits, ok := strings.CutSuffix(word, unit.name)
		number, err := strconv.ParseUint(digits, 10, 32)
		if ok && err == nil && lab.Duration(number) <= maxDuration/unit.size {
			return lab.Duration(number) * unit.size
		}
	}
	a.fail("want a duration such as 150ms, 2s or 500us, at most %ds, got %q", maxDuration/lab.Second, word)
	return 0
}

// Permille takes a share such as 5% or 0.5% and gives it in thousandths.
func (a *Args) Permille() int {
	word := a.Word("a percentage")
	if a.err != nil {
		return 0
	}
	whole, tenths, split := strings.Cut(strings.TrimSuffix(word, "%"), ".")
	w, err := strconv.ParseUint(whole, 10, 8)
	t := uint64(0)
	if err == nil && split {
		t, err = strconv.ParseUint(tenths, 10, 8)
	}
	if err != nil || !strings.HasSuffix(word, "%") || t > 9 || w*10+t > 1000 {
		a.fail("want 0%% to 100%%, with at most one decimal, got %q", word)
	}
	return int(w*10 + t)
}

// End is the first error, or an error about a word that is left over.
func (a *Args) End() error {
	if a.More() {
		a.at++
		a.fail("unexpected argument %q", a.words[a.at-1].Text)
	}
	if a.err == nil && a.rehearsal {
		return errRehearsed
	}
	if a.err == nil || lab.IsNotNow(a.err) {
		return a.err
	}
	return usageError{a.err}
}

// Bound is a condition on a number: 3, at least 3, or at most 3.
type Bound struct{ least, most uint64 }

// Bound takes a condition on a number.
func (a *Args) Bound(what string) Bound {
	if a.Peek() != "at" {
		n := a.Number(what)
		return Bound{n, n}
	}
	a.Keyword("at")
	how := a.Choice("most", "least")
	n := a.Number(what)
	if how == "most" {
		return Bound{0, n}
	}
	return Bound{n, math.MaxUint64}
}

// String is the condition in words.
func (b Bound) String() string {
	switch {
	case b.least == b.most:
		return strconv.FormatUint(b.least, 10)
	case b.least == 0:
		return "at most " + strconv.FormatUint(b.most, 10)
	}
	return "at least " + strconv.FormatUint(b.least, 10)
}

// Holds reports whether a number is as the condition wants it.
func (b Bound) Holds(n uint64) bool { return b.least <= n && n <= b.most }
