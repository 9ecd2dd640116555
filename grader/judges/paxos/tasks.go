package paxos

import "raftlab/grader"

// tasks are the tasks of the lesson.
var tasks = grader.Tasks{
	promising: 1,
	accepting: 2,
	numbering: 3,
	majority:  4,
	obeying:   5,
	learning:  6,

	"HandlePrepare": 1, "HandleAccept": 2, "NextBallot": 3, "HandlePromise": 4, "HandleAccepted": 6,

	"paxos.call.promise.own-wish":    5,
	"paxos.call.promise.not-highest": 5,
	"paxos.call.promise.made-up":     5,
	"paxos.call.promise.nothing":     5,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Promise",
	"Accept, unless more was promised",
	"Begin a ballot of your own",
	"Wait for a majority of this ballot",
	"Obey what was reported",
	"Learn by counting acceptors, ballot by ballot",
}

// also are the tasks whose mistakes show in checks of another one.
var also = grader.Also{
	// A ballot that takes promises over from the one before.
	"a new ballot begins with nothing": {3},
	// An acceptance that is not written down is not reported either.
	"an acceptance is reported": {1},
}

// explained has the code of the failure that an example's own sentence explains.
var explained = map[string]string{
	"a Prepare of a higher ballot":                       "paxos.call.prepare.refused",
	"a Prepare of the same round and a higher server":    "paxos.call.prepare.refused",
	"a Prepare of a lower ballot":                        "paxos.call.prepare.lower",
	"a Prepare of the same round and a lower server":     "paxos.call.prepare.lower",
	"a Prepare after an acceptance":                      "paxos.call.prepare.silent",
	"a Prepare after an acceptance in an earlier ballot": "paxos.call.prepare.report",
	"an Accept of the promised ballot":                   "paxos.call.accept.own",
	"an Accept without a Prepare":                        "paxos.call.accept.refused",
	"an Accept below the promise":                        "paxos.call.accept.lower",
	"an Accept of the same round and a lower server":     "paxos.call.accept.lower",
	"a lower Accept after an acceptance":                 "paxos.call.accept.back",
	"a ballot after one of its own":                      "paxos.call.ballot.used",
	"a ballot after a refusal":                           "paxos.call.ballot.seen",
	"a ballot after a lower one was seen":                "paxos.call.ballot.used",
	"the first ballot in steps":                          "paxos.call.ballot.foreign-step",
	"a ballot in steps after a refusal":                  "paxos.call.ballot.seen",
	"the promise that makes a majority of three":         "paxos.call.promise.waits",
	"one promise of three":                               "paxos.call.promise.early",
	"three promises of five":                             "paxos.call.promise.waits",
	"two promises of four":                               "paxos.call.promise.early",
	"a promise that comes twice":                         "paxos.call.promise.twice",
	"a promise for the ballot before":                    "paxos.call.promise.old",
	"a refusal among the answers":                        "paxos.call.promise.refusal",
	"a new ballot begins with nothing":                   "paxos.call.promise.early",
	"a late promise after phase 2 has begun":             "paxos.call.promise.second-value",
	"one of the majority reports a value":                "paxos.call.promise.own-wish",
	"two reports, the higher one first":                  "paxos.call.promise.not-highest",
	"two reports, the higher one last":                   "paxos.call.promise.not-highest",
	"two report the lower ballot, and one the higher":    "paxos.call.promise.not-highest",
	"two reports of one round":                           "paxos.call.promise.not-highest",
	"a majority accepts in one ballot":                   "paxos.call.learn.late",
	"the first acceptance of three":                      "paxos.call.learn.early",
	"an acceptance that comes twice":                     "paxos.call.learn.twice",
	"the same value in two ballots":                      "paxos.call.learn.values",
	"a value on three of five":                           "paxos.call.learn.values",
	"half of four acceptors":                             "paxos.call.learn.early",
	"the proposer's own word":                            "paxos.call.learn.early",
	"a refusal of an Accept":                             "paxos.call.learn.refusal",
}
