package sessions

import (
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/kv"
)

// applyCall is a command of a session that is applied.
type applyCall struct {
	name, place, why string
	table            kv.Sessions
	store            string // the value of x, "" for none
	command          kv.Numbered
}

// outcome is the result of a call: the session after it, what it gave, and what it had to give.
type outcome struct {
	applyCall
	before, session *kv.Session
	store, want     *kv.Store
	result, fresh   kv.Result
	// lowest is the lowest number that the client may still ask for.
	lowest uint64
}

func (c applyCall) smallCase() Case { return Case{Place: once, Run: c.run} }

func (c applyCall) size() int {
	size := len(c.table.Open) + len(c.store) + int(c.command.Sequence+c.command.Lowest)
	for _, s := range c.table.Open {
		size += len(s.Results) + int(s.Lowest)
	}
	return size
}

func newStore(x string) *kv.Store {
	store := kv.NewStore()
	if x != "" {
		store.Apply(kv.Command{Op: kv.Put, Key: "x", Value: x})
	}
	return store
}

func (c applyCall) run(rules kv.SessionRules) *grader.CaseFailure {
	after := c.table.Clone()
	o := outcome{applyCall: c, store: newStore(c.store), want: newStore(c.store)}
	o.before = c.table.Find(c.command.Client)
	o.result = rules.ApplyOnce(&after, o.store, c.command)
	o.session = after.Find(c.command.Client)
	var failure *grader.CaseFailure
	allowed := ""
	switch {
	case o.before == nil:
		allowed = "the failure session unknown, and nothing else changes"
		failure = call.Gravest(o.unknown(), others(&c.table, &after, c.command.Client))
	default:
		o.lowest = max(o.before.Lowest, c.command.Lowest)
		failure, allowed = o.known()
		failure = call.Gravest(failure, o.kept(), o.used(after.Now), others(&c.table, &after, c.command.Client))
	}
	if failure == nil {
		return nil
	}
	failure.State = tableText(&c.table) + "; " + storeText(newStore(c.store))
	failure.Request = c.command.String()
	failure.Yours = resultText(o.result) + "; after it " + tableText(&after) + "; " + storeText(o.store)
	failure.Allowed = allowed
	return ownWords(failure, c.name)
}

// known judges a command of an open session: it is too old, a copy, or new.
func (o *outcome) known() (failure *grader.CaseFailure, allowed string) {
	first, copied := resultOf(o.before, o.command.Sequence)
	switch {
	case o.command.Sequence < o.before.Lowest:
		return o.old(), "the failure too old, and the store stays as it is"
	case copied:
		return o.copy(first), resultText(first) + ", the stored result, and the store stays as it is"
	}
	o.fresh = o.want.Apply(o.command.Command)
	return o.new(), resultText(o.fresh) + ", which is stored with its number; " + storeText(o.want)
}

// unknown: a session that is not open is never opened by a command.
func (o *outcome) unknown() *grader.CaseFailure {
	id, n := o.command.Client, o.command.Sequence
	switch {
	case o.store.Hash() != o.want.Hash():
		return call.Breaks(once, "sessions.call.unknown.carried-out",
			"Session %d is not open, and request %d was carried out. It may have been carried out before the session "+
				"expired: then it is the second time.", id, n)
	case o.session != nil:
		return call.Breaks(once, "sessions.call.unknown.opened",
			"Session %d was not open, and now it is. A late copy of a command of the expired session would be taken "+
				"for "+
				"a new command.", id)
	case o.result.Failure == kv.NoFailure:
		return call.Breaks(once, "sessions.call.unknown.answer",
			"Session %d is not open, and the answer is %s: the client takes it for the result of its command.",
			id, resultText(o.result))
	case o.result.Failure != kv.UnknownSession:
		return call.Stalls(once, "sessions.call.unknown.failure",
			"Session %d is not open, and the failure says %v. The client has to learn that it needs another session.",
			id, o.result.Failure)
	}
	return nil
}

// old: the result of a command below Lowest is forgotten, and the command was carried out.
func (o *outcome) old() *grader.CaseFailure {
	n, least := o.command.Sequence, o.before.Lowest
	switch {
	case o.store.Hash() != o.want.Hash():
		return call.Breaks(lowest, "sessions.call.old.carried-out",
			"Request %d is below Lowest=%d: the client had its answer, so this is a late copy. It was carried out "+
				"again.",
			n, least)
	case o.result.Failure == kv.NoFailure:
		return call.Stalls(lowest, "sessions.call.old.answer",
			"Request %d is below Lowest=%d, and its result is forgotten. The answer %s is made up.",
			n, least, resultText(o.result))
	case o.result.Failure != kv.TooOld:
		return call.Stalls(lowest, "sessions.call.old.failure",
			"Request %d is below Lowest=%d, and the failure says %v: the session is open.", n, least, o.result.Failure)
	}
	return nil
}

// copy: a command with a stored result is a copy.
func (o *outcome) copy(first kv.Result) *grader.CaseFailure {
	n := o.command.Sequence
	switch {
	case o.store.Hash() != o.want.Hash():
		return call.Breaks(once, "sessions.call.copy.carried-out",
			"The table has the result of request %d, so it was carried out before. It was carried out once more.", n)
	case o.result.Failure != kv.NoFailure:
		return call.Stalls(once, "sessions.call.copy.failure",
			"The client asks again because it has no answer of request %d. It gets %s, though the result is in the "+
				"table.",
			n, resultText(o.result))
	case o.result != first:
		return call.Breaks(once, "sessions.call.copy.answer",
			"Request %d gave %s when it was carried out, and the answer to its copy is %s. The client believes the "+
				"one "+
				"that it hears.", n, resultText(first), resultText(o.result))
	}
	return nil
}

// new: a command without a stored result is carried out, and its result is stored.
func (o *outcome) new() *grader.CaseFailure {
	n := o.command.Sequence
	kept, isKept := resultOf(o.session, n)
	switch {
	case o.store.Hash() != o.want.Hash():
		return o.storeDiffers()
	case o.result.Failure != kv.NoFailure:
		return call.Breaks(once, "sessions.call.new.failure",
			"Request %d is new and was given to the store, and the client gets %s. It would think that nothing "+
				"happened.",
			n, resultText(o.result))
	case o.result != o.fresh:
		return call.Breaks(once, "sessions.call.new.answer",
			"The store gave %s for request %d, and the answer is %s.", resultText(o.fresh), n, resultText(o.result))
	case !isKept && !o.fresh.Done:
		return call.Breaks(once, "sessions.call.new.refusal",
			"Request %d was refused, and the table has no result of it. A copy may come when the value is another, "+
				"and "+
				"would be carried out. A refusal is a result, too.", n)
	case !isKept:
		return call.Breaks(once, "sessions.call.new.result",
			"Request %d was carried out, and the table has no result of it: a copy would be carried out again.", n)
	case kept != o.fresh:
		return call.Breaks(once, "sessions.call.new.stored",
			"Request %d gave %s, and the table has %s. A copy would get "+
				"that.", n, resultText(o.fresh), resultText(kept))
	}
	return nil
}

// storeDiffers is the failure of a new command that changed the store in another way than it says.
func (o *outcome) storeDiffers() *grader.CaseFailure {
	n, unchanged := o.command.Sequence, newStore(o.applyCall.store).Hash()
	switch {
	case o.store.Hash() != unchanged:
		return call.Breaks(once, "sessions.call.new.store",
			"After request %d %s, and it must be that %s.", n, storeText(o.store), storeText(o.want))
	case len(o.before.Results) > 0 && n < o.before.Results[len(o.before.Results)-1].Sequence:
		return call.Breaks(once, "sessions.call.new.overtaken",
			"Request %d has no result in the table, so it is new, though a higher number came before it. It was not "+
				"carried out: a client may wait for several answers, and its requests may overtake each other.", n)
	}
	return call.Breaks(once, "sessions.call.new.not-carried-out",
		"Request %d has no result in the table, so it is new. It was not carried out.", n)
}

// kept: results that the client may ask for stay, all others go, and Lowest says which.
func (o *outcome) kept() *grader.CaseFailure {
	if o.session == nil {
		return call.Breaks(once, "sessions.call.gone",
			"Session %d is gone after a command of it: its copies get an error, and so does its client's next command.",
			o.command.Client)
	}
	for _, r := range o.before.Results {
		now, isKept := resultOf(o.session, r.Sequence)
		switch {
		case r.Sequence >= o.lowest && !isKept:
			return call.Breaks(lowest, "sessions.call.forgot",
				"The result of request %d is gone, and the client may still ask for it: lowest is %d. A copy would be "+
					"carried out again.", r.Sequence, o.lowest)
		case r.Sequence >= o.lowest && now != r.Result:
			return call.Breaks(once, "sessions.call.changed",
				"The stored result of request %d was %s and is %s.", r.Sequence, resultText(r.Result), resultText(now))
		}
	}
	return o.forgotten()
}

// forgotten judges Lowest, and that results below it are dropped.
func (o *outcome) forgotten() *grader.CaseFailure {
	for i, r := range o.session.Results {
		switch _, known := resultOf(o.before, r.Sequence); {
		case r.Sequence < o.lowest && known:
			return call.Stalls(lowest, "sessions.call.not-forgotten",
				"The client has the answers below %d, and the result of request %d is kept: the table would grow for "+
					"ever.",
				o.lowest, r.Sequence)
		case !known && r.Sequence != o.command.Sequence:
			return call.Breaks(once, "sessions.call.made-up",
				"The table has a result of request %d now, which nobody has asked for.", r.Sequence)
		}
		for _, earlier := range o.session.Results[:i] {
			if earlier.Sequence == r.Sequence {
				return call.Stalls(once, "sessions.call.twice",
					"The table has two results of request %d.", r.Sequence)
			}
		}
	}
	switch now := o.session.Lowest; {
	case now < o.lowest:
		return call.Breaks(lowest, "sessions.call.lowest",
			"Results below %d are not needed any more, and Lowest is %d: a late copy of request %d would have no "+
				"result, "+
				"and be taken for new.", o.lowest, now, o.lowest-1)
	case now > o.lowest:
		return call.Stalls(lowest, "sessions.call.lowest-high",
			"The client still waits for answers from %d on, and Lowest is %d: what it asks would be refused as too "+
				"old.",
			o.lowest, now)
	}
	return nil
}

// used: a command is a sign of life, a copy too.
func (o *outcome) used(now kv.Time) *grader.CaseFailure {
	if o.session == nil || o.session.LastUsed == o.table.Now {
		return nil
	}
	return call.Stalls(ending, "sessions.call.used",
		"The session was used now, at %d, and LastUsed is %d. It would expire though its client is there.",
		o.table.Now, o.session.LastUsed)
}
