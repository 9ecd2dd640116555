// Package endless has functions that do not end, each in its own way. As instrument rewrites them, each
// ends in the panic of package visit.
package endless

import (
	"fmt"
	"slices"
	"strings"
)

type node struct{ next *node }

func (n *node) last() *node { return n.next.last() }

func forever() { for {} }

func forComment() { for { /* nothing */ } }

func condition() { for true {} }

func post() { for i := 0; ; i++ {} }

func emptyStatements() { for { ; ; } }

func jump() { again: goto again }

func jumpOver() { x := 0; again: x++; if x > -1 { goto again } }

func labelled() { again: for { continue again } }

func sequence() { for range func(yield func() bool) { for yield() {} } {} }

func inLiteral() { func() { for {} }() }

func inCondition() { for func() bool { return true }() {} }

func inSwitch() { for { switch { case true: continue } } }

func recursion() { recursion() }

func mutual() { ping() }
func ping() { pong() }
func pong() { ping() }

func method() { n := &node{}; n.next = n; n.last() }

func variable() { var f func(); f = func() { f() }; f() }

type holder struct{ f func(holder) }

func field() { h := holder{f: func(h holder) { h.f(h) }}; h.f(h) }

func recovering() { for { func() { defer func() { _ = recover() }(); for {} }() } }

func recoveringAlways() { defer func() { _ = recover() }(); defer func() { recover() }(); for {} }

func deferring() { defer func() { for {} }(); panic("first") }

func growing() { s := []int{1}; for i := 0; i < len(s); i++ { s = append(s[:1], s...) ; s = s[:2]; i = 0 } }

var tables = map[string]func(){}

func table() { tables["a"] = func() { tables["a"]() }; tables["a"]() }

func (h holder) again() { f := h.again; f() }

func methodValue() { f := holder{}.again; f() }

type turner interface{ turn(turner) }

type wheel struct{ spokes int }

func (w wheel) turn(t turner) { t.turn(t) }

func inInterface() { var t turner = wheel{3}; t.turn(t) }

type car struct{ turner }

func embedded() { c := car{}; c.turner = &c; func() { defer func() { panic(recover()) }(); spin(c) }() }

func spin(t turner) { if c, ok := t.(car); ok { spin(car{c.turner}) }; spin(t) }

func generic() { twice(3) }

func twice[T any](x T) { twice([]T{x}[0]) }

func deferred() { defer deferred() }

type text struct{ of any }

func (t text) String() string { return fmt.Sprint("[", text{t}, "]") }

func printed() { _ = fmt.Sprint(text{}) }

func sorted() { less(1, 2) }

func less(a, b int) int { slices.SortFunc([]int{2, 1}, less); return a - b }

func mapped() { letter('a') }

func letter(r rune) rune { return rune(strings.Map(letter, "a")[0]) }

func numbers(yield func(int) bool) { for n := range numbers { yield(n) } }

func sequences() { for range numbers {} }

func returned() { maker()() }

func maker() func() { return func() { maker()() } }

func recoveringDeep() { defer func() { _ = recover(); recoveringDeep() }(); recoveringDeep() }

func panicking() { defer panicking(); panic("again") }

func collected() { _ = slices.Collect(func(yield func(int) bool) { for yield(1) {} }) }

func sought() { strings.IndexFunc(strings.Repeat("a", 1<<23), func(r rune) bool { return r == 'b' }) }

func argument() { call(call2) }
func call(f func(any)) { f(f) }
func call2(f any) { call(f.(func(any))) }

// Value and Made run outside of any rule.
var Value = func() int { for n := 0; ; n++ {} }

// Made is what a call has made.
var Made = made(1)

func made(n int) func() { return func() { for n < 2 {} } }

// Functions are all of them, by name.
var Functions = []struct { Name string; Run func() }{
	{"forever", forever}, {"forComment", forComment}, {"condition", condition}, {"post", post},
	{"emptyStatements", emptyStatements}, {"jump", jump}, {"jumpOver", jumpOver}, {"labelled", labelled},
	{"sequence", sequence}, {"inLiteral", inLiteral}, {"inCondition", inCondition}, {"inSwitch", inSwitch},
	{"recursion", recursion}, {"mutual", mutual}, {"method", method},
	{"variable", variable}, {"field", field}, {"recovering", recovering}, {"recoveringAlways", recoveringAlways},
	{"deferring", deferring}, {"growing", growing}, {"table", table}, {"methodValue", methodValue},
	{"inInterface", inInterface}, {"embedded", embedded}, {"generic", generic}, {"deferred", deferred},
	{"printed", printed}, {"sorted", sorted}, {"mapped", mapped}, {"sequences", sequences},
	{"returned", returned}, {"recoveringDeep", recoveringDeep}, {"panicking", panicking}, {"argument", argument},
	{"collected", collected}, {"sought", sought},
}
