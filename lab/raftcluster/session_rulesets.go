package raftcluster

import (
	"slices"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/kv"
	sessions "raftlab/lab/kv/reference"
	"raftlab/lab/service"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// sessionReference is the right rules of sessions.
func sessionReference() kv.SessionRules { return sessions.Rules() }

// sessionMistake is a mistake around the rules of sessions.
type sessionMistake byte

// The mistakes.
const (
	// noMistake is the right server.
	noMistake sessionMistake = iota
	// atSubmit: a copy is recognised when it arrives, not when it is applied.
	atSubmit
	// onLeader: as atSubmit, and only the leader remembers.
	onLeader
	// localClock: sessions expire by each server's own clock.
	localClock
	// unsavedSessions: a snapshot holds the store, and not the table of sessions (K04).
	unsavedSessions
)

// sessionRuleSets are the sets whose mistake is in the rules of sessions. Without sessions they are the reference.
func sessionRuleSets() []RuleSet {
	return []RuleSet{
		wrongSessions("no-dedupe", "Carry out every copy", carryOutCopies, noMistake,
			"A server carries out each copy of a command that is in the log (§8; thesis §6.3)."),
		wrongSessions("dedupe-at-submit", "Look for copies at submit", carryOutCopies, atSubmit,
			"A server looks for copies when a request arrives, and not when an entry is applied: two copies can be in "+
				"the log (§8; thesis §6.3)."),
		wrongSessions("table-on-leader", "Only the leader remembers", carryOutCopies, onLeader,
			"The leader alone remembers what it has answered, and the next leader does not know it (§8; thesis §6.3)."),
		wrongSessions("only-the-last", "Compare with the last number only", onlyTheLast, noMistake,
			"A command is a copy only if its number is that of the last one, so an old copy is carried out again "+
				"(thesis §6.3)."),
		wrongSessions("empty-answers", "Answer copies without a result", emptyAnswers, noMistake,
			"A copy is not carried out, and its answer has not the result of the first (thesis §6.3)."),
		wrongSessions("forget-refusals", "Remember no refusals", forgetRefusals, noMistake,
			"A refused compare-and-set is not remembered, so a later copy of it may be carried out (thesis §6.3)."),
		wrongSessions("unknown-is-new", "Open expired sessions again", unknownIsNew, noMistake,
			"A command of an unknown session is carried out, as if it were the first of a new one (thesis §6.3)."),
		wrongSessions("local-expiry", "Expire by the own clock", nil, localClock,
			"A server ends sessions by its own clock and not by the time in the log, so tables differ (thesis §6.3)."),
		wrongSessions("table-not-in-snapshot", "Leave the table out of snapshots", nil, unsavedSessions,
			"A snapshot holds the store, and not the table of sessions: a server that installs it carries out copies "+
				"again (§8; thesis §6.3)."),
		wrongSessions("new-number", "Number a copy anew", newNumber, noMistake,
			"A client that asks again gives the command another number (§8; thesis §6.3)."),
	}
}

func wrongSessions(
	id, title string, change func(*kv.SessionRules), mistake sessionMistake, wrong string,
) RuleSet {
	set := RuleSet{
		RuleSet: service.RuleSet{ID: id, Title: title, Wrong: wrong}, Rules: reference.Rules(),
		Sessions: sessionReference(), mistake: mistake,
	}
	if change != nil {
		change(&set.Sessions)
	}
	return set
}

// sessionTable is a new table that is kept by these rules, nil without sessions.
func (r RuleSet) sessionTable(setup SessionSetup) *sessionTable {
	if r.Sessions.ApplyOnce == nil { // a set made elsewhere, for Raft's rules alone
		r.Sessions = sessionReference()
	}
	table := newSessionTable(setup, r.Sessions)
	if table != nil {
		table.mistake = r.mistake
	}
	return table
}

// carryOutCopies is bug K01 of the catalogue.
func carryOutCopies(rules *kv.SessionRules) {
	rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
		known := t.Clone()
		if result := sessions.ApplyOnce(t, kv.NewStore(), c); result.Failure == kv.UnknownSession {
			return result
		}
		result := store.Apply(c.Command)
		*t = known
		sessions.ApplyOnce(t, kv.NewStore(), c)
		return result
	}
}

// onlyTheLast is bug K05.
func onlyTheLast(rules *kv.SessionRules) {
	rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
		s := t.Find(c.Client)
		if s == nil {
			return kv.Result{Failure: kv.UnknownSession}
		}
		s.LastUsed = t.Now
		if last := len(s.Results) - 1; last >= 0 && s.Results[last].Sequence == c.Sequence {
			return s.Results[last].Result
		}
		result := store.Apply(c.Command)
		s.Results = []kv.Stored{{Sequence: c.Sequence, Result: result}}
		return result
	}
}

// emptyAnswers is bug K10.
func emptyAnswers(rules *kv.SessionRules) {
	rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
		copied := hasResult(t, c)
		result := sessions.ApplyOnce(t, store, c)
		if copied && result.Failure == kv.NoFailure {
			return kv.Result{Done: true}
		}
		return result
	}
}

// hasResult reports whether the table has the result of a command.
func hasResult(t *kv.Sessions, c kv.Numbered) bool {
	s := t.Find(c.Client)
	return s != nil && slices.ContainsFunc(s.Results, func(r kv.Stored) bool { return r.Sequence == c.Sequence })
}

// forgetRefusals stores what was done only.
func forgetRefusals(rules *kv.SessionRules) {
	rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
		result := sessions.ApplyOnce(t, store, c)
		if s := t.Find(c.Client); s != nil && !result.Done {
			s.Results = slices.DeleteFunc(s.Results, func(r kv.Stored) bool { return r.Sequence == c.Sequence })
		}
		return result
	}
}

// unknownIsNew opens a session for whoever asks.
func unknownIsNew(rules *kv.SessionRules) {
	rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
		if t.Find(c.Client) == nil {
			sessions.OpenSession(t, uint64(c.Client))
			slices.SortFunc(t.Open, func(a, b kv.Session) int { return int(a.Client) - int(b.Client) })
		}
		return sessions.ApplyOnce(t, store, c)
	}
}

// newNumber is bug K08.
func newNumber(rules *kv.SessionRules) {
	rules.NextRequest = func(c *kv.Client, _ uint64) (uint64, uint64) { return sessions.NextRequest(c, 0) }
}

// expireLocally is bug K11. The stamps still move the table's time.
func (s *sessionTable) expireLocally(stamp kv.Time) {
	s.table.Now = max(s.table.Now, stamp)
	s.table.Open = slices.DeleteFunc(s.table.Open, func(of kv.Session) bool {
		return kv.Time(s.now)-of.LastUsed > kv.Time(s.setup.Expiry)
	})
}

// answeredRequest is a result that a server remembers outside the state machine.
type answeredRequest struct {
	client   kv.ClientID
	sequence uint64
	result   kv.Result
	at       uint64
}

// remember keeps a result for answers at submit (K02, K03).
func (s *sessionTable) remember(n kv.Numbered, result kv.Result, at raft.Index) {
	if s.mistake == atSubmit || s.mistake == onLeader && s.leads {
		s.answered = append(s.answered, answeredRequest{n.Client, n.Sequence, result, uint64(at)})
	}
}

// submitted is the remembered result of a request that arrives, for the mistakes that answer it without the log.
func (s *sessionTable) submitted(in lab.Input) (service.Answer, bool) {
	if s == nil || in.Kind != lab.Ask || len(s.answered) == 0 || !kv.IsNumbered(in.Payload) {
		return service.Answer{}, false
	}
	n, err := kv.DecodeNumbered(in.Payload)
	i := slices.IndexFunc(s.answered, func(a answeredRequest) bool {
		return err == nil && a.client == n.Client && a.sequence == n.Sequence
	})
	if i < 0 || !s.leads {
		return service.Answer{}, false
	}
	return service.Answer{Kind: service.AnswerDone, Result: s.answered[i].result, Index: s.answered[i].at}, true
}

// tableText is the open sessions and the numbers of their stored results, in a form for people: 2: #1 #3.
func (s *sessionTable) tableText() string {
	var text string
	for i, of := range s.table.Open {
		if i > 0 {
			text += ", "
		}
		text += strconv.FormatUint(uint64(of.Client), 10) + ":"
		for _, stored := range of.Results {
			text += " #" + strconv.FormatUint(stored.Sequence, 10)
		}
	}
	return text
}
