// Package vote judges HandleRequestVote: one call and one answer. Figure 2 mostly allows one outcome. Each part of it
// that differs has a sentence of its own, and says whether it endangers a property or only progress.
//
// # Never
//
// It knows no clock: no vote is refused for reasons of time.
package vote
