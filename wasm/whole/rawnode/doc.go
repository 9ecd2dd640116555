// Package rawnode is the adapter for a server that is a RawNode of go.etcd.io/raft: the loop around its Ready.
//
//	s, err := rawnode.Serve(peers, me, disk, applied, program.New) // a seat.Server
//
// The loop is the one that etcd's documentation demands: save, send, apply, advance. A tick comes every 10 ms. The
// program decides how the node is configured.
//
// # Never
//
// It changes nothing of etcd's code and knows no rule of Raft. Only guests and tests import it.
package rawnode
