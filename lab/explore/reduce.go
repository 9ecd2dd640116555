package explore

import (
	"slices"

	"raftlab/lab"
)

// findEnabled puts all possible actions of a state into s.enabled, in increasing order, and those that sleep into
// s.asleep. Of equal messages in flight, one is enough.
func (s *search) findEnabled(at *state) error {
	flights := at.places[s.servers:]
	s.enabled = s.enabled[:0]
	each := func(k kind) {
		for i, number := range flights {
			if i == 0 || flights[i-1] != number {
				s.enabled = append(s.enabled, newAction(k, number))
			}
		}
	}
	each(deliver)
	for k := wake; k <= reboot; k++ {
		for i, number := range at.places[:s.servers] {
			if s.possible(k, s.locals[number], at.left) {
				s.enabled = append(s.enabled, newAction(k, uint32(i+1)))
			}
		}
	}
	if at.left[duplicate] > 0 {
		each(duplicate)
	}
	if at.left[drop] > 0 && s.options.Unreduced {
		each(drop)
	}
	s.findSilences(at)
	if err := s.findFailures(at); err != nil {
		return err
	}
	s.asleep = s.asleep[:0]
	for _, a := range s.enabled {
		_, sleeps := slices.BinarySearch(at.sleep, a)
		s.asleep = append(s.asleep, sleeps)
	}
	return nil
}

// findFailures adds the actions in whose saves the power may fail between two files. An action that saves no files is
// all at once, and a crash before it or after it is all that there is.
func (s *search) findFailures(at *state) error {
	if !s.files || at.left[reboot] == 0 {
		return nil
	}
	all := s.enabled
	for step := lab.NoStep + 1; int(step) < len(lab.DiskSteps); step++ {
		for _, k := range saving {
			for _, a := range all {
				if a.kind() != k {
					continue
				}
				e, err := s.effect(at.places[s.serverOf(a)-1], s.inputOf(a, at.left))
				if err != nil {
					return err
				}
				if e.saves[step] {
					s.enabled = append(s.enabled, failing(a, step))
				}
			}
		}
	}
	return nil
}

// findSilences adds what servers may do because nothing came.
func (s *search) findSilences(at *state) {
	first := len(s.enabled)
	for i, number := range at.places[:s.servers] {
		for n := range s.system.Silences(s.locals[number].machine) {
			s.enabled = append(s.enabled, newAction(pass, uint32(n)<<serverBits|uint32(i+1)))
		}
	}
	slices.Sort(s.enabled[first:])
}

func (s *search) possible(k kind, l *local, left counts) bool {
	switch k {
	case wake:
		return l.wakeAt > 0 && s.system.Allows(lab.Wake, l.machine)
	case ask:
		return left[ask] > 0 && s.system.Allows(lab.Ask, l.machine)
	}
	return left[k] > 0
}

// fallAsleep decides which actions need not be tried in the state that the ith enabled action led to: actions that
// were tried before the ith, or that slept themselves, and that can be swapped with the ith. The other side of the
// swap covers the orders that begin with them. If a state is reached at its depth in several ways, only actions
// that would sleep on every way sleep.
func (s *search) fallAsleep(next *state, first bool, i int) {
	if s.options.Unreduced {
		return
	}
	sleeps := func(j int) bool {
		return (j < i || s.asleep[j]) && s.independent(s.enabled[j], s.enabled[i])
	}
	if !first {
		next.sleep = slices.DeleteFunc(next.sleep, func(a action) bool {
			j, possible := slices.BinarySearch(s.enabled, a)
			return !possible || !sleeps(j)
		})
		return
	}
	s.sleepy = s.sleepy[:0]
	for j, a := range s.enabled {
		if sleeps(j) {
			s.sleepy = append(s.sleepy, a)
		}
	}
	next.sleep = s.next.sleep.keep(s.sleepy)
}
