package paxos

import (
	"iter"

	"raftlab/grader"
	"raftlab/grader/rulecall/paxoscall"
	"raftlab/lab"
	"raftlab/lab/paxos"
	"raftlab/lab/paxos/reference"
	"raftlab/lab/paxoscluster"
)

// Case is a call of one of the rules.
type Case = grader.Case[paxos.Rules]

// Exercise is the exercise to write the rules of Paxos for one value.
func Exercise() *grader.Exercise[paxos.Rules] {
	about := grader.About{
		ID: "paxos", Title: "Agree on one value", File: "exercises/paxos/paxos.go", Protocol: paxoscluster.ID,
		Summary:  "What an acceptor promises, which value a proposer may propose, and when a learner knows.",
		Rules:    []string{"HandlePrepare", "HandleAccept", "NextBallot", "HandlePromise", "HandleAccepted"},
		Subjects: []string{"G1", "G2"}, Points: 10, TaskTitles: titles,
	}
	e := &grader.Exercise[paxos.Rules]{
		About: about, Reference: reference.Rules,
		Calls: paxoscall.Table(), Serve: serve, Enter: grader.Entered(about, paxoscall.Table()),
		Stage: paxoscluster.Watched, Nemesis: paxoscluster.Nemesis(),
		Branches: branches, Watch: watch, Drills: drills, Tasks: tasks, Also: also, Small: small,
	}
	for _, c := range append(prepareSituations(), acceptSituations()...) {
		e.Cases = append(e.Cases, c.toCase())
	}
	for _, c := range ballotSituations() {
		e.Cases = append(e.Cases, c.toCase())
	}
	for _, c := range append(majoritySituations(), obeyingSituations()...) {
		e.Cases = append(e.Cases, c.toCase())
	}
	for _, c := range learnSituations() {
		e.Cases = append(e.Cases, c.toCase())
	}
	return e
}

// small is every small call of every rule, the smallest of each rule first.
func small(yield func(Case) bool) {
	for _, part := range []iter.Seq[Case]{
		grader.SmallestFirst(smallRequests, acceptorCall.size, acceptorCall.toCase),
		grader.SmallestFirst(smallBallots, ballotCall.size, ballotCall.toCase),
		grader.SmallestFirst(smallPromises, promiseCall.size, promiseCall.toCase),
		grader.SmallestFirst(smallAnswers, learnCall.size, learnCall.toCase),
	} {
		for c := range part {
			if !yield(c) {
				return
			}
		}
	}
}

// serve starts a server that follows the rules if its configuration asks for own rules.
func serve(rules *paxos.Rules, config []byte) (lab.Machine, error) {
	return paxoscluster.InProcess{Own: rules}.Start(0, config)
}

// Learner binds the exercise to the rules of a learner's file, which change puts into the set.
//
//go:noinline
func Learner(change func(rules *paxos.Rules)) grader.Learner { return grader.Here(Exercise(), change) }
