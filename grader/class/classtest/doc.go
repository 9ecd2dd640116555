// Package classtest makes classes for tests: students who hand in solutions, variants, mistakes, unfinished and hostile
// files, in the ways in which students hand in, each with what is expected of the grader.
//
//	c, err := classtest.Generate(classtest.Options{Seed: 1, Students: 12, Exercises: ids, Checkout: os.DirFS(root)})
//	input, err := c.Write(folder, classtest.Moodle)
//	for _, want := range c.Wants(classtest.Moodle) { ... }
//
// A class follows from its options alone. Who hands in what goes round, so that a class of a dozen students has each
// kind of file and each way to hand in.
//
// # Never
//
// Only tests import it. It judges nothing: what is expected stands with the files that it takes from packages
// submissions and hostile.
package classtest
