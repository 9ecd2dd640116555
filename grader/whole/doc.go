// Package whole judges a whole server on this machine: somebody's program, compiled as the guest of package
// raftlab/wasm/whole/seat, runs under wazero, and package suite plays with it.
//
//	Judge  the verdict on a program (judge.go)
//	Play   one scenario with a program
//
// # Never
//
// It compiles nothing, and reads no file: a program is bytes.
package whole
