package explore

import "raftlab/lab"

// judged is a judge that knows one past. It never changes: a clone receives the next event. All states of the
// search with that past share the judge.
type judged struct {
	judge   Judge
	print   Fingerprint
	rulings map[*effect]ruling
}

// ruling is a judge's result for an effect: a violation, or the judge afterwards.
type ruling struct {
	next      *judged
	violation *lab.Violation
}

// rule is a judge's ruling on an effect. Each pair is judged only once.
func (s *search) rule(j *judged, e *effect) ruling {
	if e.fault != nil {
		return ruling{violation: e.fault}
	}
	if known, ok := j.rulings[e]; ok {
		return known
	}
	judge := j.judge.Clone()
	if e.rebooted {
		judge.Stopped(e.id)
	}
	if e.asked > 0 {
		judge.Asked(e.asked)
	}
	r := ruling{violation: judge.Observe(e.id, e.view)}
	for _, answer := range e.answers {
		if r.violation == nil {
			r.violation = judge.Answered(e.id, answer)
		}
	}
	if r.violation == nil {
		r.next = s.known(judge)
	}
	if j.rulings == nil {
		j.rulings = map[*effect]ruling{}
	}
	j.rulings[e] = r
	return r
}

// known is an earlier judge with the same knowledge, or this one. A judge that no state of the last two depths met
// is forgotten: there can be nearly as many judges as states, and forgetting one only costs a second judgement.
func (s *search) known(judge Judge) *judged {
	s.scratch = judge.AppendState(s.scratch[:0])
	print := fingerprint(s.scratch)
	j, ok := s.judges[print]
	if !ok {
		if j, ok = s.judgesBefore[print]; !ok {
			j = &judged{print: print}
			if !s.counting { // else no later state needs the judge
				j.judge = judge
			}
		}
		s.judges[print] = j
	}
	return j
}
