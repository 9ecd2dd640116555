// Package linearizability judges what clients saw of the key-value store: whether each operation
// can have taken effect at one instant between its invocation and its answer, in one order that
// gives every client the answer it got (§8).
//
//	Check      judges a history, one key after the other (check.go)
//	search     looks for such an order of one key's operations (search.go, plan.go, walk.go)
//	culprits   the fewest answers that already contradict each other (culprits.go)
//	explain    says the contradiction in words (sentence.go)
//
// An operation whose client never learnt the outcome may have taken effect at any instant after
// its invocation, or never. One that is invoked in the microsecond in which another ends counts as
// concurrent with it, unless the events' numbers tell which came first.
//
// The search is bounded by steps of the model, never by time, so a verdict is the same on every
// machine. Where the bound is hit, the verdict is Inconclusive, which is not a pass.
//
// # Never
//
// It never says NotLinearizable without proof, and never takes a search that was cut short for an
// answer. It knows no servers and no Raft: it sees what clients see. It starts no goroutine.
package linearizability
