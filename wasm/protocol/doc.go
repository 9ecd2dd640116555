// Package protocol is the engine's half of the messages between page and engine. The other half is
// static/src/engine/protocol.ts: the same names in the same order, with the meaning of each field.
// Change both together: a test compares them.
//
// Every message is one JSON text, except the message that carries a MessagePort.
//
// # Never
//
// It has no build tag and touches no JavaScript value, so it is tested like any package. It
// decides nothing.
package protocol
