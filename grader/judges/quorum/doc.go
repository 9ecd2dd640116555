// Package quorum judges exercise quorum: which versions replicas keep, what a read gives and repairs, who counts for a
// write, when a tombstone may go, and which backup is promoted.
//
// # Never
//
// It does not judge what the papers leave open: the order of siblings, which of two writes without knowledge of each
// other is later, a write-back to more replicas than need it, and which of equal backups leads.
package quorum
