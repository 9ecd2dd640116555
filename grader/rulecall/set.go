package rulecall

import (
	"fmt"
	"slices"

	"raftlab/lab/kv"
	"raftlab/raft"
	"raftlab/raft/wire"
)

// Rules are all rules that learners write, of all chapters. A file writes a few of them.
type Rules struct {
	raft.Rules
	kv.SessionRules
}

// Set is all rules, or those of the exercises of one kind.
type Set interface {
	Rules | raft.Rules | kv.SessionRules
}

// whole is a set with everything else left empty.
func whole[S Set](set S) Rules { return With(Rules{}, set) }

// With is all rules with a part replaced.
func With[S Set](all Rules, set S) Rules {
	switch set := any(set).(type) {
	case Rules:
		all = set
	case raft.Rules:
		all.Rules = set
	case kv.SessionRules:
		all.SessionRules = set
	}
	return all
}

// Part is the part of all rules that S has.
func Part[S Set](all Rules) (set S) {
	take(&set, all)
	return set
}

// take puts the part of all rules that S has into a set.
func take[S Set](set *S, all Rules) {
	switch set := any(set).(type) {
	case *Rules:
		*set = all
	case *raft.Rules:
		*set = all.Rules
	case *kv.SessionRules:
		*set = all.SessionRules
	}
}

// Replace puts rules into the set that call the callee's. It fails for an unknown name.
func Replace[S Set](c *Caller, set *S, rules ...string) error {
	all := whole(*set)
	for _, name := range rules {
		if err := c.replace(&all, name); err != nil {
			return err
		}
	}
	take(set, all)
	return nil
}

func (c *Caller) replace(all *Rules, name string) error {
	if number, ok := find(name); ok {
		table[number].forward(c, number, &all.Rules)
		return nil
	}
	if i := slices.Index(sessionNames[:], name); i >= 0 {
		sessionTable[i].forward(c, byte(len(names)+i), &all.SessionRules)
		return nil
	}
	return fmt.Errorf("no rule is called %q", name)
}

// Local replaces rules by a learner's, which are called in this process, with copies.
func Local[S Set](rules *S, learner S, names []string) (*Caller, error) {
	var caller *Caller
	callee := NewCallee(whole(learner), func(n uint64) (uint64, bool) { return caller.Draw(n) })
	caller = NewCaller(callee.Answer)
	if err := Replace(caller, rules, names...); err != nil {
		return nil, err
	}
	return caller, nil
}

// answerer is how the rule with that number is called, nil for an unknown number.
func answerer(number int) func(c *Callee, r *wire.Reader, reply []byte) []byte {
	switch {
	case number < len(table):
		return table[number].answer
	case number < len(table)+len(sessionTable):
		return sessionTable[number-len(table)].answer
	}
	return nil
}
