// Package scenarios is the stories that the lab comes with, as text files: one or two for each
// subject that can be shown by a handful of servers, named after the subject's id. The same files
// play in go test, on the command line and in the page.
//
// A file begins with its title and its story; then come commands, with comments between them that
// say what is about to happen and why. testdata holds what happened when each was played: read a
// transcript beside its scenario.
//
//	all, err := scenarios.All()
//	one, err := scenarios.Find("a6") // or "a6-vote-survives-crash"
//
// # Writing one
//
// Control what the story needs: give logs and terms, let the timer of one server fire, cut links.
// Leave the rest to the seed, and let the story hold for all of them. Each file says at least once
// with "expect saw" that what it tells of really happened. A story that any server could play says
// nothing: mistakes_test.go has for each a way to get its rule wrong, and where it fails then.
//
// # Never
//
// No Go code plays a part in a story: whatever one needs is a verb, which learners can use too.
package scenarios
