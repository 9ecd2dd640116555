// Package zab judges seven rules of ZAB: the election, the new epoch, how a server is made equal to its leader, and
// the commits. It calls each rule with small arguments and compares what it does with what the Zab paper and
// ZooKeeper require. In clusters, servers follow the learner's rules, and the reference's for the rest.
//
//	better.go  votes are compared        notification.go  a vote comes     elected.go  an election ends
//	epoch.go   a new epoch               choose.go        DIFF, TRUNC or SNAP
//	sync.go    a server is made equal    ack.go           transactions are committed
//
// A mistake in an election endangers no transaction: the phases after it let no wrong leader begin. So it costs time,
// and the report says so. Only the comparison itself decides in phase 1, too.
//
// # Never
//
// It asks for nothing that both sources leave open: each file says what that is. No vote is judged by a clock.
package zab
