// Package examples lists whole servers that are right, and mistakes in them, for tests and for people who want to see
// some before they bring their own.
//
//	files, err := one.Files(os.DirFS(root))   // what a person would have dropped
//
// The servers are in the testdata of package bring.
//
// # Never
//
// It compiles nothing and judges nothing. No server is of a course: all were written for the lab.
package examples
