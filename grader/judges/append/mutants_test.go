package append_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	judge "raftlab/grader/judges/append"
	"raftlab/grader/judges/judgetest"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// appendMutant is a row of the catalogue. Example is the first check that finds it, and "every small call" finds it
// without the examples. Property is the property that it breaks in clusters: in a drill or, if drill is false, in
// one of 60 schedules. It is "" for a mutant that breaks nothing there.
type appendMutant struct {
	rule              appendRule // nil: the rule of package mutants
	example, property string
	drill             bool
}

// This rule cannot have these rows of group A. A17 and A18 need a server that handles messages while it writes, or
// that continues after a failed write; the lab has neither. A20 is what the leader sends, which is exercise
// replicate. A19, a cut below the commit index, follows only from other bugs: a message of a rightful leader never
// conflicts with a committed entry (Leader Completeness). So a guard is allowed, but not required.
//
// These rows break nothing in our clusters, and calls find them. A01 and A13: a leader of this core sends a message
// without entries only to a follower that it knows to have all (N3). A22, if it only changes memory: messages
// travel as bytes. B03 is a hint within the contract (package call). A hint outside of it harms no cluster of the
// reference's leader, which goes back by at least one whatever the hint. T14 is a request without an answer; an answer
// with the leader's own term has the same effect, and the leader hears of the new term in another way.
var appendMutants = map[string]appendMutant{
	"A01":                               {nil, "a heartbeat at a log that differs", "", false},
	"A02":                               {nil, "a message that was overtaken", "sound-server", true},
	"A03":                               {nil, "an entry that conflicts", "sound-server", true},
	"A04":                               {nil, "an entry that conflicts", "state-machine-safety", true},
	"A05":                               {nil, "an entry that conflicts", "state-machine-safety", true},
	"A06":                               {nil, "another entry at prevLogIndex", "log-matching", true},
	"A07":                               {nil, "the log ends before prevLogIndex", "sound-server", true},
	"A08":                               {nil, "a heartbeat to an empty log", "progress", true},
	"A09":                               {nil, "another entry at prevLogIndex", "log-matching", true},
	"A10":                               {nil, "the leader has committed more than it sends", "sound-server", true},
	"A11":                               {nil, "an old tail behind the last new entry", "state-machine-safety", true},
	"A12":                               {nil, "a heartbeat at a log that differs", "state-machine-safety", true},
	"A13":                               {nil, "a heartbeat at a log that differs", "", false},
	"A14":                               {nil, "an older message with a lower commit index", "sound-server", true},
	"A15":                               {nil, "a heartbeat tells of a commitment", "progress", true},
	"A16":                               {nil, "an old tail behind the last new entry", "sound-server", true},
	"A21":                               {nil, "a leader hears of a later one", "sound-server", false},
	"A22 writes over an entry":          {nil, "an entry that conflicts", "log-matching", true},
	"A22 appends to what From gave out": {appendToGiven, "the first entries", "sound-server", true},
	"A22 takes the request's memory":    {keepRequest, "the first entries", "sound-server", true},
	"A22 writes into the request":       {wipeRequest, "the first entries", "", false},
	"a hint behind prevLogIndex":        {hintTooHigh, "the log ends before prevLogIndex", "", false},
	"the log's end is the hint":         {hintWhole, "the log ends before prevLogIndex", "", false},
	"B02 nothing new is no match":       {nil, "a message that was overtaken", "progress", false},
	"T10 a candidate goes on":           {nil, "a candidate hears from the winner of its term", "progress", true},
	"T14 an old leader learns nothing":  {nil, "a leader of an earlier term", "", false},
	"V14 the vote is free again":        {nil, "a heartbeat to an empty log", "election-safety", true},
	"V22 the term follows the message":  {nil, "a leader of an earlier term", "sound-server", true},
}

// of is the rules of a row. Its name begins with its id.
func (m appendMutant) of(name string) raft.Rules {
	if m.rule == nil {
		id, _, _ := strings.Cut(name, " ")
		return judgetest.Rules(id)
	}
	rules := reference.Rules()
	rules.HandleAppendEntries = m.rule
	return rules
}

// hintTooHigh and hintWhole hint at places that the leader has passed already.
func hintTooHigh(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	reply := reference.HandleAppendEntries(s, req)
	if !reply.Success {
		reply.ConflictIndex = req.PrevLogIndex + 7
	}
	return reply
}

func hintWhole(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	reply := reference.HandleAppendEntries(s, req)
	if !reply.Success && req.Term == s.CurrentTerm {
		reply.ConflictIndex, reply.ConflictTerm = s.Log.LastIndex(), s.Log.LastTerm()
	}
	return reply
}

func matching(s *raft.State, req raft.AppendEntries) bool {
	return req.Term >= s.CurrentTerm && req.PrevLogIndex <= s.Log.LastIndex() &&
		s.Log.Term(req.PrevLogIndex) == req.PrevLogTerm
}

func appendToGiven(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	if matching(s, req) {
		for i, entry := range req.Entries {
			if index := req.PrevLogIndex + raft.Index(i) + 1; s.Log.Term(index) != entry.Term {
				s.Log = raft.LogOf(append(s.Log.From(1)[:index-1], req.Entries[i:]...)...)
				break
			}
		}
	}
	return reference.HandleAppendEntries(s, req)
}

func keepRequest(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	if matching(s, req) && s.Log.LastIndex() == 0 {
		s.Log = raft.LogOf(req.Entries...)
	}
	return reference.HandleAppendEntries(s, req)
}

func wipeRequest(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	reply := reference.HandleAppendEntries(s, req)
	for i := range req.Entries {
		req.Entries[i] = raft.Entry{}
	}
	return reply
}

func TestAppendMutantsAreFound(t *testing.T) {
	t.Parallel()
	for name, mutant := range appendMutants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rules := mutant.of(name)
			calls := judge.Exercise()
			calls.Drills = nil
			report := grader.Bind(calls, rules).Grade(grader.Budget{})
			require.NotEmpty(t, report.Findings)
			assert.Equal(t, mutant.example, judgetest.Gravest(report).Check, report.Text())
			small := judgetest.Small(t, report)
			require.NotNil(t, small.Case)
			assert.NotEmpty(t, small.Sentence)
			judgetest.Coded(t, report)

			property, drill := brokenInClusters(t, rules)
			assert.Equal(t, mutant.property, property)
			assert.Equal(t, mutant.drill, drill)
		})
	}
}

// brokenInClusters is the property that breaks in the first drill that fails, or else in the first of 60 schedules that
// fails. It makes nothing small, which takes most of the time of a grading.
func brokenInClusters(t *testing.T, rules raft.Rules) (property string, drill bool) {
	t.Helper()
	exercise := judge.Exercise()
	stage := exercise.Stage(rules, nil)
	for _, d := range exercise.Drills {
		if finding := grader.PlayDrill(d, stage); finding != nil {
			require.NotEmpty(t, finding.Property, d.Name)
			return finding.Property, true
		}
	}
	for seed := uint64(1); seed <= 60; seed++ {
		if finding := grader.PlaySchedule(raftcluster.Nemesis(), seed, stage); finding != nil {
			return finding.Property, false
		}
	}
	return "", false
}
