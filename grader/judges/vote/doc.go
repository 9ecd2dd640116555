// Package vote judges HandleRequestVote: one call, one answer, and one outcome that is allowed, or two where the
// request brings a later term.
//
// # Never
//
// It knows no clock: that a voter may refuse for reasons of time is another rule's matter.
package vote
