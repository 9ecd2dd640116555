//go:build wasip1

package main

import _ "raftlab/wasm/guest/reactor" // its exports are the guest

// A reactor has no main; its exports are called after _initialize.
func main() {}
