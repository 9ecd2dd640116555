package timeout

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// smallWaits is every range of whole milliseconds up to six, each with draws from the smallest number that draw may
// give to the largest, and then with all of them.
func smallWaits(yield func(call.Case) bool) {
	for last := raft.Duration(1); last <= 6; last++ {
		for first := last; first >= 1; first-- {
			w := waitRange{first * raft.Millisecond, last * raft.Millisecond}
			for part := range uint64(shares + 1) {
				run := func(rules raft.Rules) *grader.CaseFailure { return w.judge(rules.ElectionTimeout, share(part)) }
				if !yield(call.Case{Name: fmt.Sprintf("the waits of %v", w), Run: run, Several: true, Call: w.text}) {
					return
				}
			}
			run := func(rules raft.Rules) *grader.CaseFailure { return w.ends(rules.ElectionTimeout) }
			if !yield(call.Case{Name: fmt.Sprintf("the waits of %v", w), Run: run, Several: true, Call: w.text}) {
				return
			}
		}
	}
}
