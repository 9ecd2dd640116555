package scenarios_test

import (
	"errors"
	"slices"
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
	for _, test := range slices.Concat(mistakes, snapshotMistakes, memberMistakes, pipeliningMistakes) {
		t.Run(test.scenario, func(t *testing.T) {
			covered[test.scenario] = true
			scenario, err := scenarios.Find(test.scenario)
			require.NoError(t, err)
			require.Equal(t, scenario.ID, test.scenario)
			played := test.leaveOut(t, scenario)
			for seed := uint64(1); seed <= 10; seed++ {
				cluster := raftcluster.New(raftcluster.DefaultSetup())
				cluster.ForceRules(test.ruleSet)
				runner, err := story.NewRunner(played, cluster, test.host(), &seed)
				require.NoError(t, err)
				err = runner.Finish(eventLimit)
				assert.Equal(t, test.fails, failure(scenario, err), "%s, seed %d: %v", test.mistake, seed, err)
				assert.ErrorContains(t, err, test.blames)
			}
		})
	}
	for _, test := range otherMistakes {
		covered[test.scenario] = true // TestEachScenarioOfAnotherProtocolFailsWhenItsRuleIsWrong
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
	// ruleSet or rules are the servers' rules; disk decides how they save. Without is a line of the scenario that is
	// left out: a story about a fault, or about a client's link, must end differently without it.
	ruleSet string
	rules   func(*raft.Rules)
	disk    func(lab.Machine) lab.Machine
	without string
	fails   string
	// blames is a part of the failure's sentence.
	blames string
}

var mistakes = []mistake{
	{scenario: "a1-silent-leader", mistake: "an old leader is obeyed",
		ruleSet: "obey-old-leaders", fails: "expect saw S2 send S1 AppendEntriesReply term=2 refused"},
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
	{scenario: "a8-unsteady-link", mistake: "patience, ten times as much",
		rules: patient, fails: "expect saw S3 role candidate"},
	{scenario: "a8-returning-server", mistake: "patience, ten times as much",
		rules: patient, fails: "expect elections at least 7"},
	{scenario: "a8-asks-first", mistake: "a pre-vote raises the term",
		rules: preVoteRaisesTerm, fails: "expect elections at most 1"},
	{scenario: "a8-leader-is-heard", mistake: "only the logs are compared",
		ruleSet: "prevote-by-log", fails: "expect saw S1 send S3 PreVoteReply term=1 refused"},
	{scenario: "a8-one-missing-link", mistake: "only the logs are compared",
		ruleSet: "prevote-by-log", fails: "expect saw S2 send S5 PreVoteReply term=1 refused"},
	{scenario: "a8-stickiness-alone", mistake: "requests are answered",
		without: "stickiness on", fails: "expect not saw S2 send S3 RequestVoteReply"},
	{scenario: "a8-their-own-timeout", mistake: "the own timeout does not count",
		ruleSet: "prevote-waits", fails: "expect saw S2 send S3 PreVoteReply term=2 granted"},
	{scenario: "a9-check-quorum", mistake: "answers are never forgotten",
		ruleSet: "answers-never-expire", fails: "expect saw S1 role follower term=1"},
	{scenario: "a11-target-is-dead", mistake: "the target is well",
		without: "crash S2", fails: "expect saw S1 transfer ended"},
	{scenario: "a11-transfer", mistake: "the target stands at once",
		ruleSet: "transfer-at-once", fails: "expect saw S2 send S3 TransferVote term=2 last=3/1"},
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
	{scenario: "b3-follower-catches-up", mistake: "a follower confirms what the leader says is committed",
		rules: confirmCommitted, fails: "sound-server", blames: "S3 broke a property: I10"},
	{scenario: "b4-figure-7", mistake: "entries in conflict stay",
		ruleSet: "keep-conflicts", fails: "log-matching"},
	{scenario: "b5-two-phases", mistake: "one entry back at a time",
		rules: oneByOne, fails: "expect saw S3 deliver S1 AppendEntries term=6 prev=6/4"},
	{scenario: "b6-append-only", mistake: "an old message cuts the log",
		ruleSet: "cut-always", fails: "durability"},
	{scenario: "b6-late-message", mistake: "an old message cuts the log",
		rules: cutToMessage, fails: "sound-server", blames: "S3 broke a property: I8: entry 3"},
	{scenario: "b6-old-leader", mistake: "an old leader is obeyed",
		ruleSet: "obey-old-leaders", fails: "leader-append-only"},
	{scenario: "b7-two-near-one-far", mistake: "the leader waits for everyone",
		ruleSet: "wait-for-all", fails: "expect outcome 1 ok"},
	{scenario: "b7-slow-servers", mistake: "the leader waits for everyone",
		ruleSet: "wait-for-all", fails: "expect outcome 2 ok"},
	{scenario: "b7-together", mistake: "one entry a message",
		ruleSet: "one-at-a-time",
		fails:   "expect saw S1 send S2 AppendEntries prev=2/1 entries=1,1,1,1,1,1,1,1 commit=2"},
	{scenario: "b8-two-groups", mistake: "followers do not remember their leader",
		rules: forgetLeader, fails: "expect saw C1 answer r18 S3 redirect=S1"},
	{scenario: "c1-terms-overlap", mistake: "logs are not compared",
		ruleSet: "vote-any-log", fails: "leader-completeness", blames: "S5 led term 2 without entry 2"},
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
	{scenario: "c4-late-request", mistake: "the request is not late",
		without: "latency C1 > S1 3s", fails: "expect outcome 1 unknown"},
	{scenario: "c4-lost-answer", mistake: "the answer arrives",
		without: "cut S1 > C1", fails: "expect outcome 1 pending"},
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
	{scenario: "d5-clock-that-jumps", mistake: "patience, ten times as much",
		rules: patient, fails: "expect saw S2 role leader term=2"},
	{scenario: "d5-damaged-record", mistake: "the leader waits for everyone",
		rules: commitWith(3), fails: "expect outcome 3 ok 3"},
	{scenario: "d5-disk-that-forgets", mistake: "the disk keeps what it has confirmed",
		without: "fsync S2 forgets", fails: "breaks durability"},
	{scenario: "d5-failed-save", mistake: "the save works",
		without: "fsync S2 fails", fails: "expect log S2 1"},
	{scenario: "d5-hanging-save", mistake: "the save ends",
		without: "fsync S1 hangs", fails: "breaks durability"},
	{scenario: "d5-wiped-disk", mistake: "the disk is the old one",
		without: "wipe S3", fails: "expect vote S3 none"},
	{scenario: "e1-stale-read", mistake: "two of five commit",
		rules: commitWith(2), fails: "state-machine-safety"},
	{scenario: "e2-follower-read", mistake: "the leader names no index",
		ruleSet: "read-at-zero", fails: "linearizability"},
	{scenario: "e2-lease", mistake: "there is no lease",
		without: "lease on 10%", fails: "expect outcome 2 ok 1"},
	{scenario: "e2-new-leader-reads", mistake: "a new leader reads at once",
		ruleSet: "read-at-once", fails: "linearizability"},
	{scenario: "e2-old-answers", mistake: "an answer to any round confirms",
		ruleSet: "confirm-any-round", fails: "linearizability"},
	{scenario: "e2-read-index", mistake: "nobody is asked",
		ruleSet: "confirm-alone", fails: "linearizability"},
	{scenario: "e3-consistent", mistake: "nobody is asked",
		ruleSet: "confirm-alone", fails: "linearizability"},
	{scenario: "e3-default", mistake: "the clock is right",
		without: "clock S1 slow 90%", fails: "expect outcome 3 ok 1"},
	{scenario: "e3-stale-anywhere", mistake: "the leader waits for everyone",
		rules: commitWith(3), fails: "expect not linearizable"},
	{scenario: "e4-retry", mistake: "copies are carried out",
		ruleSet: "no-dedupe", fails: "exactly-once", blames: "S1 carried out request 2 of session 2 twice"},
	{scenario: "e4-retry", mistake: "no sessions",
		without: "sessions on", fails: "linearizability", blames: "operation 2, increment n 1, gave 3"},
	{scenario: "e4-retry", mistake: "a copy has no result",
		ruleSet: "empty-answers", fails: "exactly-once", blames: "with done, empty"},
	{scenario: "e4-retry", mistake: "a copy has another number",
		ruleSet: "new-number", fails: "exactly-once", blames: "S1 answers request 2 of session 2"},
	{scenario: "e4-copy-in-the-log", mistake: "copies are looked for at submit",
		ruleSet: "dedupe-at-submit", fails: "exactly-once", blames: "carried out request 2 of session 2 twice"},
	{scenario: "e4-new-leader", mistake: "only the leader remembers",
		ruleSet: "table-on-leader", fails: "exactly-once", blames: "S2 carried out request 2 of session 2 twice"},
	{scenario: "e4-old-copy", mistake: "only the last number is compared",
		ruleSet: "only-the-last", fails: "exactly-once", blames: "S1 carried out request 3 of session 2 twice"},
	{scenario: "e4-expired-session", mistake: "an expired session is opened again",
		ruleSet: "unknown-is-new", fails: "exactly-once", blames: "carried out request 2 of session 2 twice"},
	{scenario: "e4-expired-session", mistake: "no sessions",
		without: "sessions expire 3s", fails: "linearizability", blames: "operation 2, increment n 1, gave 3"},
	{scenario: "e4-time-in-the-log", mistake: "sessions expire by the own clock",
		ruleSet: "local-expiry", fails: "exactly-once", blames: "S3 has applied entries 1 to 4"},
	{scenario: "e4-operation-id", mistake: "the increment arrives",
		without: "cut C1 > S1", fails: "expect outcome 4 unknown"},
	{scenario: "e4-operation-id-in-one-command", mistake: "the answer arrives",
		without: "cut S1 > C1", fails: "expect outcome 2 unknown"},
	{scenario: "e5-bank", mistake: "nobody else withdraws",
		without: "compare-and-set account 100 30 as C1", fails: "expect outcome 7 ok 30"},
	{scenario: "e5-bank-asked-twice", mistake: "refusals are not remembered",
		ruleSet: "forget-refusals", fails: "exactly-once", blames: "carried out request 1 of session 2 twice"},
}

// leaveOut is the scenario without the line that the mistake leaves out.
func (m mistake) leaveOut(t *testing.T, scenario *story.Scenario) *story.Scenario {
	t.Helper()
	played := *scenario
	played.Commands = slices.DeleteFunc(slices.Clone(scenario.Commands), func(c story.Command) bool {
		return c.Text == m.without
	})
	require.Equal(t, m.without != "", len(played.Commands) < len(scenario.Commands), "%q", m.without)
	return &played
}

// host runs servers with the mistake. A named set of rules is the cluster's choice.
func (m mistake) host() lab.Host {
	if m.rules == nil {
		return mistaken{raftcluster.InProcess{}, m.disk}
	}
	rules := reference.Rules()
	m.rules(&rules)
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

func preVoteRaisesTerm(rules *raft.Rules) {
	rules.StartPreVote = func(s *raft.State) raft.PreVote {
		s.CurrentTerm++
		return reference.StartPreVote(s)
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

func oneByOne(rules *raft.Rules) {
	rules.HandleAppendEntriesReply = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		reply.ConflictTerm, reply.ConflictIndex = 0, s.NextIndex[from]-1
		reference.HandleAppendEntriesReply(s, from, reply)
	}
}

// cutToMessage makes the log end where a message ends, even before what is committed.
func cutToMessage(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		reply := reference.HandleAppendEntries(s, req)
		if end := req.PrevLogIndex + raft.Index(len(req.Entries)); reply.Success && end < s.Log.LastIndex() {
			s.Log.TruncateFrom(end + 1)
		}
		return reply
	}
}

// confirmCommitted takes the leader's commit index for the length of the follower's own log.
func confirmCommitted(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		reply := reference.HandleAppendEntries(s, req)
		if reply.Success {
			reply.MatchIndex = max(reply.MatchIndex, req.LeaderCommit)
		}
		return reply
	}
}
