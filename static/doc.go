// Package static carries the built web app inside the program that serves it.
//
// The app itself is the TypeScript around this file: Go computes, TypeScript draws. `make build` bundles it
// into dist/ together with the two WebAssembly programs of wasm/. This package embeds that folder, so one
// binary without other files is the whole of Raft Lab.
//
//	http.Handle("/", http.FileServerFS(static.Site()))
//
// # Never
//
// The folder holds no simulation and no grading: both are Go, in lab/ and grader/, and reach the page as
// WebAssembly. This package serves nothing itself, and imports no other package of the project.
package static
