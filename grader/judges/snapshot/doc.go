// Package snapshot judges the rules of snapshots: what a snapshot is called, how far the log may be cut, who gets one,
// how chunks become one, and how a server starts with one. Six of the rules are judged call by call. A snapshot arrives
// in chunks, so a case about HandleInstallSnapshot is a short story of chunks.
//
// # Never
//
// It wants nothing that §7 leaves open: allowed.go lists what that is.
package snapshot
