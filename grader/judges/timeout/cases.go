package timeout

import (
	"raftlab/grader"
	"raftlab/raft"
)

// waitSituation is one requirement of ElectionTimeout, over one range.
type waitSituation struct {
	name, place, why string
	waits            waitRange
	check            func(w waitRange, rule electionTimeout) *grader.CaseFailure
}

func (s waitSituation) run(rules raft.Rules) *grader.CaseFailure {
	return s.check(s.waits, rules.ElectionTimeout)
}

// paperRange is the paper's recommended example (§5.2, §9.3). etcdRange is etcd's range with its default of 1000 ms.
var (
	paperRange = waitRange{150 * raft.Millisecond, 300 * raft.Millisecond}
	etcdRange  = waitRange{1000 * raft.Millisecond, 2000 * raft.Millisecond}
	oneWait    = waitRange{200 * raft.Millisecond, 200 * raft.Millisecond}
	// shortRange has 1001 waits, so few that each can come.
	shortRange = waitRange{2 * raft.Millisecond, 3 * raft.Millisecond}
)

var waitSituations = []waitSituation{
	{"the wait lies in the range", waitInBounds,
		"A shorter wait takes a leader for dead whose heartbeat is on its way; a longer one leaves clients " +
			"without a leader.",
		paperRange, waitRange.inside},
	{"the wait is random, and draw is what makes it so", randomWait,
		"Servers that wait equally long stand for election together, split the vote, and do so again.",
		paperRange, waitRange.drawn},
	{"the shortest wait can be drawn", randomWait,
		"Both ends belong to the range, and min never came, whatever draw gave.",
		shortRange, waitRange.reachesMin},
	{"the longest wait can be drawn", randomWait,
		"Both ends belong to the range, and max never came, whatever draw gave. draw(n) gives at most n-1.",
		shortRange, waitRange.reachesMax},
	{"waits come from all over the range", randomWait,
		"The fewer different waits there are, the more often two servers have the same one, and the vote is split.",
		paperRange, waitRange.spread},
	{"another range", waitInBounds,
		"min and max are set for each cluster, by how long its messages take. These are etcd's.",
		etcdRange, waitRange.elsewhere},
	{"a range of one wait", waitInBounds, "Where min is max there is only one wait, and that is it.",
		oneWait, waitRange.inside},
}

// resetSituation is one event, and whether it restarts the wait.
type resetSituation struct {
	name, place, why string
	event            raft.TimerEvent
	resets           bool
}

var resetSituations = []resetSituation{
	{"the present leader is heard from", followerWait,
		"The leader is alive. As long as it is heard from, nobody stands for election.",
		raft.HeardFromLeader, true},
	{"a vote is given", followerWait,
		"The candidate has this server's vote, and needs the time to win. Standing against it now would depose it.",
		raft.GrantedVote, true},
	{"an election is started", standAgain,
		"A candidate waits for the result as long as a follower waits for a leader; then it starts another election.",
		raft.StartedElection, true},
	{"a candidate is refused", followerWait,
		"A candidate whose log is behind can ask as often as it likes. If that started the wait anew, a server " +
			"that could win would never stand.",
		raft.RefusedVote, false},
	{"an old leader is heard from", followerWait,
		"That leader is deposed. If its messages started the wait anew, they would keep a term without a leader " +
			"waiting for one.",
		raft.HeardFromOldLeader, false},
}

// eventNames are the constants' names, as the learner writes them.
var eventNames = map[raft.TimerEvent]string{
	raft.HeardFromLeader: "HeardFromLeader", raft.GrantedVote: "GrantedVote", raft.StartedElection: "StartedElection",
	raft.RefusedVote: "RefusedVote", raft.HeardFromOldLeader: "HeardFromOldLeader",
}

func (s resetSituation) run(rules raft.Rules) *grader.CaseFailure {
	yours := rules.ResetsElectionTimer(s.event)
	if yours == s.resets {
		return nil
	}
	state, request := s.text()
	return &grader.CaseFailure{
		State: state, Request: request, Yours: resetOutcome(yours), Allowed: resetOutcome(s.resets), Liveness: true,
	}
}

func (s resetSituation) text() (state, request string) {
	return "an election timer that runs", eventNames[s.event]
}

func resetOutcome(resets bool) string {
	if resets {
		return "true: the wait starts anew"
	}
	return "false: the wait goes on"
}
