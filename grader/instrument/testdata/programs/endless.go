// Package endless has functions that do not end, each in its own way. As instrument rewrites them, each
// ends in the panic of package visit.
package endless

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

func inSelect() { for { select { default: } } }

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

var Rule func()

// Functions are all of them, by name.
var Functions = []struct { Name string; Run func() }{
	{"forever", forever}, {"forComment", forComment}, {"condition", condition}, {"post", post},
	{"emptyStatements", emptyStatements}, {"jump", jump}, {"jumpOver", jumpOver}, {"labelled", labelled},
	{"sequence", sequence}, {"inLiteral", inLiteral}, {"inCondition", inCondition}, {"inSwitch", inSwitch},
	{"inSelect", inSelect}, {"recursion", recursion}, {"mutual", mutual}, {"method", method},
	{"variable", variable}, {"field", field}, {"recovering", recovering}, {"recoveringAlways", recoveringAlways},
	{"deferring", deferring}, {"growing", growing},
}

// HandleRequestVote is the rule that they run in.
func HandleRequestVote(f func()) { f() }
