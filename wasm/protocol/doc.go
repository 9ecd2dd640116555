// Package protocol is the engine's half of the talk between page and engine. Its other half is
// static/src/engine/protocol.ts: the same names in the same order; what each field means is told there.
// Change both together: a test compares them.
//
// Every message is one JSON text, but for the one that carries a MessagePort.
//
// # Never
//
// It has no build tag and touches no JavaScript value, so it is tested like any package. It
// decides nothing.
package protocol
