// Package example makes classes, to try the grading and to test it: students who hand in solutions, variants, mistakes,
// unfinished and hostile files, in the ways in which students hand in, each with what is expected of the grader.
//
//	c, err := example.Generate(example.Options{Seed: 1, Students: 12, Exercises: ids, Checkout: os.DirFS(root)})
//	input, err := c.Write(folder, example.Moodle)
//	for _, want := range c.Wants(example.Moodle) { ... }
//
// A class follows from its options alone. Who hands in what goes round, so that a class of a dozen students has each
// kind of file and each way to hand in.
//
// # Never
//
// No student is real. Nothing is judged here: what is expected stands with the files that it takes from packages
// submissions and hostile.
package example
