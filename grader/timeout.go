package grader

import (
	"fmt"

	"raftlab/raft"
)

// The places in the paper that the timeout exercise is about.
const (
	randomWait   = "§5.2, randomised election timeouts"
	waitInBounds = "§5.2, §5.6"
	followerWait = "Figure 2, Rules for Followers · §5.2"
	standAgain   = "Figure 2, Rules for Candidates · §5.2"
)

// Timeout is the exercise in which ElectionTimeout and ResetsElectionTimer are written. Nothing in it
// can break safety, which does not depend on time (§5.6): what it decides is whether a cluster gets on.
func Timeout() *Exercise {
	e := &Exercise{
		ID: "timeout", Title: "Wait for a leader", File: "exercises/timeout/timeout.go",
		Rules:    []string{"ElectionTimeout", "ResetsElectionTimer"},
		Branches: timeoutBranches, Watch: watchTimeout, Drills: timeoutDrills,
	}
	for _, w := range waitSituations {
		e.Cases = append(e.Cases, Case{Name: w.name, Place: w.place, Why: w.why, Run: w.run})
	}
	for _, s := range resetSituations {
		e.Cases = append(e.Cases, Case{Name: s.name, Place: s.place, Why: s.why, Run: s.run})
	}
	e.Small = smallWaits
	return e
}

// waitSituation is one thing that is asked of ElectionTimeout, over one range.
type waitSituation struct {
	name, place, why string
	waits            waitRange
	check            func(w waitRange, rule electionTimeout) *CaseFailure
}

func (s waitSituation) run(rules raft.Rules) *CaseFailure {
	return s.check(s.waits, rules.ElectionTimeout)
}

// paperRange is the paper's own example, which it recommends (§5.2, §9.3); etcdRange is what etcd does
// with its default of 1000 ms.
var (
	paperRange = waitRange{150 * raft.Millisecond, 300 * raft.Millisecond}
	etcdRange  = waitRange{1000 * raft.Millisecond, 2000 * raft.Millisecond}
	oneWait    = waitRange{200 * raft.Millisecond, 200 * raft.Millisecond}
)

var waitSituations = []waitSituation{
	{"the wait lies in the range", waitInBounds, "A shorter wait takes a leader for dead whose heartbeat is on its way; a longer one leaves clients without a leader.",
		paperRange, waitRange.inside},
	{"the wait is random, and draw is what makes it so", randomWait, "Servers that wait equally long stand for election together, split the vote, and do so again.",
		paperRange, waitRange.drawn},
	{"the shortest wait can be drawn", randomWait, "Both ends belong to the range, and min never came, whatever draw gave.",
		paperRange, waitRange.reachesMin},
	{"the longest wait can be drawn", randomWait, "Both ends belong to the range, and max never came, whatever draw gave. draw(n) gives at most n-1.",
		paperRange, waitRange.reachesMax},
	{"waits come from all over the range", randomWait, "The fewer different waits there are, the more often two servers have the same one, and the vote is split.",
		paperRange, waitRange.spread},
	{"another range", waitInBounds, "min and max are set for each cluster, by how long its messages take. These are etcd's.",
		etcdRange, waitRange.whole},
	{"a range of one wait", waitInBounds, "Where min is max there is only one wait, and that is it.",
		oneWait, waitRange.whole},
}

// resetSituation is one event, and whether the wait starts anew.
type resetSituation struct {
	name, place, why string
	event            raft.TimerEvent
	resets           bool
}

var resetSituations = []resetSituation{
	{"the present leader is heard from", followerWait, "The leader is alive. As long as it is heard from, nobody stands for election.",
		raft.HeardFromLeader, true},
	{"a vote is given", followerWait, "The candidate has this server's vote, and needs the time to win. Standing against it now would depose it.",
		raft.GrantedVote, true},
	{"an election is started", standAgain, "A candidate waits for the result as long as a follower waits for a leader; then it starts another election.",
		raft.StartedElection, true},
	{"a candidate is refused", followerWait, "A candidate whose log is behind can ask as often as it likes. If that started the wait anew, a server that could win would never stand.",
		raft.RefusedVote, false},
	{"an old leader is heard from", followerWait, "That leader is deposed. If its messages started the wait anew, they would keep a term without a leader waiting for one.",
		raft.HeardFromOldLeader, false},
}

// eventNames are the constants' names, as the learner writes them.
var eventNames = map[raft.TimerEvent]string{
	raft.HeardFromLeader: "HeardFromLeader", raft.GrantedVote: "GrantedVote", raft.StartedElection: "StartedElection",
	raft.RefusedVote: "RefusedVote", raft.HeardFromOldLeader: "HeardFromOldLeader",
}

func (s resetSituation) run(rules raft.Rules) *CaseFailure {
	yours := rules.ResetsElectionTimer(s.event)
	if yours == s.resets {
		return nil
	}
	return &CaseFailure{
		State: "an election timer that runs", Request: eventNames[s.event],
		Yours: resetOutcome(yours), Allowed: resetOutcome(s.resets), Liveness: true,
	}
}

func resetOutcome(resets bool) string {
	if resets {
		return "true: the wait starts anew"
	}
	return "false: the wait goes on"
}

// The branches of the two rules: each event, and the draw.
const timeoutDrawn = 0

var timeoutBranches = []Branch{
	timeoutDrawn: {"a wait is drawn", randomWait},
	1:            {resetSituations[0].name, followerWait},
	2:            {resetSituations[1].name, followerWait},
	3:            {resetSituations[2].name, standAgain},
	4:            {resetSituations[3].name, followerWait},
	5:            {resetSituations[4].name, followerWait},
}

// watchTimeout tells which events come, and that waits are drawn.
func watchTimeout(rules raft.Rules, reached func(branch int)) raft.Rules {
	draws, resets := rules.ElectionTimeout, rules.ResetsElectionTimer
	rules.ElectionTimeout = func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		reached(timeoutDrawn)
		return draws(min, max, draw)
	}
	rules.ResetsElectionTimer = func(event raft.TimerEvent) bool {
		for i, s := range resetSituations {
			if s.event == event {
				reached(1 + i)
			}
		}
		return resets(event)
	}
	return rules
}

// timeoutDrills are stories in which the wait decides.
var timeoutDrills = []Drill{
	{"three servers that start together", "§5.2", `servers 3
recover
expect progress
put x 1
await answers
expect linearizable
`},
	{"a split vote", "§5.2", `servers 5
jitter 0ms
timeout S1
timeout S2
timeout S3
timeout S4
run 100ms
recover
expect progress
put x 1
await answers
expect linearizable
`},
	{"a candidate that is behind, and asks again and again", "Figure 2, Rules for Followers · §5.2, §5.4.1", `servers 3
election-timeout 300ms 450ms
election-timeout S3 100ms 120ms
latency 5ms
jitter 0ms
elect S1
isolate S3
put x 1
await answers
crash S1
run 20ms
` + settled},
}

// smallWaits is every range of whole milliseconds up to six, each with chances from the smallest number
// that draw may give to the largest, and then with all of them.
func smallWaits(yield func(Case) bool) {
	for last := raft.Duration(1); last <= 6; last++ {
		for first := last; first >= 1; first-- {
			w := waitRange{first * raft.Millisecond, last * raft.Millisecond}
			for part := range uint64(shares + 1) {
				run := func(rules raft.Rules) *CaseFailure { return w.judge(rules.ElectionTimeout, share(part)) }
				if !yield(Case{Name: fmt.Sprintf("the waits of %v", w), Run: run}) {
					return
				}
			}
			if !yield(Case{Name: fmt.Sprintf("the waits of %v", w), Run: func(rules raft.Rules) *CaseFailure { return w.whole(rules.ElectionTimeout) }}) {
				return
			}
		}
	}
}

// shares is in how many steps a chance goes from the smallest number to the largest.
const shares = 128
