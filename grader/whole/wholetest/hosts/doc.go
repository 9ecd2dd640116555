// Command hosts plays whole servers on this machine, and writes what another host needs to play the same: `make parity`
// compares the two.
//
//	go run ./grader/whole/wholetest/hosts DIR [NAME...]
//
// For each case, or each of those names, it writes NAME.wasm, the program, and prints a line of JSON: its name, its
// scenario, the trace's hash, and the property and the sentence that broke, if any did.
//
// # Never
//
// It compares nothing.
package main
