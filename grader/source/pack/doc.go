// Command pack writes the archive of the sources, which build/raftlab carries (package source).
//
//	go run ./grader/source/pack -out FILE
//
// # Never
//
// It changes nothing but that file.
package main
