// Package vote judges HandleRequestVote: one call and one answer. One outcome is allowed, or two if the request
// brings a later term.
//
// # Never
//
// It knows no clock: no vote is refused for reasons of time.
package vote
