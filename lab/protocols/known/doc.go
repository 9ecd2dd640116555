// Package known lists the protocols that the lab knows.
//
// # Never
//
// It holds the list and nothing else.
package known
