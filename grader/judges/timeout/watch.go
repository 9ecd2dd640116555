package timeout

import (
	"raftlab/grader"
	"raftlab/raft"
)

// The branches of the two rules: each event, and the draw.
const waitDrawn = 0

var branches = []grader.Branch{
	waitDrawn: {Name: "a wait is drawn", Place: randomWait},
	1:         {Name: resetSituations[0].name, Place: followerWait},
	2:         {Name: resetSituations[1].name, Place: followerWait},
	3:         {Name: resetSituations[2].name, Place: standAgain},
	4:         {Name: resetSituations[3].name, Place: followerWait},
	5:         {Name: resetSituations[4].name, Place: followerWait},
}

// watch reports the events, and the draws of a wait.
func watch(rules raft.Rules, reached func(branch int)) raft.Rules {
	draws, resets := rules.ElectionTimeout, rules.ResetsElectionTimer
	rules.ElectionTimeout = func(min, max raft.Duration, draw raft.Draw) raft.Duration {
		reached(waitDrawn)
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
