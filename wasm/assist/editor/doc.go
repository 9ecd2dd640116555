// Package editor answers what an editor asks about a learner's file. A request and its reply are one JSON
// object each:
//
//	format      source                    source, or problems
//	instrument  source, exercise, rules   source, or problems
//	complete    source, offset            from, and options (label, kind, detail, doc)
//	hover       source, offset            from, to, signature and doc; {} where there is nothing to say
//	problems    source, output            problems, read from what the compiler printed
//	functions   source, rules             functions (name, line), package, missing, and problems
//
// Offsets and columns count UTF-16 code units, as JavaScript does; columns and lines begin at 1. A problem
// has line, column, endLine, endColumn, message and, where it is a usual mistake, help. A request that cannot
// be understood gives {"error": "..."}.
//
// While somebody types, a file is hardly ever whole. What is missing at the cursor (a name after a dot, a
// bracket, a brace) is therefore put in before the file is parsed, and the type checker goes on after
// errors.
//
// # Never
//
// It has no build tag and touches neither the disk nor the page: files come from a function. It does not
// compile; the compiler's word is the last. It keeps nothing between requests but the imported packages.
package editor
