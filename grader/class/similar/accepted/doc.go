// Package accepted has rules as many people write them, besides the solution. Two students who both think of one of
// these share nothing that is their own.
//
//	for exercise, text := range accepted.Texts() { ... }
//
// # Never
//
// Each rule here passes its exercise; nobody calls them but the test that says so.
package accepted
