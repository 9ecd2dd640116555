package quorum

import (
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/replicas"
)

// orderCall asks for the order of all pairs of a history.
type orderCall struct {
	name, why string
	history   history
}

func orderSituations() []orderCall {
	one := version("1", dot(1, 1))
	two := version("2", dot(1, 1), dot(2, 1))
	other := version("3", dot(3, 1))
	more := version("4", dot(3, 1), dot(3, 2), dot(1, 2))
	return []orderCall{
		{"a write that knew of another", "A version that replaces another one comes after it.", history{one, two}},
		{"the second of two writes", "S1:2 includes S1:1, so it comes after it.",
			history{one, version("2", dot(1, 2))}},
		{"a slow clock knew of a fast one", "S2 knew of the write of S1. That its clock shows less does not matter.",
			history{at(90, one), at(40, two)}},
		{"a first write that knew of two", "S2:1 includes S1:2. That S1 has written more often does not matter.",
			history{version("2", dot(1, 2)), version("3", dot(1, 2), dot(2, 1))}},
		{"two writes that did not know of each other", "Any order will do, but there must be one: two replicas that " +
			"keep different versions never agree.", history{one, other}},
		{"two that did not know of each other, at one time", "Clocks may be equal. Something else must decide then.",
			history{at(70, one), at(70, other)}},
		{"three, one of which knew of another", "Whatever the order of those that did not know of each other, it " +
			"must not turn in a circle.", history{at(90, one), at(40, two), at(70, other)}},
		{"four writes of three servers", "All pairs have an order, and the replaced ones come first.",
			history{at(50, one), at(20, two), at(30, other), at(60, more)}},
	}
}

// smallOrders is every small history, with every order of its clocks.
func smallOrders() []orderCall {
	clocks := [][]replicas.Time{{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}, {1, 1, 1}}
	var calls []orderCall
	for _, h := range append(histories(2), histories(3)...) {
		for _, shown := range clocks {
			calls = append(calls, orderCall{history: h.clocked(shown...)})
		}
	}
	return calls
}

func (c orderCall) smallCase() Case { return Case{Place: ordering, Run: c.run, Several: true} }

func (c orderCall) size() int {
	size := len(c.history)
	for _, v := range c.history {
		size += int(v.Version.Sum())
	}
	return size
}

func (c orderCall) run(rules replicas.Rules) *grader.CaseFailure {
	later := map[[2]int]bool{} // later[{i, j}]: the rule says that j comes after i
	for i, a := range c.history {
		for j, b := range c.history {
			if i != j {
				later[[2]int{i, j}] = rules.Later(clone(a), clone(b))
			}
		}
	}
	failure := c.judge(later)
	if failure == nil {
		return nil
	}
	failure.State = texts(c.history)
	return ownWords(failure, c.name)
}

// judge looks at each pair, and then for a circle.
func (c orderCall) judge(later map[[2]int]bool) *grader.CaseFailure {
	for i, a := range c.history {
		for j, b := range c.history {
			if i == j {
				continue
			}
			if failure := judgePair(a, b, later[[2]int{i, j}], later[[2]int{j, i}]); failure != nil {
				return failure
			}
		}
	}
	for i, a := range c.history {
		for j, b := range c.history {
			for k, third := range c.history {
				if later[[2]int{i, j}] && later[[2]int{j, k}] && later[[2]int{k, i}] {
					failure := call.Breaks(ordering, "quorum.call.order.circle",
						"%s comes after %s, %s after that, and the first after the last. In a circle there is no "+
							"latest: what a replica keeps depends on what it heard first.",
						text(b), text(a), text(third))
					failure.Request, failure.Yours = "all pairs of them", "a circle"
					failure.Allowed = "an order without a circle"
					return failure
				}
			}
		}
	}
	return nil
}

// judgePair judges two different versions: forth is Later(a, b), and back is Later(b, a).
func judgePair(a, b replicas.Versioned, forth, back bool) *grader.CaseFailure {
	failure := (*grader.CaseFailure)(nil)
	switch {
	case b.Replaces(a) && (!forth || back):
		failure = call.Breaks(ordering, "quorum.call.order.replaced",
			"%s includes all writes of %s, and does not come after it: a replica would keep the older one, and a "+
				"write that is done is lost.", text(b), text(a))
		failure.Allowed = "Later(first, second) is true, and Later(second, first) is false"
	case forth && back:
		failure = call.Breaks(ordering, "quorum.call.order.both",
			"%s comes after %s, and before it, too. Each of two replicas would take the other's version, for ever.",
			text(b), text(a))
		failure.Allowed = "one of them is true"
	case !forth && !back:
		failure = call.Breaks(ordering, "quorum.call.order.neither",
			"%s comes neither before nor after %s. Each replica keeps what it has, and they never agree.",
			text(b), text(a))
		failure.Allowed = "one of them is true"
	default:
		return nil
	}
	failure.Request = "first " + text(a) + ", second " + text(b)
	failure.Yours = yesNo("Later(first, second)", forth) + ", " + yesNo("Later(second, first)", back)
	return failure
}

func yesNo(what string, yes bool) string {
	if yes {
		return what + " is true"
	}
	return what + " is false"
}
