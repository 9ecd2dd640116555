// Package paxos judges the rules of the algorithm for one value: of acceptors, of a proposer, and of a learner
// ("Paxos Made Simple", §2). It calls each rule with small states, and sequences of calls with what comes in any order
// and twice. It judges what the rules send and answer, and what an acceptor has on its disk, and of a proposer's and a
// learner's state no more than others read of it.
//
// # Never
//
// It demands no refusal where the paper lets an acceptor ignore a request, no way of counting, and no way of choosing
// ballots but that they rise, and are the proposer's own.
package paxos
