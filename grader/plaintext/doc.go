// Package plaintext makes text of strangers safe to show: what a rule panics with, what it prints, what a compiler
// quotes from it. Terminals, pages, tables and reports show only what came out of it.
//
// # Never
//
// It changes no letter: text in any language stays readable. It is no escaping for HTML, CSV or JSON: their writers
// do that.
package plaintext
