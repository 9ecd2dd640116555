// Package link writes a run into an address of the page, so that who opens it sees the run: a scenario,
// the rules, the learner's file where servers follow it, and the event to look at.
//
//	#/trace/DATA, with DATA = base64url(deflate(JSON of Run))
//
// static/src/address/link.ts is its other half.
//
// # Never
//
// It plays nothing and checks no scenario: a link comes from a stranger, and whoever opens it must treat
// what is in it so. What is decoded is bounded.
package link
