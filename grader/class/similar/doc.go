// Package similar finds files of a class that are alike, for a person to look at.
//
//	common, err := similar.Common(read)        // what nobody has alone
//	pairs := similar.Pairs(files, common)      // the closest first
//	page, err := similar.Page(title, pairs, files)
//
// # How
//
// A file is read as tokens (go/scanner): comments, layout, semicolons and imports do not count, and the names that a
// student chose are all alike. What Go or the lab named keeps its name. Each declaration stands for itself, so their
// order does not count either. Each run of a few tokens is a fingerprint; of these some are chosen by winnowing
// (Schleimer, Wilkerson and Aiken, SIGMOD 2003), so that a longer run that two files share is always seen.
//
// A rule is fifteen lines that the paper dictates, and much of it is the same in all files. So the fingerprints of the
// starter, of the solution and of what many people write (package accepted) are left out, and so are those of most of a
// class. Those that more than a tenth of a class has are ways to do it: they do not make a pair. All exercises of two
// students are looked at together: that they share one unusual line says nothing, that they share most of what is their
// own in several exercises says more. What fewer have weighs more, and the heaviest pairs come first.
//
// The files of these pairs are compared once more, by Levenshtein's distance of their tokens.
//
// # Never
//
// A pair is no accusation, no verdict depends on it, and no number here is a threshold for anybody but this list. It
// runs no file and needs none that compiles. The same files give the same pairs, in whichever order they come.
package similar
