package snapshot

import (
	"slices"

	"raftlab/raft"
)

// follower is S1 in term 3, with entries of these terms, of which so many are committed and applied.
func follower(commit raft.Index, terms ...raft.Term) server {
	return server{term: 3, log: terms, commit: commit, applied: commit}
}

// cutAt is a server with its log cut.
func cutAt(s server, base raft.Index) server {
	s.baseTerm, s.log = s.log[base-1], s.log[base:]
	s.base, s.snapshot = base, base
	return s
}

// leading is a leader of term 3 that knows of S2 what is given.
func leading(s server, match, next raft.Index) server {
	s.role, s.match, s.next = raft.Leader, match, next
	return s
}

func upTo(last raft.Index, term raft.Term) raft.SnapshotMeta {
	return raft.SnapshotMeta{LastIndex: last, LastTerm: term, Configuration: voters}
}

func labelExamples() []one {
	behind, again := follower(4, 1, 1, 2, 2, 2), cutAt(follower(3, 1, 1, 2, 2), 3)
	behind.applied = 3
	gone := cutAt(follower(4, 1, 1, 2, 2), 4)
	gone.snapshot = 3
	open, done := follower(3, 1, 1, 2, 2, 2), follower(4, 1, 1, 2, 2, 2)
	open.change, done.change = 4, 3
	return []one{
		labelCall{name: "committed, and not all applied", server: behind, why: "Entry 4 is committed, and the " +
			"state machine is at entry 3. A snapshot is what the state machine holds, so its last entry is 3."},
		labelCall{name: "nothing is applied", server: follower(0, 1, 1), why: "A snapshot of nothing takes the " +
			"place of nothing, and there would be another one at once."},
		labelCall{name: "nothing new is applied", server: again, why: "The last snapshot ends at entry 3, and so " +
			"does the state machine."},
		labelCall{name: "the entry itself is gone", server: gone, why: "Entry 4 is the base of the log: the entry " +
			"is gone, and its term is known."},
		labelCall{name: "a change that is not committed", server: open, why: "Entry 4 changes who votes, and it may " +
			"still be cut from the log. A snapshot up to entry 3 says who votes as of entry 3."},
		labelCall{name: "a change that is applied", server: done, why: "Entry 3 changes who votes. The snapshot " +
			"takes its place, so it says what entry 3 said."},
	}
}

func cutExamples() []one {
	terms := []raft.Term{1, 1, 1, 2, 2, 2, 2}
	all := leading(follower(7, terms...), 7, 8)
	lags, gets := all, leading(cutAt(follower(7, terms...), 2), 0, 1)
	lags.needs[2], lags.needs[3] = 4, 8
	gets.needs[2] = 5
	next := all
	next.needs[2], next.needs[3] = 8, 8
	return []one{
		cutCall{name: "nobody needs entries", server: all, upTo: 6, why: "The snapshot ends at entry 6, and no " +
			"follower that answers needs an entry up to there. The log need not keep them."},
		cutCall{name: "the snapshot ends before the log", server: next, upTo: 5, why: "Entries 6 and 7 are " +
			"committed, and not in the snapshot. They stay."},
		cutCall{name: "a follower that lags", server: lags, upTo: 6, why: "S2 answers, and needs entry 4 next. " +
			"Without it S2 would need the whole snapshot, for three entries."},
		cutCall{name: "a snapshot is on its way", server: gets, upTo: 7, why: "S2 gets the snapshot up to entry 4, " +
			"and needs entry 5 after it. If entry 5 is cut off meanwhile, the snapshot is of no use when it has " +
			"arrived."},
	}
}

func sendExamples() []one {
	s := cutAt(follower(5, 1, 1, 2, 2, 3), 3)
	candidate := s
	candidate.role = raft.Candidate
	return []one{
		needsCall{name: "the next entry is cut off", server: leading(s, 1, 2), why: "S2 needs entry 2, and the log " +
			"of S1 begins after entry 3."},
		needsCall{name: "the next entry is the base", server: leading(s, 2, 3), why: "S1 knows the term of entry " +
			"3, and not the entry. It cannot send it."},
		needsCall{name: "the next entry is the first one", server: leading(s, 3, 4), why: "S1 has entry 4, and " +
			"knows the term of entry 3, which comes before it. That is all that AppendEntries needs."},
		answerCall{name: "the snapshot has arrived", server: leading(s, 0, 2),
			reply: raft.InstallSnapshotReply{Term: 3, MatchIndex: 3},
			why: "S2 has the snapshot, and so all entries up to 3. If that counts for nothing, S1 sends it again " +
				"and again."},
		answerCall{name: "a chunk has arrived", server: leading(s, 0, 2),
			reply: raft.InstallSnapshotReply{Term: 3, Offset: 2},
			why:   "S2 has a part, and can use nothing of it yet. What S1 knows of its log stays."},
		answerCall{name: "an answer that is late", server: leading(s, 5, 6),
			reply: raft.InstallSnapshotReply{Term: 3, MatchIndex: 3},
			why:   "S2 has confirmed entries up to 5 since. A late answer takes nothing back."},
		answerCall{name: "an answer to an earlier leadership", server: leading(s, 0, 2),
			reply: raft.InstallSnapshotReply{Term: 2, MatchIndex: 3},
			why:   "S1 led term 2 once, and leads term 3 now. The answer is about then."},
		answerCall{name: "an answer of a later term", server: leading(s, 0, 2),
			reply: raft.InstallSnapshotReply{Term: 4, Offset: 0},
			why:   "Somebody stands in term 4, so S1 does not lead any more."},
	}
}

func chunkExamples() []one {
	behind := follower(1, 1)
	ahead := follower(4, 1, 1, 2, 2, 3)
	has, tail := follower(1, 1, 1, 2, 2), follower(1, 1, 1, 1, 1)
	tail.term, has.term = 3, 3
	stands := follower(1, 1)
	stands.role = raft.Candidate
	cut := cutAt(follower(2, 1, 1, 2), 2)
	whole := func(s server, meta raft.SnapshotMeta, name, why string) one {
		return &story{name: name, server: s, chunks: wholeFrom(2, 3, meta), why: why}
	}
	some := func(s server, name, why string, chunks ...chunk) one {
		return &story{name: name, server: s, chunks: chunks, why: why}
	}
	a, b := upTo(3, 2), upTo(4, 2)
	return []one{
		whole(behind, a, "far behind", "The log of S1 ends before the snapshot. The snapshot takes its place, and "+
			"says what is committed, what is applied, and who votes."),
		whole(ahead, a, "older than what is committed", "S1 has committed entry 4. To install a snapshot up to "+
			"entry 3 would take back entry 4, which S1 may have confirmed. S1 says how far it is, or the leader "+
			"sends it again."),
		whole(has, a, "the log has the snapshot's last entry", "Entry 3 of S1 is of term 2, as in the snapshot. So "+
			"entry 4 is the leader's, too, and S1 may have confirmed it. It stays."),
		whole(tail, a, "the log has another entry there", "Entry 3 of S1 is of term 1, and in the snapshot it is of "+
			"term 2. So what S1 has behind it is of an old leader: it goes."),
		whole(cut, b, "the log is cut already", "S1 has a snapshot up to entry 2 and gets one up to entry 4."),
		some(behind, "a leader of an earlier term", "S3 led term 2. Term 3 has come, so S3 has been replaced.",
			chunk{3, 2, a, 0}),
		some(stands, "a candidate hears from the leader", "S1 stands in term 3, and S2 has won it. A chunk says so "+
			"as AppendEntries does. If S1 goes on standing, it needs the snapshot and refuses it, again and again.",
			chunk{2, 3, a, 0}),
		some(behind, "a chunk is missing", "S1 has the first chunk and gets the third. It says that it has two "+
			"bytes, so that the leader goes on there.", chunk{2, 3, a, 0}, chunk{2, 3, a, 2}),
		some(behind, "a chunk comes twice", "S1 has had this chunk. To add it again would make a state that never "+
			"was.",
			chunk{2, 3, a, 0}, chunk{2, 3, a, 1}, chunk{2, 3, a, 1}),
		some(behind, "a chunk of another snapshot", "S2 has taken a newer snapshot. Its second chunk does not "+
			"continue the first chunk of the older one.", chunk{2, 3, a, 0}, chunk{2, 3, b, 1}),
		some(behind, "another leader begins", "S3 leads term 4, and sends its own snapshot. The part of the one "+
			"before that had come is thrown away.", slices.Concat([]chunk{{2, 3, a, 0}}, wholeFrom(3, 4, b))...),
		some(behind, "a chunk of the leader before", "S2 and S3 have a snapshot up to the same entry. Their bytes "+
			"need not be the same: what S2 sent in term 3 is not continued in term "+
			"4.", chunk{2, 3, a, 0}, chunk{3, 4, a, 1}),
		some(behind, "the power failed in between", "S1 has nothing, and gets the second chunk. It says so, and the "+
			"leader begins again.", chunk{2, 3, a, 1}),
	}
}

func coverExamples() []one {
	s := cutAt(follower(3, 1, 1, 2, 2), 3)
	req := func(prev raft.Index, term raft.Term, terms ...raft.Term) raft.AppendEntries {
		return raft.AppendEntries{Term: 3, LeaderID: 2, PrevLogIndex: prev, PrevLogTerm: term, LeaderCommit: 3,
			Entries: entriesAfter(prev, terms)}
	}
	return []one{
		coverCall{name: "it begins before the base", server: s, req: req(1, 1, 1, 2, 2), why: "Entries 2 and 3 are " +
			"in the snapshot. What is left is entry 4, after entry 3 of term 2."},
		coverCall{name: "all of it is in the snapshot", server: s, req: req(0, 0, 1, 1), why: "Nothing is left but " +
			"the question whether the logs agree up to the base, and they do. To refuse would be wrong for ever."},
		coverCall{name: "a heartbeat before the base", server: s, req: req(1, 1), why: "It has no entries, and " +
			"agrees with what is committed here."},
		coverCall{name: "it begins at the base", server: s, req: req(3, 2, 2), why: "The base has a term, so the " +
			"request can be compared as it is."},
		coverCall{name: "it begins behind the base", server: s, req: req(4, 2, 3), why: "The snapshot has nothing " +
			"of it."},
	}
}

func startExamples() []one {
	start := func(name, why string, meta raft.SnapshotMeta, base raft.Index, baseTerm raft.Term,
		terms ...raft.Term) one {
		c := startCall{name: name, why: why, terms: terms, saved: raft.Saved{
			CurrentTerm: 3, VotedFor: 2, Base: base, BaseTerm: baseTerm,
		}}
		if meta.LastIndex > 0 {
			c.saved.Snapshot = raft.Snapshot{Meta: meta, Data: []byte("x")}
		}
		return c
	}
	none := raft.SnapshotMeta{}
	return []one{
		start("there is no snapshot yet", "It is a start as ever: the log as it is, and nothing known as "+
			"committed.", none, 0,
			0, 1, 1, 2),
		start("the log was cut", "The log goes on where the snapshot ends.", upTo(3, 2), 3, 2, 2, 3),
		start("the log was not cut yet", "The power failed after the snapshot was saved, and before the log was "+
			"cut. Entries 1 to 3 are in both. They are applied already.", upTo(3, 2), 0, 0, 1, 1, 2, 2),
		start("the log is the one before the snapshot", "The snapshot came from the leader, and the power failed "+
			"before the old log was cut. Its entry 3 is of term 1, so the rest of it is not the leader's "+
			"either.", upTo(3, 2), 0, 0,
			1, 1, 1, 1),
		start("the log ends before the snapshot", "The snapshot came from the leader. Nothing is left of the log.",
			upTo(3, 2), 0, 0, 1),
		start("nothing is behind the snapshot", "The log has no entries. Its last term is that of the snapshot's "+
			"last entry, and votes compare it.", upTo(3, 2), 3, 2),
		start("entries are missing", "The log begins after entry 4, and the snapshot ends at entry "+
			"3.", upTo(3, 2), 4, 2, 2),
		start("the snapshot is missing", "The log begins after entry 3, and there is no snapshot.", none, 3, 2, 2),
	}
}
