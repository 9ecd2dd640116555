// Package editor answers an editor's requests about a learner's file. A request and its reply are one JSON
// object each:
//
//	format      source                    source, or problems
//	instrument  source, exercise, rules   source, or problems
//	complete    source, offset            from, and options (label, kind, detail, doc)
//	hover       source, offset            from, to, signature and doc; {} where there is nothing to say
//	problems    source, output            problems, read from what the compiler printed
//	functions   source, rules             functions (name, line), package, missing, and problems
//
// Offsets and columns count UTF-16 code units, as JavaScript does; columns and lines begin at 1. A problem has
// line, column, endLine, endColumn, message and, for a usual mistake, help. The reply to an invalid request is
// {"error": "..."}.
//
// While somebody types, a file is rarely complete. So the editor adds what is missing at the cursor (a name
// after a dot, a bracket, a brace) before it parses the file, and the type checker continues after errors.
//
// # Never
//
// It has no build tag and touches neither the disk nor the page: a function opens the files. It does not
// compile: only the compiler decides. It keeps nothing between requests except the imported packages.
package editor
