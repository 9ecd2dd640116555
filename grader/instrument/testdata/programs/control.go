// Package control has every statement that a learner's file may have, in every shape that is legal. Run is called as it
// is and as instrument rewrites it: the texts must be the same.
package control // 注释

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

type log struct{ lines []string }

func (l *log) say(values ...any) { l.lines = append(l.lines, fmt.Sprint(values...)) }

func empty() {}

func oneLine(x int) int { if x > 2 { return 1 }; x++; return x }

func named() (n int, err error) {
	defer func() { n *= 2 }()
	n = 21
	return
}

func namedPanic() (err error) {
	defer func() {
		if reason := recover(); reason != nil { err = fmt.Errorf("caught %v", reason) }
	}()
	var m map[string]int
	m["写"] = 1
	return nil
}

func labels(l *log) {
	n := 0
outer:
	for i := 0; i < 4; i++ {
	inner:
		for j := range 4 {
			switch {
			case j == 1:
				continue inner
			case j == 2 && i == 1:
				continue outer
			case i == 3:
				break outer
			}
			n++
			l.say(i, j)
		}
	}
	a: b: for { n++; if n > 20 { break b }; if n == 15 { goto a }; if n%2 == 0 { continue b }; goto c }
	c: n++
again:
	if n++; n < 40 {
		goto again
	}
	goto end
blocked:
	{
		l.say("blocked", n)
		goto really
	}
really: switch n { case 1: default: l.say("switched"); break really }
	return
end: ; l.say("end", n)
	if n > 1000 { goto last }
	goto blocked
last:
}

func switches(l *log, x any) {
	switch y := x.(type) {
	case int, int64: l.say("int", y)
	case string: if y == "" { break }; l.say("text", y)
	case nil:
	case func() int: l.say(y())
	default:
		l.say("other")
	}
	switch n, ok := x.(int); { case !ok: case n > 5: l.say("big"); fallthrough; case n < 0: l.say("fell")
	default: l.say("else") }
	switch {}
	switch x := 5; x {}
}

func chain(x int) string {
	if x == 0 { return "zero" } else if y := x * 2; y == 2 { return "one" } else if z := func() int { return y + x }(); z == 6 {
		return "two"
	} else {
		return "many"
	}
}

func loops(l *log) {
	i := 0
	for ; i < 3; i++ {}
	for i < 6 { i++ }
	for i = 0; func() bool { i++; return i < 9 }(); { /* nothing */ }
	for range 3 { ; }
	for range 3 { i++; ; i-- }
	for i := range 3 { defer func() { l.say("deferred", i) }() }
	for k, v := range []string{"读", "写"} { l.say(k, v) }
	for range "ab" {
		// a comment alone
	}
	l.say(i)
}

func sequences(l *log) {
	count := func(yield func(int) bool) {
		for i := 0; ; i++ { if !yield(i) { l.say("stopped"); return } }
	}
	for i := range count { if i == 3 { break } }
out:
	for i := range count {
		for j := range count {
			if j > i { continue out }
			if i > 2 { break out }
			l.say(i, j)
		}
	}
	found := func() int { for i := range count { if i*i > 50 { return i } }; return -1 }()
	l.say(found)
}

type pair[K comparable, V any] struct { key K; value V }

func (p pair[K, V]) text() string { return fmt.Sprintf("%v=%v", p.key, p.value) }

func mapped[T, U any](list []T, f func(T) U) (out []U) {
	for _, x := range list { out = append(out, f(x)) }
	return
}

func recursive(n int) int { if n < 2 { return n }; return recursive(n-1) + recursive(n-2) }

func even(n int) bool { return n == 0 || odd(n-1) }
func odd(n int) bool  { return n != 0 && even(n-1) }

func closures(l *log) {
	var walk func(int) int
	walk = func(n int) int { if n == 0 { return 0 }; return n + walk(n-1) }
	l.say(walk(10), func() int { return 7 }(), func(xs ...int) int { return len(xs) }(1, 2, 3))
	do := map[string]func(){"a": func() {}, "b": func() { l.say("b") }}
	do["a"](); do["b"]()
	var ( x = 1; y = func() int { return x }() ); const z = 3
	type local struct { f func() int }
	l.say(local{f: func() int { return y + z }}.f())
	{ x := x + 1; _ = x; { l.say("nested", x) } }
	var visit, visit2 = 1, "shadow"; l.say(visit, visit2)
	p, q := 1, 2; p, q = q, p; p <<= 2; q--; l.say(p, q, &[]int{1}[0] != nil)
}

var table = map[string]func(int) int{
	"double": func(x int) int { return x * 2 },
	"clamp":  func(x int) int { for x > 10 { x -= 10 }; return x },
}

var atStart = func() string { s := ""; for range 3 { s += "s" }; return s }()

func init() { atStart += "i" }

func raw() string { return `a
	visit.Line(3);
b` + "/*line :1:1*/" + /* a comment
over lines */ strings.Repeat("ü", 2) }

func panics(l *log, f func()) {
	defer func() { l.say("recovered ", recover()) }()
	f()
	l.say("not reached?")
}

func goexit() (s string) { defer func() { _ = recover(); s += "!" }(); panic(errors.New("x")) }

func missing(x int) int {
	switch { case x > 0: return 1; default: panic("neg") }
}

func endless() int { for { return 3 } }

func labelledReturn(x int) int {
	if x > 0 { goto done }
	x = 5
done: return x
}

// Run does all of it.
func Run() string {
	l := &log{}
	empty(); l.say(oneLine(1), oneLine(3))
	n, err := named(); l.say(n, err, namedPanic())
	labels(l)
	for _, x := range []any{1, 9, -1, "x", "", nil, func() int { return 4 }, 2.5} { switches(l, x) }
	for i := range 4 { l.say(chain(i)) }
	loops(l); sequences(l)
	l.say(pair[string, int]{"k", 1}.text(), mapped([]int{1, 2}, func(i int) string { return strings.Repeat("x", i) }))
	l.say(recursive(10), even(10), odd(7))
	closures(l)
	l.say(table["double"](4), table["clamp"](25), atStart, raw(), goexit(), endless(), labelledReturn(0), labelledReturn(2))
	panics(l, func() { panic("on purpose") })
	panics(l, func() { missing(-1) })
	panics(l, func() { var s []int; _ = s[3] })
	panics(l, func() { l.say(missing(1)) })
	names := []string{"b", "a"}; slices.SortFunc(names, func(a, b string) int { return strings.Compare(a, b) })
	l.say(names)
	mixed := []int{5, 3, 8, 1, 9, 2, 7, 4, 6, 15, 13, 18, 11, 19, 12, 17, 14, 16}
	slices.SortFunc(mixed, func(a, b int) int { return 1 }); l.say("an order that is none: it ends")
	panics(l, func() { _ = strings.Repeat("ab", 1<<62) })
	return strings.Join(l.lines, "\n")
}
