// Package reads judges the rules of reads that do not go through the log: BeginRead, ConfirmReads, ReadyReads and
// ExtendLease. A read lives through the first three of them, so a case about these is a short story of a leader, and
// what counts is which reads come out, and when. ExtendLease is judged call by call.
//
// # Never
//
// It does not judge what a leader notes of a read, but for what the caller looks at. It wants nothing that the thesis
// leaves open: allowed.go lists what that is.
package reads
