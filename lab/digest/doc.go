// Package digest is SHA-256 (FIPS 180-4), which names runs and the states of a search.
//
//	run := digest.New()
//	run.Write(line)
//	name := digest.Hex(run.Sum(nil))
//
// Natively it is crypto/sha256, which uses the processor's own instructions. WebAssembly has none, and there
// crypto/sha256 brings along all of crypto's self-tests, with AES, SHA-3 and SHA-512: 38 kB of the engine's
// download, and as much of a guest's. So the WebAssembly programs use the few lines of FIPS 180-4 §6.2 instead.
// A test compares the two.
//
// # Never
//
// It guards no secret. It is not for passwords, keys or signatures: its time may depend on the data.
package digest
