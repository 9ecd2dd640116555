package explore_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/explore"
)

// toy is a lock on one page. A server that wants the lock (its timer fires) asks all others for permission, and
// has the lock when all have given it. A server that gave its permission, or wants the lock itself, gives none to
// others. So at most one server ever has the lock. A client's request asks which server has the lock.
type toy struct {
	explore.NoSilences
	servers int
	before  []string
	// generous servers give permission to everyone; forgetful ones save nothing.
	generous, forgetful bool
	// sick servers panic when they have the lock, odd ones report that they are broken, lost ones send to a server
	// that does not exist, dead ones cannot be reached.
	sick, odd, lost, dead bool
	// touchy servers panic at a permission that they have already.
	touchy bool
	// given systems begin with a first server that has promised.
	given bool
	// files are two: a server that has promised cuts its records when it is asked again, and has a snapshot in their
	// place. A confused one takes what it wanted for nothing when it finds both.
	files, confused bool
	// liars tell a client that they have the lock when they do not.
	liars bool
	// unstartable servers do not start, unjudged systems have no judge, unfolded disks do not fold.
	unstartable, unjudged, unfolded bool
}

var errToy = errors.New("the toy is broken")

func (s toy) Section() string { return "the test" }

func (s toy) Servers() int { return s.servers }

func (s toy) Start(id lab.ServerID) (explore.Machine, error) {
	if s.unstartable {
		return nil, errToy
	}
	return &lockServer{toy: s, id: id, given: make([]bool, s.servers)}, nil
}

// Disk is empty, but that of the first server of a given toy.
func (s toy) Disk(id lab.ServerID) [][]byte {
	if s.given && id == 1 {
		return [][]byte{[]byte("promised")}
	}
	return nil
}

func (s toy) Judge() (explore.Judge, error) {
	if s.unjudged {
		return nil, errToy
	}
	return &lockJudge{holds: make([]bool, s.servers)}, nil
}

// Fold keeps only the last record, which has everything.
func (s toy) Fold(records [][]byte) ([][]byte, error) {
	if s.unfolded {
		return nil, errToy
	}
	return [][]byte{append([]byte{}, records[len(records)-1]...)}, nil
}

func (s toy) Allows(kind lab.InputKind, m explore.Machine) bool {
	return kind == lab.Ask || !m.(*lockServer).wants
}

func (s toy) Before() []string                            { return s.before }
func (s toy) RealTime() bool                              { return false }
func (s toy) SavesFiles() bool                            { return s.files }
func (s toy) Request(n int) []byte                        { return fmt.Appendf(nil, "who %d", n) }
func (s toy) RequestLine(n int, id lab.ServerID) string   { return fmt.Sprintf("who %d via %v", n, id) }
func (s toy) DescribeMessage(line, payload []byte) []byte { return append(line, payload...) }
func (s toy) Setup() []string                             { return []string{"toy"} }

// lockServer is a server of the lock.
type lockServer struct {
	toy
	id              lab.ServerID
	promised, wants bool
	given           []bool
	asked           byte
}

func (m *lockServer) Stop() error { return nil }

func (m *lockServer) Clone() explore.Machine {
	c := *m
	c.given = slices.Clone(m.given)
	return &c
}

func (m *lockServer) AppendState(b []byte) []byte {
	return fmt.Appendf(b, "%t %t %v %d", m.promised, m.wants, m.given, m.asked)
}

func (m *lockServer) holds() bool {
	count := 0
	for _, given := range m.given {
		if given {
			count++
		}
	}
	return count == m.servers-1
}

func (m *lockServer) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	if m.dead {
		return lab.Output{}, errToy
	}
	out := lab.Output{WakeAt: now.Add(lab.Second)}
	switch in.Kind {
	case lab.Boot:
		record := slices.ContainsFunc(in.Records, func(b []byte) bool { return len(b) > 0 })
		m.promised = record || in.Snapshot != nil
		if m.confused && record && in.Snapshot != nil {
			m.promised = false
		}
	case lab.Wake:
		m.want(&out)
	case lab.Deliver:
		m.receive(string(in.Payload), &out)
	case lab.Ask:
		m.asked++
		answer := lab.Answer{Request: in.Request, Payload: []byte("not I")}
		if m.holds() || m.liars {
			answer.Payload = []byte("I")
		}
		out.Answers = append(out.Answers, answer)
	}
	out.View = fmt.Appendf(nil, "%t", m.holds())
	if m.holds() && m.sick {
		return lab.Output{Panic: "sick"}, nil
	}
	if m.holds() && m.odd {
		return lab.Output{Broken: "odd"}, nil
	}
	return out, nil
}

func (m *lockServer) want(out *lab.Output) {
	if m.promised {
		return
	}
	m.wants = true
	m.remember("wants", out)
	for to := lab.ServerID(1); int(to) <= m.servers; to++ {
		if to != m.id {
			out.Messages = append(out.Messages, lab.Outgoing{To: to, Payload: fmt.Appendf(nil, "please from %d", m.id)})
		}
	}
	if m.lost {
		out.Messages = append(out.Messages, lab.Outgoing{To: 9, Payload: []byte("please")})
	}
}

// receive gives permission, or takes it.
func (m *lockServer) receive(words string, out *lab.Output) {
	what, who, _ := strings.Cut(words, " from ")
	from := lab.ServerID(who[0] - '0')
	if what == "yes" {
		if m.given[from-1] && m.touchy {
			out.Panic = "twice"
		}
		m.given[from-1] = true
		return
	}
	if (m.promised || m.wants) && !m.generous {
		if m.files {
			out.Snapshot, out.Cut = []byte("promised"), []byte{}
		}
		return
	}
	m.promised = true
	m.remember("promised", out)
	out.Messages = append(out.Messages, lab.Outgoing{To: from, Payload: fmt.Appendf(nil, "yes from %d", m.id)})
}

// remember saves that no other server may have the permission. A search showed that a server must save its own
// wish, too.
func (m *lockServer) remember(what string, out *lab.Output) {
	if !m.forgetful {
		out.Records = append(out.Records, []byte(what))
	}
}

// lockJudge: no two servers have the lock, and no server claims a lock that it does not have.
type lockJudge struct{ holds []bool }

var mutualExclusion = lab.Violation{ID: "mutual-exclusion", Name: "Mutual Exclusion", Section: "toy"}

func (j *lockJudge) Observe(id lab.ServerID, view []byte) *lab.Violation {
	j.holds[id-1] = string(view) == "true"
	var holders []string
	for i, holds := range j.holds {
		if holds {
			holders = append(holders, lab.ServerID(i+1).String())
		}
	}
	if len(holders) > 1 {
		v := mutualExclusion
		v.Sentence = strings.Join(holders, " and ") + " have the lock"
		return &v
	}
	return nil
}

func (j *lockJudge) Answered(id lab.ServerID, answer lab.Answer) *lab.Violation {
	if string(answer.Payload) == "I" && !j.holds[id-1] {
		return &lab.Violation{
			ID:       "honesty",
			Name:     "Honesty",
			Section:  "toy",
			Sentence: fmt.Sprintf("%v says that it has the lock", id),
		}
	}
	return nil
}

func (j *lockJudge) Asked(int) {}

func (j *lockJudge) Stopped(id lab.ServerID) { j.holds[id-1] = false }

func (j *lockJudge) Clone() explore.Judge { return &lockJudge{slices.Clone(j.holds)} }

func (j *lockJudge) AppendState(b []byte) []byte { return fmt.Append(b, j.holds) }
