package quorum

import (
	"iter"

	"raftlab/grader"
	"raftlab/grader/rulecall/replicascall"
	"raftlab/lab"
	"raftlab/lab/replicacluster"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/reference"
)

// Case is a call of one of the rules.
type Case = grader.Case[replicas.Rules]

// ruleNames are the rules that a learner writes.
var ruleNames = []string{"Merge", "Later", "ChooseRead", "Enough", "MayForget", "Promote"}

// These places are about versions, quorums and backups.
const (
	merging    = "Dynamo §4.4, versions that replace others"
	ordering   = "Lynch and Shvartsman 1997, one order of all versions"
	choosing   = "Dynamo §4.5, what a read gives"
	repairing  = "Attiya, Bar-Noy and Dolev 1995, write-back · Dynamo §5, read repair"
	counting   = "Gifford 1979, weighted voting · Dynamo §4.6, hinted hand-off"
	forgetting = "Demers and others 1987, death certificates"
	promoting  = "Oki and Liskov 1988, the history that goes furthest"
)

// Exercise is the exercise to write the rules of replicas without consensus.
func Exercise() *grader.Exercise[replicas.Rules] {
	about := grader.About{
		ID: "quorum", Title: "Who has the newest?", File: "exercises/quorum/quorum.go", Protocol: replicacluster.ID,
		Summary:  "Replicas answer a read, and differ. Choose what the reader gets, and repair the others first.",
		Rules:    ruleNames,
		Subjects: []string{"G6", "H3", "H4"}, Points: 10, TaskTitles: titles,
	}
	e := &grader.Exercise[replicas.Rules]{
		About: about, Reference: reference.Rules,
		Calls: replicascall.Table(), Serve: serve, Enter: grader.Entered(about, replicascall.Table()),
		Stage: replicacluster.Watched, Nemesis: replicacluster.VersionNemesis(),
		Branches: branches, Watch: watch, Drills: drills, Tasks: tasks, Also: also,
	}
	for _, c := range mergeSituations() {
		e.Cases = append(e.Cases, Case{Name: c.name, Place: merging, Why: c.why, Run: c.run})
	}
	for _, c := range orderSituations() {
		e.Cases = append(e.Cases, Case{Name: c.name, Place: ordering, Why: c.why, Run: c.run, Several: true})
	}
	for _, c := range readSituations() {
		e.Cases = append(e.Cases, Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run})
	}
	for _, c := range enoughSituations() {
		e.Cases = append(e.Cases, Case{Name: c.name, Place: counting, Why: c.why, Run: c.run})
	}
	for _, c := range forgetSituations() {
		e.Cases = append(e.Cases, Case{Name: c.name, Place: forgetting, Why: c.why, Run: c.run})
	}
	for _, c := range promoteSituations() {
		e.Cases = append(e.Cases, Case{Name: c.name, Place: promoting, Why: c.why, Run: c.run})
	}
	e.Small = small
	return e
}

// serve starts a server that follows the rules if its configuration asks for own rules.
func serve(rules *replicas.Rules, config []byte) (lab.Machine, error) {
	return replicacluster.InProcess{Own: rules}.Start(0, config)
}

// Learner binds the exercise to the rules of a learner's file, which change puts into the set.
//
//go:noinline
func Learner(change func(rules *replicas.Rules)) grader.Learner {
	return grader.Here(Exercise(), change)
}

// small is every call of every rule, the smallest of each rule first.
func small(yield func(Case) bool) {
	for _, part := range []iter.Seq[Case]{
		grader.SmallestFirst(smallMerges, mergeCall.size, mergeCall.smallCase),
		grader.SmallestFirst(smallOrders, orderCall.size, orderCall.smallCase),
		grader.SmallestFirst(smallReads, readCall.size, readCall.smallCase),
		grader.SmallestFirst(smallEnoughs, enoughCall.size, enoughCall.smallCase),
		grader.SmallestFirst(smallForgets, forgetCall.size, forgetCall.smallCase),
		grader.SmallestFirst(smallPromotes, promoteCall.size, promoteCall.smallCase),
	} {
		for c := range part {
			if !yield(c) {
				return
			}
		}
	}
}
