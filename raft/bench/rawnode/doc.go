// Package rawnode holds what two tests need to drive a RawNode of go.etcd.io/raft: package bench, which measures
// it beside our core, and lab/peer, which plays it in the lab.
//
// # Never
//
// Only tests import it: etcd's code must not ride into a binary.
package rawnode
