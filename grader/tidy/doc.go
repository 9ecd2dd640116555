// Package tidy holds the rules about this repository itself, as a Go test.
//
// What a linter cannot know of is here: which folders stand at top level, which
// package may import which, how long a function may grow, which words must not
// stay behind. It reads what git would commit (tracked files, and new ones that
// are not ignored), so it judges a change before it is made:
//
//	go test -count=1 ./grader/tidy
//
// -count=1 because the go tool caches a passing test by the files it opened,
// and a file that did not exist then is not among them.
//
// A rule is a function from files to violations, and nothing else; so each one
// is tested on planted files (planted_test.go), and a rule without a planted
// violation fails. A violation that is right after all is listed in exceptions
// (tidy_test.go) with its reason; an exception that nothing needs any more fails.
//
// # Never
//
// There is no code outside the tests: nothing can import this package, and it
// cannot reach a binary. No rule reads the disk, rewrites a file, or looks at
// anything that .gitignore keeps out.
package tidy
