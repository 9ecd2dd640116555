// Package wholetest compiles a small whole server for tests, right or with mistakes planted in it. The server is in
// testdata, in the style of a course: a lock, sleeping goroutines, and calls.
//
// # Never
//
// It judges nothing.
package wholetest
