// Package link writes a run into an address of the page, so that whoever opens the address sees the run: a
// scenario, the rules, the learner's file if servers follow it, and the event to show.
//
//	#/trace/DATA, with DATA = base64url(deflate(JSON of Run))
//
// static/src/address/link.ts is its other half.
//
// # Never
//
// It plays nothing and checks no scenario: a link may come from a stranger, and whoever opens it must not trust
// its content. The size of decoded data is limited.
package link
