package mutants

import (
	"raftlab/grader"
	"raftlab/lab/nemesis"
)

// Mistake is a mistake in the rules of another protocol than Raft.
type Mistake interface {
	// Judge has the exercise judge the rules.
	Judge() grader.Judge
	// stage has servers that all make the mistake, and right has servers that do not.
	stage() nemesis.Stage
	right() nemesis.Stage
	nemesis() nemesis.Protocol
	drills() []grader.Drill
	calls() (failed int, fails bool)
}

// mistake is a mistake in the rules of an exercise's protocol. The learner need not write the wrong rule.
type mistake[R any] struct {
	exercise func() *grader.Exercise[R]
	change   func(rules *R)
}

// in is a mistake in the rules of an exercise's protocol.
func in[R any](exercise func() *grader.Exercise[R], change func(rules *R)) Mistake {
	return mistake[R]{exercise, change}
}

func (m mistake[R]) wrong() R {
	rules := m.exercise().Reference()
	m.change(&rules)
	return rules
}

// Judge binds the exercise to the wrong rules.
func (m mistake[R]) Judge() grader.Judge { return grader.Bind(m.exercise(), m.wrong()) }

func (m mistake[R]) stage() nemesis.Stage { return m.exercise().Stage(m.wrong(), nil) }

func (m mistake[R]) right() nemesis.Stage {
	e := m.exercise()
	return e.Stage(e.Reference(), nil)
}

func (m mistake[R]) nemesis() nemesis.Protocol { return m.exercise().Nemesis }

func (m mistake[R]) drills() []grader.Drill { return m.exercise().Drills }

func (m mistake[R]) calls() (failed int, fails bool) { return judgeCalls(m.exercise, m.wrong()) }
