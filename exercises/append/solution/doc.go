// Package solution is one way to write exercise append, with its tasks marked. Compare it with
// yours when yours passes; there are others.
//
// # Never
//
// It is never part of what learners are served, and nothing but its own test imports it.
package solution
