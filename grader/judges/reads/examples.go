package reads

import "raftlab/raft"

// beginExamples are about what a leader notes.
func beginExamples() []one {
	fresh, none, under := steady(3), steady(3), steady(3)
	fresh.commit, fresh.applied = 1, 1
	none.log, none.commit, none.applied = []raft.Term{3}, 0, 0
	under.lease = true
	early := fresh
	early.lease = true
	return []one{
		&story{name: "a new leader", place: notes, about: "reads.call.begin.early", leader: fresh,
			steps: []step{begins(1)},
			why: "S1 has just been elected in term 3, and its commit index stands at an entry of term 1. Its " +
				"predecessor may have committed more, and told clients so. S1 has those entries; it only does not " +
				"know that they are committed. The read waits until an entry of term 3 is."},
		&story{name: "a leader that has committed nothing", place: notes, about: "reads.call.begin.early", leader: none,
			steps: []step{begins(1)},
			why: "S1's own first entry is not committed yet, so S1 does not know how far its predecessors came. " +
				"There is no entry 0, and its term is 0."},
		&story{name: "a lease of a new leader", place: notes, about: "reads.call.begin.early", leader: early,
			steps: []step{leased(1)},
			why: "A lease says that nobody else leads. It does not say how far the leaders before S1 have committed: " +
				"for that, an entry of term 3 must be committed."},
		&story{name: "a leader that has committed in its term", place: notes, about: "reads.call.begin.refuses",
			leader: steady(3), steps: []step{begins(1)},
			why: "Entry 2 is of S1's own term, and committed. S1 knows all that is committed before it, so the read " +
				"begins."},
		&story{name: "a second read", place: notes, about: "reads.call.lost", leader: steady(3),
			steps: []step{begins(1), begins(2), sends(), answer(2, 5), sends(), answer(2, 6)},
			why: "Two reads wait for the same round. Both began, and both are answered: one must not take the place " +
				"of the other."},
		&story{name: "a read under a lease", place: notes, about: "reads.call.ready.leased", leader: under,
			steps: []step{leased(1)},
			why: "The reader is content with a lease, and S1 has one: nobody else leads. The read needs no round, " +
				"and is ready at once."},
		&story{name: "a reader that trusts no clock", place: notes, about: "reads.call.ready.trusts", leader: under,
			steps: []step{begins(1), sends()},
			why: "S1 has a lease, and this reader did not say that a lease is enough. A slow clock would make its " +
				"answer an old one. It waits for a round."},
		&story{name: "a lease that is over", place: notes, about: "reads.call.ready.no-lease", leader: steady(3),
			steps: []step{leased(1), sends(), answer(2, 5), sends(), answer(2, 6)},
			why: "The reader would be content with a lease, but S1 has none now. So the read waits for a round, as " +
				"any other."},
	}
}

// confirmExamples are about the answers to rounds.
func confirmExamples() []one {
	return []one{
		&story{name: "answers that were on their way", place: confirms, about: "reads.call.ready.old",
			leader: steady(5),
			steps:  []step{begins(1), answer(2, 4), answer(3, 4)},
			why: "S2 and S3 answer round 4, which was sent before the read began. They followed S1 then. While their " +
				"answers were on their way, another may have been elected with their votes, and may have committed " +
				"more."},
		&story{name: "answers to the next round", place: confirms, about: "reads.call.ready.late", leader: steady(5),
			steps: []step{begins(1), sends(), answer(2, 5), answer(3, 5), sends(), answer(2, 6), answer(3, 6)},
			why: "S2 and S3 have answered rounds that were sent after the read began. With S1 they are three of " +
				"five, so S1 still led when the read began."},
		&story{name: "one of four has answered", place: confirms, about: "reads.call.ready.few", leader: steady(5),
			steps: []step{begins(1), sends(), answer(2, 5)},
			why:   "S1 and S2 are two of five. The other three may have elected another leader."},
		&story{name: "the same answer twice", place: confirms, about: "reads.call.ready.few", leader: steady(5),
			steps: []step{begins(1), sends(), answer(2, 5), answer(2, 5), sends(), answer(2, 6)},
			why:   "S2 has answered three times, and is still one server. S1 and S2 are two of five."},
		&story{name: "the first round is lost", place: confirms, about: "reads.call.ready.late", leader: steady(3),
			steps: []step{begins(1), sends(), sends(), sends(), answer(3, 7)},
			why: "The answers to round 5 are lost. S3 has answered round 7, which was sent even later. That says all " +
				"that an answer to round 5 would, and more. If only round 5 counted, the read would wait for ever."},
		&story{name: "a read that came while a round was on its way", place: confirms, about: "reads.call.ready.old",
			leader: steady(3), steps: []step{begins(1), sends(), begins(2), answer(2, 5)},
			why: "Round 5 was sent after r1 began and before r2 did. The answer of S2 confirms r1. For r2 it is one " +
				"that was on its way."},
	}
}

// readyExamples are about the reads that come out.
func readyExamples() []one {
	slow, learners := steady(3), steady(4)
	slow.applied = 1
	learners.learners = raft.SetOf(3, 4)
	return []one{
		&story{name: "confirmed, and not applied", place: answers, about: "reads.call.ready.unapplied", leader: slow,
			steps: []step{begins(1), sends(), answer(2, 5), sends(), answer(2, 6)},
			why: "S1 leads, but its state machine is at entry 1, and entry 2 was committed when the read began. " +
				"Answered now, it would lack entry 2."},
		&story{name: "confirmed, and applied", place: answers, about: "reads.call.ready.late", leader: slow,
			steps: []step{begins(1), sends(), answer(2, 5), applies(), sends(), answer(2, 6)},
			why:   "S1 was confirmed, and has applied entry 2 by now. Nothing is in the way of the answer."},
		&story{name: "nobody has answered", place: answers, about: "reads.call.ready.alone", leader: steady(3),
			steps: []step{begins(1), sends()},
			why: "S1 has applied all that it knows of. But it may be cut off, and another may lead: nobody has said " +
				"anything since the read began."},
		&story{name: "a read for a follower", place: answers, about: "reads.call.ready.waits", leader: slow,
			steps: []step{begunFor(1, 3), sends(), answer(2, 5), sends(), answer(2, 6)},
			why: "S3 will answer from its own state machine, and only needs to be told how far. What S1 has applied " +
				"does not matter."},
		&story{name: "how far a follower must come", place: answers, about: "reads.call.ready.index", leader: steady(3),
			steps: []step{begunFor(1, 3), sends(), commits(), answer(2, 5), sends(), answer(2, 6)},
			why: "Entry 2 was committed when S3 asked. If S3 is told a lower index, it answers before it has applied " +
				"entry 2."},
		&story{name: "an answered read is gone", place: answers, about: "reads.call.ready.kept", leader: steady(3),
			steps: []step{begins(1), sends(), answer(2, 5), sends(), answer(2, 6), answer(3, 6)},
			why:   "r1 is answered. If it stays in Reads, it is answered again and again."},
		&story{name: "a cluster of one server", place: answers, about: "reads.call.ready.late", leader: steady(1),
			steps: []step{begins(1), sends(), sends()},
			why:   "S1 is a majority of one. Nobody else answers, and nobody has to."},
		&story{name: "servers that do not vote", place: answers, about: "reads.call.ready.learners", leader: learners,
			steps: []step{begins(1), sends(), answer(3, 5), answer(4, 5)},
			why: "S3 and S4 get entries, and do not vote. S1 and S2 decide, and S2 has not answered. The answers of " +
				"the others confirm nothing."},
	}
}

// leaseExamples are about the length of a lease.
func leaseExamples() []one {
	const timeout = 150 * raft.Millisecond
	hands, learners := steady(3), steady(4)
	hands.target = 3
	learners.learners = raft.SetOf(3, 4)
	return []one{
		leaseCall{name: "a majority has answered", leader: steady(5), acks: raft.SetOf(1, 2, 4), timeout: timeout,
			why: "S2 and S4 vote for nobody for 150 ms after they heard from S1, and S1 votes for nobody, too. The " +
				"other two are no majority. So S1 has a lease, of 150 ms at most, as all clocks are equally fast."},
		leaseCall{name: "two of five", leader: steady(5), acks: raft.SetOf(1, 4), timeout: timeout,
			why: "S1 and S4 are two of five. The other three can elect a leader at any moment, so there is no lease."},
		leaseCall{name: "clocks that differ", leader: steady(3), acks: raft.SetOf(1, 2), timeout: timeout, drift: 100,
			why: "S1's clock may count 900 ms while that of S2 counts 1000 ms. After 150 ms S2 may vote for another, " +
				"and S1's clock shows 135 ms then. The lease must have ended."},
		leaseCall{name: "a leader that hands over", leader: hands, acks: raft.SetOf(1, 2, 3), timeout: timeout,
			why: "S1 tells S3 to stand, and the others vote for S3 although they hear S1. A lease counts on their " +
				"silence, so it is over as soon as a transfer begins."},
		leaseCall{name: "answers of servers that do not vote", leader: learners, acks: raft.SetOf(1, 3, 4),
			timeout: timeout,
			why: "Three of four have answered. But only S1 and S2 vote, and S2 has not answered: no majority of the " +
				"voters keeps silent."},
		leaseCall{name: "alone", leader: steady(1), acks: raft.SetOf(1), timeout: timeout,
			why: "S1 is a majority of one. Nobody else can be elected."},
	}
}
