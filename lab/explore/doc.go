// Package explore searches all schedules of a few servers within bounds: every order in which messages are delivered,
// delivered twice or lost, timers fire, servers crash and restart, the power fails between two files, and clients make
// requests. Where a random run asks "what happens", this asks "can it ever happen".
//
//	system.go   the searched system (System), with its servers (Machine) and its properties (Judge)
//	options.go  the bounds, and the Result
//	search.go   the search; server.go and judge.go: the pieces that its states share
//	reduce.go   which actions are tried in a state
//	begin.go    the commands before a search; path.go: the way to a violation, as a scenario
//
// # States and actions
//
// A state is each server's memory and disk, the multiset of messages in flight, the judge's knowledge of the past, and
// the remaining bounds. Time is not in it: each server has its own clock, which stands still until its timer fires and
// then jumps there, so timers fire in any order. What a server does because nothing came, such as to forget a silent
// leader, is an action too: the protocol names these silences, and takes none of them from its own clock. An action is
// one event of one server, all at once: it takes an input, its disk is done, its messages leave. A crash and its
// restart are one action, because a server that is down does nothing, and that needs no action.
//
// One event is not all at once: a save of a snapshot, which has two files. The new snapshot takes the old one's name
// first, and the log is cut then (package lab). So where servers save snapshots, an action with such a save also comes
// in which the power fails before the one or before the other, and the server starts again. What is on the disk then is
// what the save had come to; what the server wanted to say in that event nobody hears. It counts as a crash. That is
// all that there is between two files: a failure before the first record is durable is a crash before the action, and
// one in the save of a start leaves the disk from which the next start begins. A snapshot that comes in chunks is in
// memory until it is whole, so an ordinary crash comes between two chunks.
//
// The search is breadth first: all states that Depth d leads to are met before any that needs d+1.
// So the first violation is a shortest one. 128 bits of a SHA-256 identify a state. Of expanded
// states only these bits and the way there are kept.
//
// # What is left out, and why nothing is missed
//
// Two actions are independent when they happen to different servers and do not take from the same
// bound. Then neither makes the other possible or impossible: each adds messages and takes none but
// its own. And both orders lead to the same state: the two servers do not see each other, multisets
// forget the order, and so does the judge, by its contract. The reduced search tries both orders
// only where it must. It leaves out two things.
//
// One pair of actions deserves a doubt: each makes something known, at a server of its own, and the two
// contradict each other. An old leader counts an entry as committed, say, and another server is elected in
// a later term without it. The servers do not see each other, so only the judge could know the order, and
// it must not: it keeps both facts, whichever comes first, and compares them when the other comes. That must
// hold although the first server has crashed meanwhile, or has changed. A judge that compared the commitment
// with the leaders of that moment would find the violation in one order, and miss it in the other one with a
// crash between the two. So what a judge keeps of the past is part of the state's key, and the tests of each
// protocol's judge play such a pair in both orders.
//
// Another pair is a client's answer and another client's request, at two servers: to a judge of what clients saw it
// matters which came first. A system with such a judge says so (RealTime), and then a request is independent of
// nothing.
//
// 1. Sleep sets (Godefroid 1996). When a state has tried its actions in order, a before b, and the
// two are independent, then in the state after b the action a sleeps, and goes on sleeping until
// something happens that is not independent of a. Trying it there would only do b a where a b was
// done. A state that is met again at its own depth keeps asleep only what sleeps on every way
// there; this is settled before it is expanded, because its whole depth is met first. When it is
// met again deeper, nothing is done.
//
// Claim: a state that d actions lead to, and no fewer, is met at depth d, unless a property breaks
// before. Of the schedules of d actions that lead there, take the first: like words in a dictionary,
// by the one order in which all states try their actions. Call it t1 ... td. After each of its
// actions it is in a state that no shorter schedule leads to. Suppose the search does not follow it,
// and let t = t(i+1) be its first action that is not tried: t sleeps in the state after t1 ... ti. That
// state was met by way of t1 ... ti, so t fell asleep on this way too: t is independent of ti, and
// in the state before ti it slept already, or was tried before ti. Go back to where it was tried:
// in the state after t1 ... tj, before t(j+1), and it is independent of all of t(j+1) ... ti. So the
// schedule t1 ... tj t t(j+1) ... ti t(i+2) ... td is possible, as long, and leads to the same state;
// but it stands before t1 ... td in the dictionary. That cannot be.
//
// So the reduced search meets every state, at the same depth as the unreduced one; what it saves is
// transitions. The proof needs shortest ways only. That is why a state that is met again deeper,
// with less asleep, need not be tried again, as a search in depth would have to.
//
// The same holds for violations. Take the first word among the shortest schedules that break a
// property, and suppose that an action t of it slept. Moved forward as above, it gives an earlier
// word, which breaks a property too, no later: by the same states if t is not the last action, and
// if it is, by the judge's contract.
//
// 2. Losses. A message that is never delivered is as good as lost, for properties that say nothing
// bad happens. Take a schedule, and leave out its losses: each other action is still possible,
// since the messages on their way are only more, and no action tests that one is absent; and each
// does the same to servers and judge. So the schedule without losses shows the servers and the judge
// the same, in fewer actions. The reduced search never loses a message. It still needs to deliver
// some twice, which is bounded, and cannot be had for nothing.
//
// The tests hold both to this: with small bounds, the reduced and the unreduced search meet the same
// servers at the same depths, and shortest violations of the same length.
//
// A protocol that acts on silence might seem to break this argument, since a message that came would have kept the
// server from acting. But a silence is an action that may be taken whether or not a message is on its way: it says that
// time has passed for this one server. So no action tests that a message is absent, and the argument holds.
//
// # What cannot be searched
//
// A rule that relies on clocks which run at nearly the same speed, such as a lease: here timers go off in any order, so
// every lease is broken. Such rules are judged in timed schedules, with clocks within and beyond their bound.
//
// # Never
//
// No time, no randomness, no goroutine, and no visible range over a map: the verdict and every count
// are the same on every machine. No protocol. A search that reaches its limit of states is
// inconclusive, and never a pass. It says nothing about schedules beyond its bounds, and nothing
// about liveness.
package explore
