package mutants_test

import (
	"testing"

	"raftlab/grader"
	"raftlab/grader/mutants"
	"raftlab/lab/nemesis"
)

func TestTry(t *testing.T) {
	for _, m := range mutants.All() {
		if m.Other == nil {
			continue
		}
		found, breaks := 0, map[string]int{}
		for seed := uint64(1); seed <= 400; seed++ {
			run := m.Nemesis().Run(nemesis.Options{Seed: seed}, m.Stage(), nemesis.Events)
			if run.Violation != nil {
				if found == 0 {
					found = int(seed)
				}
				breaks[run.Violation.ID]++
			} else if run.Err != nil {
				breaks["err "+run.Err.Error()]++
			}
		}
		r := m.Other.Judge().Grade(grader.Budget{FirstSeed: 1})
		t.Log(m.ID, found, breaks, r.Verdict, len(r.Findings), r.Findings[0].Check)
	}
}
