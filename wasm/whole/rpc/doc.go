// Package rpc is how a whole server calls its peers, and how their calls reach it.
//
//	ClientEnd  one peer, as a server sees it: Call waits for the reply (board.go)
//	Board      all calls of a server that wait for a reply, and what is to be sent (board.go)
//	Service    the methods of a server that its peers may call (service.go)
//
// # Never
//
// It sends nothing. What is to be sent waits until the host takes it.
package rpc
