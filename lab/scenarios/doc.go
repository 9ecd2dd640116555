// Package scenarios holds the lab's own stories, as text files: one or two for each subject that a
// handful of servers can show, named after the subject's id. The same files play in go test, on the
// command line and in the page.
//
// A file begins with its title and its story. Then come commands, with comments between them that
// announce and explain the next events. testdata holds a transcript of each scenario: read it beside
// the scenario.
//
//	all, err := scenarios.All()
//	one, err := scenarios.Find("a6") // or "a6-vote-survives-crash"
//
// The page's engine does not import this package: it gets the same texts as a file, so that a story more is no
// larger program.
//
// # Writing one
//
// A new file in this folder is a new scenario.
// Control only what the story needs: give logs and terms, fire the timer of one server, cut links.
// Leave the rest to the seed; the story must hold for all seeds. Each file checks at least once with
// "expect saw" that its story really happened. A story that any server could play teaches nothing:
// mistakes_test.go has a wrong rule for each scenario, and the place where the scenario then fails. A story about a
// fault that Raft does not claim to survive says with "breaks" which property it ends with. Its mistake is to leave the
// fault out.
//
// # Never
//
// No Go code plays a part in a story: everything is a verb, which learners can use too.
package scenarios
