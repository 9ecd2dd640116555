// Package node is one way to write exercise node. Compare it with yours when yours passes; there are others.
//
// # Never
//
// A learner's folder has none, and only tests read it.
package node
