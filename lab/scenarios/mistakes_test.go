package scenarios_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// A scenario that any server could play would teach nothing. So servers that get its rule wrong play each
// scenario, and must fail at its turning point: at an expectation, or by breaking a property.
func TestEachScenarioFailsWhenItsRuleIsWrong(t *testing.T) {
	covered := map[string]bool{}
	for _, test := range mistakes {
		t.Run(test.scenario, func(t *testing.T) {
			covered[test.scenario] = true
			scenario, err := scenarios.Find(test.scenario)
			require.NoError(t, err)
			require.Equal(t, scenario.ID, test.scenario)
			for seed := uint64(1); seed <= 10; seed++ {
				_, err := play(t, scenario, raftcluster.DefaultSetup(), test.host(t), seed)
				assert.Equal(t, test.fails, failure(scenario, err), "%s, seed %d: %v", test.mistake, seed, err)
			}
		})
	}
	for _, scenario := range allScenarios(t) {
		assert.True(t, covered[scenario.ID], "no mistake is known that %s finds", scenario.ID)
	}
}

// failure is the property that broke, or the command that failed.
func failure(scenario *story.Scenario, err error) string {
	var violation *lab.Violation
	if errors.As(err, &violation) {
		return violation.ID
	}
	var script *story.ScriptError
	if errors.As(err, &script) {
		for _, command := range scenario.Commands {
			if command.Line == script.Line {
				return command.Text
			}
		}
	}
	return ""
}

// mistake is a wrong rule, with the part of a scenario that finds it.
type mistake struct {
	scenario, mistake string
	// ruleSet or rules are the servers' rules; disk decides how they save.
	ruleSet string
	rules   func(*raft.Rules)
	disk    func(lab.Machine) lab.Machine
	fails   string
}

var mistakes = []mistake{
	{scenario: "a1-silent-leader", mistake: "an old leader is obeyed",
		rules: obeyOldLeaders, fails: "expect saw S2 send S1 AppendEntriesReply term=2 refused"},
	{scenario: "a2-shortest-timeout", mistake: "heartbeats do not keep followers waiting",
		rules: neverWait, fails: "expect leader S1 term 1"},
	{scenario: "a3-split-vote", mistake: "a vote for every candidate",
		ruleSet: "vote-twice", fails: "election-safety"},
	{scenario: "a3-without-randomness", mistake: "a candidate votes for others, too",
		rules: voteAsCandidate, fails: "sound-server"},
	{scenario: "a4-one-vote-per-term", mistake: "a vote for every candidate",
		ruleSet: "vote-twice", fails: "election-safety"},
	{scenario: "a5-stale-log-refused", mistake: "logs are not compared",
		ruleSet: "vote-any-log", fails: "leader-completeness"},
	{scenario: "a6-vote-survives-crash", mistake: "nothing is saved",
		disk: forget, fails: "election-safety"},
	{scenario: "a7-stale-leader", mistake: "two of five commit",
		rules: commitWith(2), fails: "state-machine-safety"},
	{scenario: "a10-timing-requirement", mistake: "votes of past terms count",
		rules: countOldVotes, fails: "expect leader none"},
	{scenario: "a10-without-patience", mistake: "patience, ten times as much",
		rules: patient, fails: "expect saw vote term=2"},
	{scenario: "a12-four-servers", mistake: "half of the votes is enough",
		rules: halfIsEnough, fails: "election-safety"},
	{scenario: "b1-write-path", mistake: "a follower takes its whole log for committed",
		rules: commitAtOnce, fails: "expect commit 1"},
	{scenario: "b2-redirect", mistake: "followers do not remember their leader",
		rules: forgetLeader, fails: "expect saw C1 answer S2 redirect=S1"},
	{scenario: "b3-consistency-check", mistake: "the entry before is not looked at",
		rules: noConsistencyCheck, fails: "log-matching"},
	{scenario: "b4-figure-7", mistake: "entries in conflict stay",
		rules: keepConflicts, fails: "log-matching"},
	{scenario: "b5-two-phases", mistake: "one entry back at a time",
		rules: oneByOne, fails: "expect saw S3 deliver S1 AppendEntries term=6 prev=6/4"},
	{scenario: "b6-append-only", mistake: "an old message cuts the log",
		ruleSet: "cut-always", fails: "durability"},
	{scenario: "b7-slow-servers", mistake: "the leader waits for everyone",
		rules: commitWith(5), fails: "expect outcome 2 ok"},
	{scenario: "b7-together", mistake: "one entry a message",
		rules: oneEntry, fails: "expect saw S1 send S2 AppendEntries prev=2/1 entries=1,1,1,1,1,1,1,1 commit=2"},
	{scenario: "b8-two-groups", mistake: "followers do not remember their leader",
		rules: forgetLeader, fails: "expect saw C1 answer r18 S3 redirect=S1"},
	{scenario: "c1-storm-of-everything", mistake: "the leader waits for no other server",
		rules: commitWith(1), fails: "durability"},
	{scenario: "c1-storm", mistake: "the leader waits for no other server",
		rules: commitWith(1), fails: "durability"},
	{scenario: "c2-figure-8", mistake: "copies of old entries count",
		ruleSet: "commit-any-term", fails: "leader-completeness"},
	{scenario: "c3-answered-then-crashed", mistake: "logs are not compared",
		ruleSet: "vote-any-log", fails: "leader-completeness"},
	{scenario: "c4-crashed-before-answering", mistake: "logs are not compared",
		ruleSet: "vote-any-log", fails: "expect saw S2 send S3 RequestVoteReply term=2 refused"},
	{scenario: "c5-first-entry-of-a-term", mistake: "copies of old entries count",
		ruleSet: "commit-any-term", fails: "expect commit 1 S2 S3"},
	{scenario: "d1-save-then-send", mistake: "messages leave before the save",
		disk: saveLater, fails: "election-safety"},
	{scenario: "d2-write-ahead-log", mistake: "nothing is saved",
		disk: forget, fails: "durability"},
	{scenario: "d4-power-failure", mistake: "messages leave before the save",
		disk: saveLater, fails: "durability"},
	{scenario: "d4-slow-disk", mistake: "nothing is saved",
		disk: forget, fails: "expect saw S2 role candidate term=2"},
	{scenario: "e1-stale-read", mistake: "two of five commit",
		rules: commitWith(2), fails: "state-machine-safety"},
}

// host runs servers with the mistake.
func (m mistake) host(t *testing.T) lab.Host {
	rules := reference.Rules()
	if m.ruleSet != "" {
		set, err := raftcluster.FindRules(m.ruleSet)
		require.NoError(t, err)
		rules = set.Rules
	}
	if m.rules != nil {
		m.rules(&rules)
	}
	return mistaken{raftcluster.InProcess{Rules: &rules}, m.disk}
}

type mistaken struct {
	host lab.Host
	disk func(lab.Machine) lab.Machine
}

func (h mistaken) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	machine, err := h.host.Start(id, config)
	if err != nil || h.disk == nil {
		return machine, err
	}
	return h.disk(machine), nil
}

// forgetful saves nothing.
type forgetful struct{ lab.Machine }

func forget(machine lab.Machine) lab.Machine { return forgetful{machine} }

func (f forgetful) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	out, err := f.Machine.Step(now, in)
	out.Records = nil
	return out, err
}

// hasty sends its messages at once, and saves their records with the next step.
type hasty struct {
	lab.Machine
	unsaved [][]byte
}

func saveLater(machine lab.Machine) lab.Machine { return &hasty{Machine: machine} }

func (h *hasty) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	out, err := h.Machine.Step(now, in)
	late := h.unsaved
	h.unsaved = nil
	for _, record := range out.Records {
		h.unsaved = append(h.unsaved, append([]byte(nil), record...))
	}
	out.Records = late
	return out, err
}

func obeyOldLeaders(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		req.Term = max(req.Term, s.CurrentTerm)
		return reference.HandleAppendEntries(s, req)
	}
}

func neverWait(rules *raft.Rules) {
	rules.ResetsElectionTimer = func(event raft.TimerEvent) bool { return event == raft.StartedElection }
}

func voteAsCandidate(rules *raft.Rules) {
	rules.HandleRequestVote = func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
		if s.Role == raft.Candidate {
			s.VotedFor = raft.None
		}
		return reference.HandleRequestVote(s, req)
	}
}

func patient(rules *raft.Rules) {
	rules.ElectionTimeout = func(shortest, longest raft.Duration, draw raft.Draw) raft.Duration {
		return 10 * reference.ElectionTimeout(shortest, longest, draw)
	}
}

func countOldVotes(rules *raft.Rules) {
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		reply.Term = max(reply.Term, s.CurrentTerm)
		reference.HandleRequestVoteReply(s, from, reply)
	}
}

func halfIsEnough(rules *raft.Rules) {
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		reference.HandleRequestVoteReply(s, from, reply)
		if s.Role == raft.Candidate && 2*s.VotesGranted.Len() >= len(s.Servers) {
			s.BecomeLeader()
		}
	}
}

// commitWith counts an entry as committed with that many copies.
func commitWith(enough int) func(*raft.Rules) {
	return func(rules *raft.Rules) {
		rules.AdvanceCommitIndex = func(s *raft.State) {
			open := func(n raft.Index) bool { return n > s.CommitIndex && s.Log.Term(n) == s.CurrentTerm }
			for n := s.Log.LastIndex(); s.Role == raft.Leader && open(n); n-- {
				copies := 0
				for _, id := range s.Servers {
					if s.MatchIndex[id] >= n {
						copies++
					}
				}
				if copies >= enough {
					s.CommitIndex = n
				}
			}
		}
	}
}

func commitAtOnce(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		req.LeaderCommit = req.PrevLogIndex + raft.Index(len(req.Entries))
		return reference.HandleAppendEntries(s, req)
	}
}

func forgetLeader(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		defer func() { s.Leader = raft.None }()
		return reference.HandleAppendEntries(s, req)
	}
}

func noConsistencyCheck(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		if req.Term >= s.CurrentTerm && req.PrevLogIndex <= s.Log.LastIndex() {
			req.PrevLogTerm = s.Log.Term(req.PrevLogIndex)
		}
		return reference.HandleAppendEntries(s, req)
	}
}

// keepConflicts appends entries behind the end of the log, and leaves existing entries unchanged.
func keepConflicts(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		for i := range req.Entries {
			if index := req.PrevLogIndex + raft.Index(i) + 1; index <= s.Log.LastIndex() {
				req.Entries[i].Term = s.Log.Term(index)
			}
		}
		return reference.HandleAppendEntries(s, req)
	}
}

func oneByOne(rules *raft.Rules) {
	rules.HandleAppendEntriesReply = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		reply.ConflictTerm, reply.ConflictIndex = 0, s.NextIndex[from]-1
		reference.HandleAppendEntriesReply(s, from, reply)
	}
}

func oneEntry(rules *raft.Rules) {
	rules.AppendEntriesTo = func(s *raft.State, follower raft.NodeID, _ int) raft.AppendEntries {
		return reference.AppendEntriesTo(s, follower, 1)
	}
}
