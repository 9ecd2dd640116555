// Package commit judges AdvanceCommitIndex: how far a leader may call its entries committed, and that it does.
//
// # Never
//
// It asks for no particular way to count: any step towards the highest index is allowed.
package commit
