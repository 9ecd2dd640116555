package paxoscall_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/grader/rulecall"
	"raftlab/grader/rulecall/paxoscall"
	"raftlab/lab/paxos"
	"raftlab/lab/paxos/reference"
)

// names are all rules of the table.
func names() []string {
	var names []string
	for _, rule := range paxoscall.Table() {
		names = append(names, rule.Name)
	}
	return names
}

func local(t require.TestingT, learner paxos.Rules) (paxos.Rules, *rulecall.Caller) {
	rules := reference.Rules()
	caller, err := paxoscall.Table().Local(&rules, learner, names())
	require.NoError(t, err)
	return rules, caller
}

// server is all that the rules of a server change.
type server struct {
	acceptor paxos.Acceptor
	proposer paxos.Proposer
	learner  paxos.Learner
}

func newServer(steps bool) *server {
	return &server{
		proposer: paxos.Proposer{ID: 2, Servers: 3, Acceptors: 3, Steps: steps, Wish: "W"},
		learner:  paxos.Learner{Acceptors: 3},
	}
}

// call makes a call that was drawn.
func (s *server) call(rules paxos.Rules, rule int, b, seen paxos.Ballot, from paxos.NodeID, v paxos.Value) []any {
	switch rule {
	case 0:
		return []any{rules.HandlePrepare(&s.acceptor, paxos.Prepare{Ballot: b})}
	case 1:
		return []any{rules.HandleAccept(&s.acceptor, paxos.Accept{Ballot: b, Value: v})}
	case 2:
		return []any{rules.NextBallot(&s.proposer, seen)}
	case 3:
		promise := paxos.Promise{Ballot: s.proposer.Ballot, Granted: v != "X", Promised: seen, AcceptedAt: b, Value: v}
		req, send := rules.HandlePromise(&s.proposer, from, promise)
		return []any{req, send}
	}
	accepted := paxos.Accepted{Ballot: b, Value: v, Granted: v != "Y", Promised: seen}
	chosen, ok := rules.HandleAccepted(&s.learner, from, accepted)
	return []any{chosen, ok}
}

// A rule that is called as bytes does what it does directly.
func TestACallAsBytesIsTheCall(t *testing.T) {
	far, _ := local(t, reference.Rules())
	rapid.Check(t, func(t *rapid.T) {
		steps := rapid.Bool().Draw(t, "steps")
		one, other := newServer(steps), newServer(steps)
		ballot := rapid.Custom(func(t *rapid.T) paxos.Ballot {
			return paxos.Ballot{
				Round: rapid.Uint64Range(0, 4).Draw(t, "round"), ID: paxos.NodeID(rapid.IntRange(0, 3).Draw(t, "id")),
			}
		})
		for range rapid.IntRange(1, 30).Draw(t, "calls") {
			rule, b, seen := rapid.IntRange(0, 4).Draw(t, "rule"), ballot.Draw(t, "ballot"), ballot.Draw(t, "seen")
			from := paxos.NodeID(rapid.IntRange(1, 3).Draw(t, "from"))
			v := paxos.Value(rapid.SampledFrom([]string{"", "X", "Y"}).Draw(t, "value"))
			want := one.call(reference.Rules(), rule, b, seen, from, v)
			require.Equal(t, want, other.call(far, rule, b, seen, from, v))
			require.Equal(t, one, other)
		}
	})
}

// What no rule may change does not come back, and memory that a rule keeps is a copy.
func TestARuleGetsCopies(t *testing.T) {
	var kept *paxos.Proposer
	rules := reference.Rules()
	rules.NextBallot = func(p *paxos.Proposer, _ paxos.Ballot) paxos.Prepare {
		kept, p.ID, p.Wish, p.Acceptors, p.Promises = p, 9, "mine", 1, paxos.SetOf(3)
		return paxos.Prepare{}
	}
	far, _ := local(t, rules)
	p := paxos.Proposer{ID: 1, Servers: 3, Acceptors: 3, Wish: "W"}
	far.NextBallot(&p, paxos.Ballot{})
	kept.Promises = paxos.SetOf(1, 2)
	assert.Equal(t, paxos.Proposer{ID: 1, Servers: 3, Acceptors: 3, Wish: "W", Promises: paxos.SetOf(3)}, p)
}

// wrong is a rule whose answer breaks a bound.
type wrong struct {
	change func(rules *paxos.Rules)
	call   func(rules paxos.Rules, s *server)
	says   string
}

// beyond are rules that break a bound.
func beyond() map[string]wrong {
	return map[string]wrong{
		"a long value": {
			func(rules *paxos.Rules) {
				rules.HandlePrepare = func(a *paxos.Acceptor, _ paxos.Prepare) paxos.Promise {
					a.Value = paxos.Value(make([]byte, 1<<17))
					return paxos.Promise{}
				}
			},
			func(rules paxos.Rules, s *server) { rules.HandlePrepare(&s.acceptor, paxos.Prepare{}) },
			`^the answer of HandlePrepare cannot be used: .* a value of 131072 bytes, of at most 65536`,
		},
		"a round beyond all rounds": {
			func(rules *paxos.Rules) {
				rules.NextBallot = func(*paxos.Proposer, paxos.Ballot) paxos.Prepare {
					return paxos.Prepare{Ballot: paxos.Ballot{Round: 1 << 63}}
				}
			},
			func(rules paxos.Rules, s *server) { rules.NextBallot(&s.proposer, paxos.Ballot{}) },
			`^the answer of NextBallot cannot be used: .* round 9223372036854775808, of at most`,
		},
		"a phase that does not exist": {
			func(rules *paxos.Rules) {
				rules.HandlePromise = func(p *paxos.Proposer, _ paxos.NodeID, _ paxos.Promise) (paxos.Accept, bool) {
					p.Phase = 77
					return paxos.Accept{}, false
				}
			},
			func(rules paxos.Rules, s *server) { rules.HandlePromise(&s.proposer, 1, paxos.Promise{}) },
			`^the answer of HandlePromise cannot be used: .* phase 77`,
		},
		"a server that does not exist": {
			func(rules *paxos.Rules) {
				rules.HandleAccept = func(a *paxos.Acceptor, _ paxos.Accept) paxos.Accepted {
					a.Promised.ID = 64
					return paxos.Accepted{}
				}
			},
			func(rules paxos.Rules, s *server) { rules.HandleAccept(&s.acceptor, paxos.Accept{}) },
			`^the answer of HandleAccept cannot be used: .* server 64`,
		},
		"many tallies": {
			func(rules *paxos.Rules) {
				rules.HandleAccepted = func(l *paxos.Learner, _ paxos.NodeID, _ paxos.Accepted) (paxos.Value, bool) {
					l.Heard = make([]paxos.Tally, 5000)
					return "", false
				}
			},
			func(rules paxos.Rules, s *server) { rules.HandleAccepted(&s.learner, 1, paxos.Accepted{}) },
			`^the answer of HandleAccepted cannot be used: .* 5000 tallies, of at most 4096`,
		},
	}
}

func TestAnAnswerBeyondABoundIsRefused(t *testing.T) {
	for name, test := range beyond() {
		t.Run(name, func(t *testing.T) {
			rules := reference.Rules()
			test.change(&rules)
			far, _ := local(t, rules)
			s := newServer(false)
			defer func() {
				misuse, ok := recover().(*rulecall.Misuse)
				require.True(t, ok)
				assert.Regexp(t, test.says, misuse.Error())
				assert.Equal(t, newServer(false), s, "nothing of it is adopted")
			}()
			test.call(far, s)
		})
	}
}

func TestACallThatPanicsHasItsName(t *testing.T) {
	rules := reference.Rules()
	rules.HandlePrepare = func(*paxos.Acceptor, paxos.Prepare) paxos.Promise { panic("no") }
	far, caller := local(t, rules)
	var begun []string
	caller.Begun = func(_ uint64, rule string) { begun = append(begun, rule) }
	assert.PanicsWithError(t, "no", func() { far.HandlePrepare(&paxos.Acceptor{}, paxos.Prepare{}) })
	far.NextBallot(&newServer(false).proposer, paxos.Ballot{})
	assert.Equal(t, []string{"HandlePrepare", "NextBallot"}, begun)
}

func TestAnUnknownRuleIsRefused(t *testing.T) {
	rules := reference.Rules()
	_, err := paxoscall.Table().Local(&rules, reference.Rules(), []string{"HandlePromises"})
	assert.ErrorContains(t, err, `no rule is called "HandlePromises"`)
}

// Whatever comes, a callee answers, and does not end the program.
func FuzzCallee(f *testing.F) {
	f.Add([]byte{0, 1, 1, 0, 0, 0, 2, 1})
	f.Fuzz(func(_ *testing.T, call []byte) {
		callee := paxoscall.Table().Callee(reference.Rules(), nil)
		callee.Answer(call)
	})
}
