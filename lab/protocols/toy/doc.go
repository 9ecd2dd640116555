// Package toy is a protocol for tests: a token that goes around a ring of servers. It shows what a protocol needs to
// be played, judged, fuzzed, shrunk, searched, replayed and drawn, and nothing outside of this folder knows it.
//
// The holder passes the token on when its timer fires, with a number that rises, and sends it again until the next
// server confirms it. A server takes a token only with a number above all that it has seen.
//
// # Never
//
// No program registers it: tests add it to the set of protocols.
package toy
