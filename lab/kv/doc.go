// Package kv is the service that the lab's servers replicate: a small key-value store with put, get, increment
// and compare-and-set, the byte format of the commands, and the words that people type.
//
// It is a state machine in the sense of §2: the same commands in the same order give the same
// results and the same content everywhere. Reads are commands too; they go through the log.
//
//	Command, Store   what clients ask for, and what answers (command.go, store.go)
//	Numbered         a command of a session, as bytes and in words (numbered.go)
//	Sessions         the table that makes the servers recognise a command's copies (sessions.go)
//	SessionRules     what is done with the table, as a struct of functions (rules.go). A learner's file may import
//	                 this package; package reference, below, is out of its reach.
//
// # Never
//
// It knows nothing about servers, terms or the network, and has no clock. An invalid command is refused in its
// result, alike on every server; it is never an error.
package kv
