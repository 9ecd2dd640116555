// Package linearizability checks the answers of the key-value store: whether each operation can have taken
// effect at one instant between its invocation and its answer, in one order that gives every client the answer
// it got (§8).
//
//	Check      judges a history, one key after the other (check.go)
//	search     looks for such an order of one key's operations (search.go, plan.go, values.go, walk.go)
//	culprits   the fewest answers that already contradict each other (culprits.go)
//	explain    states the contradiction in words (sentence.go)
//
// An operation whose client never learnt the outcome may have taken effect at any instant after its invocation,
// or never. An operation that is invoked in the microsecond in which another ends counts as concurrent with it,
// unless the numbers of the events say which came first.
//
// Steps of the model limit the search, never time, so a verdict is the same on every machine. A search that
// reaches the limit has the verdict Inconclusive, which is not a pass.
//
// # Never
//
// It never says NotLinearizable without proof, and never treats a search that was cut short as a verdict. It
// knows no servers and no protocol: it sees only what clients see. It starts no goroutine.
package linearizability
