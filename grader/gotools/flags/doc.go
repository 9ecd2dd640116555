// Package flags has the flags of Go's compiler and linker that are the same on every host: on this machine, where
// gotools calls them, and in the page.
//
// # Never
//
// It calls nothing, and knows no machine: it is compiled for the page, too.
package flags
