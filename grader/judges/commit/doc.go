// Package commit judges AdvanceCommitIndex: how far a leader may commit its entries, and whether it does.
//
// # Never
//
// It requires no particular way to count: any step towards the highest index is allowed.
package commit
