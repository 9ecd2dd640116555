package grader

import (
	"errors"
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/lab/cluster"
	"raftlab/raft"
)

// scheduleEvents bounds the events of one schedule; the longest of the reference's take a tenth.
const scheduleEvents = 200_000

// scheduleSteps is how many things happen to a cluster before it is healed.
const scheduleSteps = 40

// RunSchedule runs a cluster of servers with these rules through the schedule of a seed. It gives
// what went wrong, or nil, and how many events there were.
func RunSchedule(seed uint64, rules raft.Rules, trace func(seed uint64, line []byte)) (*Finding, int) {
	scenario, err := lab.ParseScenario(fmt.Sprintf("schedule-%d", seed), Schedule(seed))
	if err != nil {
		panic(fmt.Sprintf("grader: the schedule of seed %d cannot be read: %v", seed, err))
	}
	var sinks []func([]byte)
	if trace != nil {
		sinks = append(sinks, func(line []byte) { trace(seed, line) })
	}
	runner, err := lab.NewRunner(scenario, cluster.New(cluster.DefaultSetup()), cluster.InProcess{Rules: &rules}, nil, sinks...)
	if err != nil {
		return &Finding{Verdict: Crash, Check: "the server starts", Place: "Figure 2", Sentence: err.Error(), Seed: seed}, 0
	}
	failure := runner.Finish(scheduleEvents)
	events := int(runner.World().Trace.Event())
	if failure == nil {
		return nil, events
	}
	return finding(seed, runner, failure), events
}

// finding says what a failed run means for the learner.
func finding(seed uint64, runner *lab.Runner, failure error) *Finding {
	w := runner.World()
	f := &Finding{Seed: seed, Event: w.Trace.Event(), Time: w.Now()}
	var violation *lab.Violation
	if !errors.As(failure, &violation) {
		f.Verdict, f.Check, f.Place = Liveness, "a healed cluster makes progress", "§5.2, §5.6"
		f.Sentence = "all faults ended, and yet: " + withoutPlace(failure).Error()
		return f
	}
	f.Check, f.Place, f.Sentence = violation.Name, violation.Section, violation.Sentence
	switch {
	case violation.ID != lab.PanicID:
		f.Verdict = Safety
	case strings.Contains(violation.Sentence, raft.TODO):
		f.Verdict = Unfinished
	default:
		f.Verdict = Crash
	}
	return f
}

func withoutPlace(err error) error {
	var script *lab.ScriptError
	if errors.As(err, &script) {
		return script.Err
	}
	return err
}

// Schedule is the scenario of a seed: clients and faults, swarm style (each seed switches whole
// kinds of fault off), then an end to all faults, and then what a healed cluster owes. It is a
// scenario text like any other, and can be read, kept and changed.
func Schedule(seed uint64) string {
	s := &scheduler{faults: lab.FaultStream(seed), workload: lab.WorkloadStream(seed)}
	s.servers = 3 + int(s.faults.Below(3))
	s.printf("# Seed %d: A random schedule", seed)
	s.printf("servers %d\nseed %d", s.servers, seed)
	if s.faults.Permille(300) {
		s.printf("batch %d", 1+s.faults.Below(3))
	}
	s.dials()
	kinds := s.kinds()
	for range scheduleSteps {
		s.printf("run %dms", 5+s.faults.Below(180))
		if s.workload.Permille(600) {
			s.client()
		}
		if len(kinds) > 0 && s.faults.Permille(600) {
			kinds[s.faults.Below(uint64(len(kinds)))]()
		}
	}
	s.heal()
	return s.text.String()
}

// scheduler writes one schedule.
type scheduler struct {
	text             strings.Builder
	faults, workload lab.Stream
	servers          int
	down, paused     raft.NodeSet
	operations       int
}

func (s *scheduler) printf(format string, values ...any) {
	fmt.Fprintf(&s.text, format+"\n", values...)
}

// dials sets up the network: slow enough now and then that messages of one term arrive in the
// next, and that messages overtake each other.
func (s *scheduler) dials() {
	s.printf("latency %dms\njitter %dms", 1+s.faults.Below(15), s.faults.Below(60))
	if s.faults.Permille(500) {
		s.printf("loss %d%%", 1+s.faults.Below(20))
	}
	if s.faults.Permille(500) {
		s.printf("duplicate %d%%", 1+s.faults.Below(20))
	}
	s.printf("disk %dms", s.faults.Below(8))
}

// kinds draws which kinds of fault this seed has.
func (s *scheduler) kinds() []func() {
	var kinds []func()
	for _, kind := range []func(){s.crash, s.pause, s.partition, s.isolate, s.cut, s.timeout, s.mend} {
		if s.faults.Permille(650) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

func (s *scheduler) server() raft.NodeID { return raft.NodeID(1 + s.faults.Below(uint64(s.servers))) }

// crash takes a server down, or brings it back.
func (s *scheduler) crash() {
	id := s.server()
	if s.down.Has(id) {
		s.down.Remove(id)
		s.printf("restart %v", id)
		return
	}
	s.down.Add(id)
	s.paused.Remove(id)
	s.printf("crash %v", id)
}

func (s *scheduler) pause() {
	id := s.server()
	switch {
	case s.down.Has(id):
	case s.paused.Has(id):
		s.paused.Remove(id)
		s.printf("resume %v", id)
	default:
		s.paused.Add(id)
		s.printf("pause %v", id)
	}
}

func (s *scheduler) partition() {
	group := ""
	for id := raft.NodeID(1); int(id) <= s.servers; id++ {
		if s.faults.Permille(500) {
			group += " " + id.String()
		}
	}
	if group != "" {
		s.printf("partition%s", group)
	}
}

func (s *scheduler) isolate() { s.printf("isolate %v", s.server()) }

func (s *scheduler) cut() {
	from, to := s.server(), s.server()
	if from != to {
		s.printf("cut %v > %v", from, to)
	}
}

// timeout lets one or two servers campaign at nearly the same time.
func (s *scheduler) timeout() {
	for range 1 + s.faults.Below(2) {
		if id := s.server(); !s.down.Has(id) {
			s.printf("timeout %v", id)
		}
	}
}

func (s *scheduler) mend() { s.printf("heal") }

func (s *scheduler) client() {
	key := string(rune('a' + s.workload.Below(3)))
	via := 1 + s.workload.Below(uint64(s.servers))
	s.operations++
	switch s.workload.Below(4) {
	case 0:
		s.printf("get %s via S%d", key, via)
	case 1:
		s.printf("increment %s via S%d", key, via)
	default:
		s.printf("put %s %d via S%d", key, s.operations, via)
	}
}

// heal ends every fault, and says what must follow: a leader, and a write that is applied
// everywhere. A second is several elections, so that those still under way come to their end.
func (s *scheduler) heal() {
	s.printf("heal\nloss 0%%\nduplicate 0%%\nlatency 5ms\njitter 5ms\ndisk 1ms")
	for id := raft.NodeID(1); int(id) <= s.servers; id++ {
		if s.down.Has(id) {
			s.printf("restart %v", id)
		}
		if s.paused.Has(id) {
			s.printf("resume %v", id)
		}
	}
	s.operations++
	s.printf("run 2s\nawait leader\nput healed yes via leader\nawait answers\nexpect outcome %d ok\nrun 500ms\nexpect value healed yes", s.operations)
}
