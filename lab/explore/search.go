package explore

import (
	"slices"

	"raftlab/lab"
)

// state is one state of the whole system, waiting to be expanded.
type state struct {
	// places are the numbers of the servers' local states, in the servers' order, then the numbers of the messages
	// in flight, in increasing order. A message that is in flight twice is there twice.
	places []uint32
	judge  *judged
	left   counts
	// sleep is the actions that need not be tried here, in increasing order. All are possible.
	sleep []action
}

// visit is the permanent part of a state: the way on which it was first reached.
type visit struct {
	parent uint32
	by     action
}

// search is one search.
type search struct {
	system  System
	options Options
	servers int
	// realTime is the system's RealTime, files its SavesFiles.
	realTime, files bool
	result          Result

	// Local states and messages are numbered as they are met.
	locals         []*local
	localNumbers   map[Fingerprint]uint32
	messages       []message
	messageNumbers map[string]uint32
	effects        map[cause]*effect
	judges         map[Fingerprint]*judged
	judgesBefore   map[Fingerprint]*judged

	// visited is the index of each state in visits. The states of the next depth begin at nextFirst, and are whole
	// in next, in the same order, except that states of the last depth may only be counted.
	visited   map[Fingerprint]uint32
	visits    list[visit]
	next      *frontier
	nextFirst int
	counting  bool
	full      bool
	// root and sent are the servers just after their start, and the messages that they sent, in order.
	root, sent []uint32

	scratch []byte
	places  []uint32
	enabled []action
	asleep  []bool
	sleepy  []action
}

// Search tries the schedules of a system, shorter ones first, up to the bounds of the options, and stops at the
// first violation. An error means that the search was not possible.
func Search(system System, options Options) (*Result, error) {
	if err := options.validate(system.Servers()); err != nil {
		return nil, err
	}
	s := &search{
		system: system, options: options, servers: system.Servers(), realTime: system.RealTime(),
		files:        system.SavesFiles(),
		localNumbers: map[Fingerprint]uint32{}, messageNumbers: map[string]uint32{},
		effects: map[cause]*effect{}, judges: map[Fingerprint]*judged{}, visited: map[Fingerprint]uint32{},
	}
	s.result.Verdict = Pass
	if err := s.boot(); err != nil {
		return nil, err
	}
	if s.result.Verdict == Pass {
		if err := s.begin(system.Before()); err != nil {
			return nil, err
		}
	}
	for depth := 0; s.result.Verdict == Pass; depth++ {
		if err := s.level(depth); err != nil {
			return nil, err
		}
		s.result.Depth = depth
		if depth == options.Depth {
			break
		}
		if s.result.Verdict == Pass && s.visits.len() == s.nextFirst {
			s.result.Exhausted = true
			break
		}
	}
	s.result.Servers, s.result.Messages = len(s.locals), len(s.messages)
	return &s.result, nil
}

// boot makes the state in which all servers have just started.
func (s *search) boot() error {
	judge, err := s.system.Judge()
	if err != nil {
		return err
	}
	first := state{judge: s.known(judge), places: make([]uint32, s.servers)}
	first.left[ask], first.left[reboot] = uint8(s.options.Requests), uint8(s.options.Crashes)
	first.left[duplicate], first.left[drop] = uint8(s.options.Duplicates), uint8(s.options.Drops)
	for i := range s.servers {
		e := &effect{id: lab.ServerID(i + 1)}
		l := &local{id: e.id, disk: s.system.Disk(e.id)}
		if l.machine, err = s.system.Start(l.id); err != nil {
			return err
		}
		if err := s.step(l, lab.Input{Kind: lab.Boot, Records: l.disk}, e); err != nil {
			return err
		}
		r := s.rule(first.judge, e)
		if r.violation != nil {
			s.result.Verdict, s.result.Violation = Broken, r.violation
			return nil
		}
		first.judge, first.places[i] = r.next, e.next
		s.sent = append(s.sent, e.sent...)
	}
	s.root = slices.Clone(first.places)
	first.places = append(first.places, s.sent...)
	slices.Sort(first.places[s.servers:])
	s.next = &frontier{}
	s.meet(first.places, first.judge, first.left, visit{})
	return nil
}

// level expands all states of one depth, except the last depth's, which are only counted.
func (s *search) level(depth int) error {
	present, first := s.next, s.nextFirst
	s.next, s.nextFirst = &frontier{}, s.visits.len()
	s.counting = depth+1 == s.options.Depth && s.options.Visit == nil
	s.judges, s.judgesBefore = map[Fingerprint]*judged{}, s.judges
	done := Level{Depth: depth, States: s.nextFirst - first}
	for i := range present.states.len() {
		at := present.states.at(i)
		if s.options.Visit != nil {
			s.options.Visit(depth, s.serversPrint(at.places))
		}
		if depth == s.options.Depth || s.result.Verdict != Pass {
			continue
		}
		if err := s.expand(at, uint32(first+i), &done); err != nil {
			return err
		}
	}
	s.result.Levels = append(s.result.Levels, done)
	total := &s.result.Total
	total.Depth = depth
	total.States += done.States
	total.Transitions += done.Transitions
	total.Known += done.Known
	total.Reduced += done.Reduced
	if s.options.Progress != nil {
		s.options.Progress(done)
	}
	return nil
}

// expand tries all possible actions of a state, in order, except the sleeping ones.
func (s *search) expand(at *state, index uint32, done *Level) error {
	if err := s.findEnabled(at); err != nil {
		return err
	}
	for i, a := range s.enabled {
		if s.asleep[i] {
			done.Reduced++
			continue
		}
		done.Transitions++
		judge, violation, err := s.try(at, a)
		if err != nil {
			return err
		}
		if violation != nil {
			s.result.Verdict, s.result.Violation = Broken, violation
			s.result.Path = s.path(append(s.actions(index), a))
			return nil
		}
		left := at.left
		left.use(a)
		to, first := s.meet(s.places, judge, left, visit{index, a})
		switch {
		case s.full:
			s.result.Verdict = Inconclusive
			return nil
		case !first:
			done.Known++
		}
		if to >= s.nextFirst && !s.counting {
			s.fallAsleep(s.next.states.at(to-s.nextFirst), first, i)
		}
	}
	return nil
}

// try carries out one action, and puts the places of the resulting state into s.places.
func (s *search) try(at *state, a action) (*judged, *lab.Violation, error) {
	s.places = append(s.places[:0], at.places...)
	whole, _ := a.whole()
	k := whole.kind()
	if k == deliver || k == drop {
		i, _ := slices.BinarySearch(s.places[s.servers:], a.argument())
		s.places = slices.Delete(s.places, s.servers+i, s.servers+i+1)
	}
	if k == drop {
		return at.judge, nil, nil
	}
	server := s.serverOf(a) - 1
	e, err := s.effect(at.places[server], s.inputOf(a, at.left))
	if err != nil {
		return nil, nil, err
	}
	r := s.rule(at.judge, e)
	if r.violation != nil {
		return nil, r.violation, nil
	}
	s.places[server] = e.next
	for _, number := range e.sent {
		i, _ := slices.BinarySearch(s.places[s.servers:], number)
		s.places = slices.Insert(s.places, s.servers+i, number)
	}
	return r.next, nil, nil
}

// inputOf is the server's input in an action: the server does not notice a copy that stays in flight, and it needs
// only the number of a request.
func (s *search) inputOf(a action, left counts) action {
	if whole, before := a.whole(); before != lab.NoStep {
		return failing(s.inputOf(whole, left), before)
	}
	switch a.kind() {
	case deliver, duplicate:
		return newAction(deliver, a.argument())
	case ask:
		return newAction(ask, uint32(s.options.Requests)-uint32(left[ask])+1)
	case pass:
		return newAction(pass, a.argument()>>serverBits)
	}
	return newAction(a.kind(), 0)
}

// meet looks a state up by everything that matters in it, and adds it if it is new. It returns the state's index;
// full is set if there is no room.
func (s *search) meet(places []uint32, judge *judged, left counts, how visit) (index int, first bool) {
	b := append(append(s.scratch[:0], judge.print[:]...), left[:]...)
	for _, p := range places {
		b = append(b, byte(p), byte(p>>8), byte(p>>16), byte(p>>24))
	}
	s.scratch = b
	print := fingerprint(b)
	if index, ok := s.visited[print]; ok {
		return int(index), false
	}
	if index = s.visits.len(); index >= s.options.States {
		s.full = true
		return 0, false
	}
	s.visited[print] = uint32(index)
	s.visits.add(how)
	if !s.counting {
		s.next.states.add(state{places: s.next.places.keep(places), judge: judge, left: left})
	}
	return index, true
}

// serversPrint is the fingerprint of the servers' state.
func (s *search) serversPrint(places []uint32) Fingerprint {
	s.scratch = s.scratch[:0]
	for _, number := range places[:s.servers] {
		print := s.locals[number].print
		s.scratch = append(s.scratch, print[:]...)
	}
	return fingerprint(s.scratch)
}
