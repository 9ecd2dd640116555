package replicacluster

import (
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/replicas"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// Nemesis writes the random schedules of replication without consensus. Each draws a kind, with settings under which
// the kind claims something, and has only the faults that the claim is about (models).
func Nemesis() nemesis.Protocol {
	return nemesisOf(models())
}

// VersionNemesis writes random schedules of the kinds in which versions, quorums and promotions decide, and no
// transaction does.
func VersionNemesis() nemesis.Protocol {
	var chosen []model
	for _, m := range models() {
		if m.kind.Leaderless() || m.kind.HasPrimary() && slices.Contains(m.setup, "failover on") {
			chosen = append(chosen, m)
		}
	}
	return nemesisOf(append(chosen, model{
		name: "tombstones", kind: replicas.Quorum,
		setup: []string{"kind quorum", "keep siblings", "exchange on", "forget on"}, end: judgeTogether,
		// A message that was on its way for long brings back what everybody has forgotten: no rule can know of it.
		only: map[string]bool{"torn": true, "partition": true, "isolate": true, "cut": true, "crash": true},
	}))
}

func nemesisOf(models []model) nemesis.Protocol {
	return nemesis.Protocol{ID: ID, Part: func() nemesis.Part { return part(&schedule{models: models}) }}
}

// model is a kind of replication with the settings, the faults and the properties of one claim.
type model struct {
	name  string
	setup []string
	// only are the kinds of faults of the claim, nil for all.
	only map[string]bool
	// end are the commands that judge.
	end []string
	// registers: clients only put and get, since an increment of a quorum is a read and a write.
	registers bool
	kind      replicas.Kind
}

var (
	judgeAll      = []string{"await answers", "expect linearizable", "expect converged"}
	judgeTogether = []string{"await answers", "expect converged"}
)

// models are the claims. Without failover a primary's disk is the one truth, so all answers are linearizable. With
// failover of all but one server nothing acknowledged is lost, but an old primary may still answer reads.
func models() []model {
	return []model{
		{name: "sync", kind: replicas.Sync, setup: []string{"kind sync"}, end: judgeAll},
		{name: "async", kind: replicas.Async, setup: []string{"kind async"}, end: judgeAll},
		{
			name: "semi-sync", kind: replicas.SemiSync, setup: []string{"kind semi-sync", "fallback 300ms"},
			end: judgeAll,
		},
		{
			name: "sync failover", kind: replicas.Sync, setup: []string{"kind sync", "failover on"},
			end: judgeTogether,
		},
		{
			name: "semi-sync failover", kind: replicas.SemiSync, setup: []string{"kind semi-sync", "failover on"},
			end: judgeTogether,
		},
		{name: "two masters", kind: replicas.TwoMasters, setup: []string{"kind two-masters"}, end: judgeTogether},
		{
			name: "quorum", kind: replicas.Quorum, setup: []string{"kind quorum"},
			end: []string{"await answers", "expect linearizable"}, registers: true,
		},
		{
			name: "quorum with hints", kind: replicas.Quorum,
			setup: []string{"kind quorum", "exchange on", "hints on"}, end: judgeAll, registers: true,
		},
		{
			name: "siblings", kind: replicas.Quorum,
			setup: []string{"kind quorum", "keep siblings", "exchange on", "sloppy on"}, end: judgeTogether,
		},
		{name: "two phases", kind: replicas.TwoPhase, setup: []string{"kind two-phase"}, end: judgeTogether},
		{
			name: "three phases", kind: replicas.ThreePhase, setup: []string{"kind three-phase"},
			only: map[string]bool{"coordinator": true, "refuse": true}, end: judgeTogether,
		},
	}
}

// schedule is the state of one schedule.
type schedule struct {
	models  []model
	model   model
	clients service.Workload
	// keys is how many keys the clients of leaderless replicas use.
	keys uint64
}

func part(f *schedule) nemesis.Part {
	return nemesis.Part{
		Kinds: []nemesis.Kind{
			{Name: "coordinator", Help: "the coordinator loses power, and restarts later", Act: f.coordinator},
			{Name: "refuse", Help: "a participant votes no", Act: f.refuse},
			{
				Name: "strand", Help: "a write reaches a part of the replicas, and readers meet another part",
				Links: true, Act: f.strand,
			},
		},
		Refuses: func(kind string) bool { return f.model.only != nil && !f.model.only[kind] },
		Victim:  primaryWord,
		Begin: func(s *nemesis.Scheduler) {
			f.model = f.models[s.Faults.Below(uint64(len(f.models)))]
			for _, line := range f.model.setup {
				s.Printf("%s", line)
			}
		},
		Draw: func(s *nemesis.Scheduler) {
			f.clients.Draw(s)
			f.keys = 1 + s.Workload.Below(3)
		},
		Client: f.client,
		Finish: func(s *nemesis.Scheduler) []string { return f.model.end },
		Live:   func(line string) []string { return []string{line} },
	}
}

// client writes one operation: of a quorum a put or a get, and of versions a delete, too.
func (f *schedule) client(s *nemesis.Scheduler) {
	if !f.model.registers && !f.model.kind.Leaderless() {
		f.clients.Operation(s, primaryWord)
		return
	}
	key := string(rune('a' + s.Workload.Below(f.keys)))
	via := fmt.Sprintf("S%d", 1+s.Workload.Below(uint64(s.Servers)))
	number := s.Operation()
	switch s.Workload.Below(5) {
	case 0, 1:
		s.Printf("try get %s via %s as C%d", key, via, 1+number%3)
	case 2:
		if !f.model.registers {
			s.Printf("try delete %s via %s", key, via)
			return
		}
		fallthrough
	default:
		s.Printf("try put %s %d via %s as C%d", key, number, via, 1+number%3)
	}
}

func (f *schedule) coordinator(s *nemesis.Scheduler) {
	if !f.model.kind.Commits() {
		return
	}
	s.Printf("try crash S1\nrun %dms\ntry restart S1", s.Faults.Below(1500))
}

func (f *schedule) refuse(s *nemesis.Scheduler) {
	if f.model.kind.Commits() {
		s.Printf("try refuse S%d", 2+s.Faults.Below(uint64(s.Servers-1)))
	}
}

// strand lets a write begin, and cuts its server off when it has read and not yet written. Then it comes back, and two
// clients read, one after the other, from different replicas.
func (f *schedule) strand(s *nemesis.Scheduler) {
	if f.model.kind != replicas.Quorum {
		return
	}
	writer, other := s.Server(), s.Server()
	s.Printf("heal\ntry put a %d via %s as C1\nrun %dms", s.Operation(), writer, 1+s.Faults.Below(4*s.Latency))
	s.Printf("try isolate %s\nrun %dms", other, 1+s.Faults.Below(700))
	s.Printf("heal\ntry isolate %s\ntry get a via %s as C2\nrun %dms",
		s.Server(), writer, 1+s.Faults.Below(5*s.Latency))
	s.Printf("heal\ntry isolate %s\ntry get a via %s as C3\nrun %dms",
		writer, s.Server(), 1+s.Faults.Below(5*s.Latency))
	s.Printf("heal")
}

// WithRules is a stage whose servers run in this process and follow these rules.
func WithRules(rules replicas.Rules) nemesis.Stage { return Watched(rules, nil) }

// Watched is WithRules with a function for panics, as InProcess.Panicked.
func Watched(rules replicas.Rules, panicked func(reason any)) nemesis.Stage {
	return func() (story.Judged, lab.Host) {
		c := New(DefaultSetup())
		c.NameOwnRules()
		return c, InProcess{Rules: &rules, Panicked: panicked}
	}
}
