package explore

import "raftlab/lab"

// judged is a judge that knows of one past. It is never changed: a clone of it is told what
// happens next. All states of the search with that past share it.
type judged struct {
	judge   Judge
	print   Fingerprint
	rulings map[*effect]ruling
}

// ruling is what a judge makes of an effect: a violation, or what it knows afterwards.
type ruling struct {
	next      *judged
	violation *lab.Violation
}

// rule gives what a judge makes of an effect, which it is asked only once.
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

// known is the judge met before that knows the same, or this one. Judges that no state of the two
// last depths met are forgotten: there can be nearly as many of them as states, and what is
// forgotten costs only that it is judged anew.
func (s *search) known(judge Judge) *judged {
	s.scratch = judge.AppendState(s.scratch[:0])
	print := fingerprint(s.scratch)
	j, ok := s.judges[print]
	if !ok {
		if j, ok = s.judgesBefore[print]; !ok {
			j = &judged{print: print}
			if !s.counting { // else nothing comes after it
				j.judge = judge
			}
		}
		s.judges[print] = j
	}
	return j
}
