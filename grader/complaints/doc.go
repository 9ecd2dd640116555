// Package complaints reads what Go's compiler says about a learner's file. The command and the page read it in the
// same way.
//
// # Never
//
// It trusts no text: a compiler quotes from the file, so each message is made plain, and their number is bounded.
package complaints
