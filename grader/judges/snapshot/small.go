package snapshot

import (
	"slices"

	"raftlab/grader/call"
	"raftlab/raft"
)

// cutServers is every server of at most four entries whose log begins at any place, all committed up to a point.
func cutServers() []server {
	var all []server
	for _, terms := range call.Logs(4, 2) {
		for base := range len(terms) + 1 {
			for commit := base; commit <= len(terms); commit++ {
				s := server{
					term: 3, base: raft.Index(base), log: terms[base:], commit: raft.Index(commit),
					applied: raft.Index(commit), snapshot: raft.Index(base),
				}
				if base > 0 {
					s.baseTerm = terms[base-1]
				}
				all = append(all, s)
			}
		}
	}
	return all
}

func smallLabels() []one {
	var calls []one
	for _, s := range cutServers() {
		for applied := s.base; applied <= s.commit; applied++ {
			for snapshot := s.base; snapshot <= applied; snapshot++ {
				s.applied, s.snapshot = applied, snapshot
				calls = append(calls, labelCall{server: s})
			}
		}
	}
	return calls
}

func smallCuts() []one {
	var calls []one
	terms := []raft.Term{1, 1, 1, 2, 2, 2, 2}
	for base := raft.Index(0); base <= 2; base++ {
		for upTo := base; upTo <= 6; upTo++ {
			for first := raft.Index(0); first <= 8; first++ {
				for second := raft.Index(0); second <= 8; second += 4 {
					if first > 0 && first <= base || second > 0 && second <= base {
						continue // it would need a snapshot, and what it needs is after that
					}
					s := server{role: raft.Leader, term: 3, base: base, log: terms[base:], commit: 7, applied: 7,
						snapshot: upTo, match: base, next: base + 1}
					if base > 0 {
						s.baseTerm = terms[base-1]
					}
					s.needs[2], s.needs[3] = first, second
					calls = append(calls, cutCall{server: s, upTo: upTo})
				}
			}
		}
	}
	return calls
}

func smallSends() []one {
	var calls []one
	for _, s := range cutServers() {
		s.role, s.votedFor = raft.Leader, 1
		for next := raft.Index(1); next <= s.last()+1; next++ {
			s.next, s.match = next, next-1
			if s.commit != s.last() {
				continue
			}
			calls = append(calls, needsCall{server: s})
			for _, term := range []raft.Term{2, 3, 4} {
				for match := raft.Index(0); match <= s.last(); match++ {
					calls = append(calls, answerCall{server: s, reply: raft.InstallSnapshotReply{
						Term: term, MatchIndex: match, Offset: 2,
					}})
				}
			}
		}
		if s.base == 1 && len(s.log) < 2 {
			s.role, s.next, s.match = raft.Follower, 0, 0
			calls = append(calls, answerCall{server: s, reply: raft.InstallSnapshotReply{Term: 3, MatchIndex: 1}})
		}
	}
	return calls
}

func smallCovers() []one {
	var calls []one
	for _, s := range cutServers() {
		if s.commit != s.base || s.base == 0 {
			continue
		}
		for prev := raft.Index(0); prev <= s.last()+1; prev++ {
			for count := range 4 {
				req := raft.AppendEntries{Term: 3, LeaderID: 2, PrevLogIndex: prev, PrevLogTerm: min(raft.Term(prev),
					1),
					LeaderCommit: 1, Entries: entriesAfter(prev, []raft.Term{1, 2, 2, 2}[:count])}
				calls = append(calls, coverCall{server: s, req: req})
				req.Term = 2
				calls = append(calls, coverCall{server: s, req: req})
			}
		}
	}
	return calls
}

func smallStarts() []one {
	var calls []one
	for _, s := range cutServers() {
		if s.commit != s.base {
			continue
		}
		for last := raft.Index(0); last <= 4; last++ {
			for term := raft.Term(1); term <= 2; term++ {
				if last == 0 && term > 1 || last == s.base && term != s.baseTerm {
					continue
				}
				c := startCall{terms: s.log, saved: raft.Saved{
					CurrentTerm: 3, VotedFor: 2, Base: s.base, BaseTerm: s.baseTerm,
				}}
				if last > 0 {
					c.saved.Snapshot = raft.Snapshot{Meta: raft.SnapshotMeta{LastIndex: last, LastTerm: term,
						Configuration: voters}, Data: []byte("x")}
				}
				calls = append(calls, c)
			}
		}
	}
	return calls
}

// smallStories is every single chunk to every small server, and stories of up to four chunks of two leaders.
func smallStories() []one {
	var calls []one
	for _, s := range cutServers() {
		for last := raft.Index(1); last <= 4; last++ {
			for term := raft.Term(1); term <= 2; term++ {
				if of := s.termAt(last); last <= s.commit && of != term {
					continue // what is committed has one term
				}
				meta := raft.SnapshotMeta{LastIndex: last, LastTerm: term, Configuration: voters}
				calls = append(calls, &story{server: s, chunks: wholeFrom(2, 3, meta)})
			}
		}
	}
	for _, role := range []raft.Role{raft.Follower, raft.Candidate, raft.PreCandidate} {
		s := server{role: role, term: 3, log: []raft.Term{1}, commit: 1, applied: 1}
		calls = append(calls, stories(&story{server: s}, 4)...)
	}
	return calls
}

// wholeFrom is all chunks of a snapshot.
func wholeFrom(from raft.NodeID, term raft.Term, meta raft.SnapshotMeta) []chunk {
	return []chunk{{from, term, meta, 0}, {from, term, meta, 1}, {from, term, meta, 2}}
}

// stories are those that begin with c, and what may come in at most so many chunks more.
func stories(c *story, more int) []one {
	if more == 0 {
		return nil
	}
	var calls []one
	for _, next := range possible(c) {
		longer := &story{server: c.server, chunks: append(slices.Clone(c.chunks), next), judged: len(c.chunks)}
		calls = append(calls, longer)
		calls = append(calls, stories(longer, more-1)...)
	}
	return calls
}

// possible are the chunks that may come: of a leader of an earlier term, of this term's leader, who has two snapshots,
// and of the next one's.
func possible(c *story) []chunk {
	older, newer := raft.SnapshotMeta{LastIndex: 2, LastTerm: 2, Configuration: voters},
		raft.SnapshotMeta{LastIndex: 3, LastTerm: 2, Configuration: voters}
	if len(c.chunks) >= 3 {
		last := c.chunks[len(c.chunks)-1] // the end of a story: what follows, or the first one again
		return []chunk{{last.from, last.term, last.meta, 0}, {last.from, last.term, last.meta, chunkMany - 1}}
	}
	var all []chunk
	for number := range chunkMany {
		all = append(all, chunk{2, 3, older, number}, chunk{2, 3, newer, number}, chunk{3, 4, older, number},
			chunk{3, 4, newer, number})
	}
	return append(all, chunk{3, 2, newer, 0}, chunk{3, 2, newer, chunkMany - 1})
}
