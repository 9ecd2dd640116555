// Package tidy holds the rules about this repository itself, as a Go test.
//
// It has the rules that no linter knows: which folders are at top level, which package may import which, how
// long a function or a line may be, which words a text must not have. It reads the files that git would commit
// (tracked files, and new ones that are not ignored), so it judges a change before the commit:
//
//	go test -count=1 ./grader/tidy
//
// -count=1 is necessary because the go tool caches a passing test by the files that it opened, and a new file
// is not among them.
//
// A rule is a function from files to violations, and nothing else. So each rule is tested on planted files
// (planted_test.go, planted_plain_test.go), and a rule without a planted violation fails. A violation that is
// right after all is listed in exceptions (tidy_test.go) with its reason; an exception that is no longer needed
// fails.
//
// # Never
//
// There is no code outside the tests: nothing can import this package, and it is in no binary. No rule reads
// the disk, rewrites a file, or sees a file that .gitignore excludes.
package tidy
