// Package server is go.etcd.io/raft as etcd itself configures it.
package server

import "go.etcd.io/raft/v3"

// New makes the node. The lab ticks it, saves, sends and applies what is ready.
func New(config *raft.Config) (*raft.RawNode, error) {
	config.PreVote = true
	config.CheckQuorum = true
	return raft.NewRawNode(config)
}
