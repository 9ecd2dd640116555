package mutants

import (
	"bytes"

	"raftlab/lab"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// disks are the mutants of group D: the state that must be on stable storage before a server answers, and the state
// that a server restores when it restarts.
func disks() []Mutant {
	return []Mutant{
		{ID: "D01", Exercise: "persist", Title: "A vote is given before it is on the disk",
			Breaks: twoLeaders, Machine: saveLate(grantsVote), Graded: saveNoVote,
			Source: "Figure 2, persistent state; robustmq/robustmq#2039"},
		{ID: "D02", Exercise: "persist", Title: "The term is not kept: a restart takes that of the last entry",
			Breaks: twoLeaders, Machine: readBack(termOfLastEntry), Graded: saveOldTerm,
			Source: "Figure 2, persistent state; ongardie/raft.tla#5"},
		{ID: "D03", Exercise: "persist", Title: "A candidate asks for votes before its own vote is on the disk",
			Breaks: twoLeaders, Machine: saveLate(asksForVote), Graded: saveNothingAsCandidate,
			Source: "Figure 2, persistent state",
			Harmless: "A candidate that wins saves its term and vote with the first entry of the term. One that " +
				"crashed before is none any more, and the votes for it elect nobody."},
		{ID: "D04", Exercise: "persist", Title: "Entries are acknowledged before they are on the disk",
			Breaks: falseMatch, Machine: saveLate(acceptsEntries), Graded: saveNoEntries,
			Source: "Figure 2, persistent state; tikv/tikv#994"},
		{ID: "D05", Exercise: "persist", Title: "A term that a reply brings is not saved",
			Breaks: twoLeaders, Machine: saveLate(stepsDown), Graded: saveNoLearntTerm,
			Source: "Figure 2, All Servers and persistent state",
			Harmless: "A term alone promises nothing. What promises something in it, a vote or entries, is saved " +
				"together with the term."},
		{ID: "D06", Exercise: "persist", Title: "A conflicting tail that was removed is back after a restart",
			Breaks: wrongLog, Machine: readBack(oldTail), Graded: saveNoRemoval,
			Source: "§5.3; fluree/db#1459",
			Note: "In the rule alone it breaks no cluster: a leader that has entries removed sends others " +
				"in the same message, and the record of those removes the old ones. " +
				"Around the whole server it does (testdata)."},
		{ID: "D07", Title: "A restart takes what was committed for applied",
			Breaks: []string{stateMachineSafety}, Source: "Figure 2, volatile state; convex#183",
			Harmless: "No commit index is saved here, and the state machine is volatile, as in the paper."},
		{ID: "D08", Exercise: "persist", Title: "A restart takes all of its log for committed",
			Breaks: wrongCommit, Rules: commitAllAtRestart,
			Source: "Figure 2, volatile state; vesoft-inc/nebula#3415"},
		{ID: "D09", Title: "A durable state machine is fed from the first entry again",
			Breaks: []string{stateMachineSafety}, Source: "Figure 2, volatile state; etcd-io/etcd#9809",
			Harmless: "The state machine of a server is volatile, and begins empty."},
		{ID: "D10", Exercise: snapshotExercise, Title: "After a crash between snapshot and log, the old log stays",
			Breaks: append([]string{logMatching}, falseMatch...), Rules: keepOldLog,
			Source: "§7; Students' Guide to Raft",
			Harmless: "The power must fail in the moment when a server with a tail of an old leader installs a " +
				"snapshot. Random schedules do not do that."},
		{ID: "D11", Exercise: "persist", Title: "A restart takes itself for the leader, if it had voted for itself",
			Breaks: twoLeaders, Rules: leadAtRestart,
			Source: "Figure 2, volatile state"},
		{ID: "D12", Title: "A server answers first, and writes afterwards",
			Breaks: append(falseMatch[:5:5], twoLeaders...), Machine: saveLate(always), Check: Schedule,
			Source: "Figure 2, persistent state; sile/noraft#27"},
	}
}

// saveLate makes a server that writes the records of a late output only together with the next ones. The messages
// of the late output leave earlier, and a crash loses what they promise.
func saveLate(late func(out lab.Output) bool) func(lab.Machine) lab.Machine {
	return func(server lab.Machine) lab.Machine { return &lateSaver{Machine: server, late: late} }
}

type lateSaver struct {
	lab.Machine
	late    func(out lab.Output) bool
	pending [][]byte
}

// Step holds back the records of a late output, and writes those that it held back.
func (l *lateSaver) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	out, err := l.Machine.Step(now, in)
	if err != nil || len(out.Records) == 0 {
		return out, err
	}
	records := l.pending
	l.pending = nil
	if l.late(out) {
		for _, record := range out.Records {
			l.pending = append(l.pending, bytes.Clone(record))
		}
	} else {
		records = append(records, out.Records...)
	}
	out.Records = records
	return out, nil
}

// sends reports whether an output has such a message.
func sends(out lab.Output, such func(body raft.Body) bool) bool {
	for _, m := range out.Messages {
		if message, err := raft.DecodeMessage(m.Payload); err == nil && such(message.Body) {
			return true
		}
	}
	return false
}

func grantsVote(out lab.Output) bool {
	return sends(out, func(body raft.Body) bool {
		reply, ok := body.(raft.RequestVoteReply)
		return ok && reply.VoteGranted
	})
}

func asksForVote(out lab.Output) bool {
	return sends(out, func(body raft.Body) bool { _, ok := body.(raft.RequestVote); return ok })
}

func acceptsEntries(out lab.Output) bool {
	return sends(out, func(body raft.Body) bool {
		reply, ok := body.(raft.AppendEntriesReply)
		return ok && reply.Success
	})
}

// stepsDown reports whether the output saves a term and has no message: then the term came with a reply.
func stepsDown(out lab.Output) bool {
	record, err := raft.DecodeSave(out.Records[0])
	return err == nil && record.From == 0 && len(out.Messages) == 0
}

func always(lab.Output) bool { return true }

// readBack makes a server that reads another state from its disk than it wrote.
func readBack(read func(records []raft.Save) (raft.Saved, error)) func(lab.Machine) lab.Machine {
	return func(server lab.Machine) lab.Machine { return misreader{server, read} }
}

type misreader struct {
	lab.Machine
	read func(records []raft.Save) (raft.Saved, error)
}

// Step gives the machine another disk when it boots.
func (m misreader) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	if in.Kind == lab.Boot && len(in.Records) > 0 {
		var records []raft.Save
		for _, bytes := range in.Records {
			record, err := raft.DecodeSave(bytes)
			if err != nil {
				return lab.Output{}, err
			}
			records = append(records, record)
		}
		saved, err := m.read(records)
		if err != nil {
			return lab.Output{}, err
		}
		whole := raft.Save{CurrentTerm: saved.CurrentTerm, VotedFor: saved.VotedFor, From: 1, Entries: saved.Log}
		in.Records = [][]byte{raft.AppendSave(nil, whole)}
	}
	return m.Machine.Step(now, in)
}

// termOfLastEntry also forgets the vote of a forgotten term.
func termOfLastEntry(records []raft.Save) (raft.Saved, error) {
	var saved raft.Saved
	for _, record := range records {
		saved.CurrentTerm = 0 // after a restart, terms begin again at a lower one
		if err := saved.Apply(record); err != nil {
			return raft.Saved{}, err
		}
	}
	last := raft.Term(0)
	if n := len(saved.Log); n > 0 {
		last = saved.Log[n-1].Term
	}
	if last < saved.CurrentTerm {
		saved.CurrentTerm, saved.VotedFor = last, raft.None
	}
	return saved, nil
}

// oldTail overwrites entries, and does not remove the entries after them.
func oldTail(records []raft.Save) (raft.Saved, error) {
	var saved raft.Saved
	for _, record := range records {
		saved.CurrentTerm, saved.VotedFor = record.CurrentTerm, record.VotedFor
		if record.From > 0 {
			end := min(len(saved.Log), int(record.From)-1+len(record.Entries))
			tail := saved.Log[end:]
			saved.Log = append(append(saved.Log[:record.From-1:record.From-1], record.Entries...), tail...)
		}
	}
	return saved, nil
}

// The same mistakes in WhatToSave, for exercise persist.

// saves is WhatToSave with a change of the record.
func saves(change func(s *raft.State, last raft.Save, record *raft.Save)) func(*raft.Rules) {
	return func(rules *raft.Rules) {
		rules.WhatToSave = func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
			record, needed := reference.WhatToSave(s, last, changed)
			change(s, last, &record)
			return record, needed
		}
	}
}

func saveNoVote(rules *raft.Rules) {
	saves(func(_ *raft.State, _ raft.Save, record *raft.Save) { record.VotedFor = raft.None })(rules)
}

func saveOldTerm(rules *raft.Rules) {
	saves(func(_ *raft.State, last raft.Save, record *raft.Save) { record.CurrentTerm = last.CurrentTerm })(rules)
}

func saveNoEntries(rules *raft.Rules) {
	rules.WhatToSave = func(s *raft.State, last raft.Save, _ raft.Index) (raft.Save, bool) {
		return reference.WhatToSave(s, last, 0)
	}
}

func saveNothingAsCandidate(rules *raft.Rules) {
	rules.WhatToSave = func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		if s.Role == raft.Candidate {
			return raft.Save{}, false
		}
		return reference.WhatToSave(s, last, changed)
	}
}

func saveNoLearntTerm(rules *raft.Rules) {
	rules.WhatToSave = func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		if changed == 0 && s.VotedFor == raft.None {
			return raft.Save{}, false
		}
		return reference.WhatToSave(s, last, changed)
	}
}

func saveNoRemoval(rules *raft.Rules) {
	rules.WhatToSave = func(s *raft.State, last raft.Save, changed raft.Index) (raft.Save, bool) {
		if changed > s.Log.LastIndex() {
			changed = 0
		}
		return reference.WhatToSave(s, last, changed)
	}
}

func commitAllAtRestart(rules *raft.Rules) {
	rules.Restore = func(s *raft.State, saved raft.Saved) {
		reference.Restore(s, saved)
		s.CommitIndex = s.Log.LastIndex()
	}
}

func leadAtRestart(rules *raft.Rules) {
	rules.Restore = func(s *raft.State, saved raft.Saved) {
		reference.Restore(s, saved)
		if s.VotedFor == s.ID {
			s.BecomeLeader()
		}
	}
}
