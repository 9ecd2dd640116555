package mutants

import (
	"slices"

	"raftlab/lab/kv"
	"raftlab/lab/kv/reference"
)

// clients are the rows of group K: commands that a client sends more than once. Most of the mistakes are in the rules
// of sessions. A rule cannot make K02, K03 and K11: there the mistake is around the rules.
func clients() []Mutant {
	const sessions = "sessions"
	return []Mutant{
		{ID: "K01", Exercise: sessions, Title: "Each copy of a command is carried out",
			Breaks: onlyOnce, Sessions: carryOutCopies, Source: "§8, thesis §6.3; vesoft-inc/nebula#3109"},
		{ID: "K02", Exercise: sessions, Check: Drill, Title: "Copies are looked for when they arrive",
			Breaks: onlyOnce, Set: "dedupe-at-submit", Source: "thesis §6.3; Students' Guide to Raft",
			Note: "No rule can make this mistake: the server asks its table in another place."},
		{ID: "K03", Exercise: sessions, Check: Drill, Title: "Only the leader remembers its answers",
			Breaks: onlyOnce, Set: "table-on-leader", Source: "thesis §6.3; rabbitmq/ra#145",
			Note: "No rule can make this mistake: rules do not know who leads."},
		{ID: "K04", Exercise: snapshotExercise, Title: "The table of sessions is not in the snapshot", Check: Drill,
			Breaks: append([]string{snapshotEqual}, onlyOnce...), Set: "table-not-in-snapshot",
			Source: "§7, thesis §6.3; Students' Guide to Raft",
			Note:   "No rule can make this mistake: the content of a snapshot is the state machine's."},
		{ID: "K05", Exercise: sessions, Title: "Only the number of the last command is compared",
			Breaks: onlyOnce, Sessions: onlyTheLast, Source: "thesis §6.3"},
		{ID: "K06", Title: "A waiting client is matched by the index of its entry alone",
			Breaks: []string{linearizable}, Source: "§8; Students' Guide to Raft",
			Harmless: "The node compares index and term, and no rule has a part in that."},
		{ID: "K07", Title: "Waiting clients hear nothing when their leader is deposed",
			Breaks: []string{progress}, Source: "§8; ClickHouse/ClickHouse#114401",
			Harmless: "The node answers that the outcome is unknown, and no rule has a part in that."},
		{ID: "K08", Exercise: sessions, Title: "A client gives a copy another number",
			Breaks: append([]string{linearizable}, onlyOnce...), Sessions: newNumber, Source: "thesis §6.3; " +
				"tikv/tikv#5640",
			Note: "In the stories the clients' numbers are the reference's, so that a learner's rule cannot end the " +
				"program that judges. Here the clients follow the mistake, too."},
		{ID: "K09", Title: "A client is told OK when its command is appended",
			Breaks: []string{durability}, Source: "§8; otoolep/hraftd#6, nats-io/nats-server#7564",
			Harmless: "The node hands out a command when it is committed, and no rule has a part in that."},
		{ID: "K10", Exercise: sessions, Title: "A copy is answered without the stored result",
			Breaks: onlyOnce, Sessions: emptyAnswers, Source: "thesis §6.3"},
		{ID: "K11", Exercise: sessions, Check: Drill, Title: "Sessions expire by each server's own clock",
			Breaks: onlyOnce, Set: "local-expiry", Source: "thesis §6.3",
			Note: "No rule can make this mistake: rules see no clock."},
		{ID: "K12", Title: "A copy waits for the answer of the first, which nobody gives it",
			Breaks: []string{progress}, Source: "atomix/atomix#465",
			Harmless: "Each copy is an entry of its own here, and is answered when it is applied."},
		{ID: "K13", Exercise: sessions, Title: "Several requests to open a session get the same one",
			Breaks: append([]string{linearizable}, onlyOnce...), Sessions: oneSession, Source: "thesis §6.3; " +
				"ClickHouse/ClickHouse#114401"},
		{ID: "K14", Title: "An entry that was compacted is reported as not committed", Source: "willemt/raft#130",
			Breaks: []string{progress}, Harmless: "The node answers as it applies, before anything is cut off."},
		{ID: "K15", Title: "A read is answered from the leader's own state",
			Breaks: []string{linearizable}, Source: "§8",
			Harmless: "The lab does so only if a client asks for it (E1), and no rule has a part in that."},
		{ID: "K16", Exercise: sessions, Title: "A command that was refused is not stored",
			Breaks: onlyOnce, Sessions: forgetRefusals, Source: "thesis §6.3"},
		{ID: "K17", Exercise: sessions, Title: "An unknown session is opened by its command",
			Breaks: onlyOnce, Sessions: unknownIsNew, Source: "thesis §6.3"},
		{ID: "K18", Title: "Sessions expire by entries on some servers, and by time on others",
			Breaks: onlyOnce, Source: "thesis §6.3",
			Harmless: "All servers of a cluster follow the same rules here. K11 makes them differ in the same way."},
		{ID: "K19", Title: "The table has the leader's own names of requests",
			Breaks: onlyOnce, Source: "thesis §6.3",
			Harmless: "Such a name is not in the entry, so no other server knows it. Without it, this is K01."},
	}
}

// onlyOnce are the properties that a command breaks that is carried out twice, or not at all.
var onlyOnce = []string{exactlyOnce}

func carryOutCopies(rules *kv.SessionRules) {
	rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
		if reference.ApplyOnce(t, kv.NewStore(), c).Failure == kv.UnknownSession {
			return kv.Result{Failure: kv.UnknownSession}
		}
		return store.Apply(c.Command)
	}
}

func onlyTheLast(rules *kv.SessionRules) {
	rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
		s := t.Find(c.Client)
		if s == nil {
			return kv.Result{Failure: kv.UnknownSession}
		}
		s.LastUsed = t.Now
		if len(s.Results) > 0 && s.Results[0].Sequence == c.Sequence {
			return s.Results[0].Result
		}
		result := store.Apply(c.Command)
		s.Results = []kv.Stored{{Sequence: c.Sequence, Result: result}}
		return result
	}
}

func newNumber(rules *kv.SessionRules) {
	rules.NextRequest = func(c *kv.Client, _ uint64) (uint64, uint64) { return reference.NextRequest(c, 0) }
}

func emptyAnswers(rules *kv.SessionRules) {
	rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
		s := t.Find(c.Client)
		copied := s != nil && slices.ContainsFunc(s.Results, func(r kv.Stored) bool { return r.Sequence == c.Sequence })
		result := reference.ApplyOnce(t, store, c)
		if copied && result.Failure == kv.NoFailure {
			return kv.Result{Done: true}
		}
		return result
	}
}

func oneSession(rules *kv.SessionRules) {
	rules.OpenSession = func(t *kv.Sessions, at uint64) kv.ClientID {
		if len(t.Open) > 0 {
			return t.Open[0].Client
		}
		return reference.OpenSession(t, at)
	}
}

func forgetRefusals(rules *kv.SessionRules) {
	rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
		result := reference.ApplyOnce(t, store, c)
		if s := t.Find(c.Client); s != nil && !result.Done {
			s.Results = slices.DeleteFunc(s.Results, func(r kv.Stored) bool { return r.Sequence == c.Sequence })
		}
		return result
	}
}

func unknownIsNew(rules *kv.SessionRules) {
	rules.ApplyOnce = func(t *kv.Sessions, store *kv.Store, c kv.Numbered) kv.Result {
		if t.Find(c.Client) == nil {
			reference.OpenSession(t, uint64(c.Client))
			slices.SortFunc(t.Open, func(a, b kv.Session) int { return int(a.Client) - int(b.Client) })
		}
		return reference.ApplyOnce(t, store, c)
	}
}
