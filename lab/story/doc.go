// Package story is the language in which a run is described and played: scenarios, their verbs, and the
// Runner that carries them out in a world of package lab.
//
//	Scenario  a story as a text file, one command a line (scenario.go); a Collection has many (collection.go)
//	Runner    reads all words first (rehearse.go), then plays a scenario, a step at a time (runner.go), with
//	          commands typed meanwhile (typed.go)
//	Verb      a command of the language (verbs.go, verbs_links.go, verbs_messages.go, saw.go), or several in one
//	          line (repeat.go); breaks.go has the verb for a story that ends badly, as it should,
//	          and puzzle.go those of a story that a person continues
//	Args      the words of a command, taken one after the other (args.go)
//	Player    a protocol with verbs of its own
//
// A click in the page, a typed line, a line of a scenario and a random fault are the same text.
//
// # Never
//
// It knows no protocol: the servers' messages are the Player's. No wall clock, no goroutine, no
// floating point: a run is a pure function of its seed, its scenario and its machines.
package story
