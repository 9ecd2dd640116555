package solo_test

import (
	"testing"

	"raftlab/grader/judges/paxos"
	"raftlab/grader/judges/quorum"
	"raftlab/grader/judges/zab"
	"raftlab/grader/rulecall/paxoscall"
	"raftlab/grader/rulecall/replicascall"
	"raftlab/grader/rulecall/zabcall"
	"raftlab/grader/solo"
)

// others are the programs that judge the rules of other protocols than Raft.
var others = map[string]func(){
	"paxos":  func() { solo.MainOfOther(paxos.Learner(func(*paxoscall.Rules) {})) },
	"zab":    func() { solo.MainOfOther(zab.Learner(func(*zabcall.Rules) {})) },
	"quorum": func() { solo.MainOfOther(quorum.Learner(func(*replicascall.Rules) {})) },
}

func TestAProgramJudgesTheRulesOfAnotherProtocol(t *testing.T) {
	for rule := range others {
		t.Run(rule, func(t *testing.T) { passes(t, rule) })
	}
}
