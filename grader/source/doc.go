// Package source has the Go sources that a learner's file is compiled with: raft, lab, the judges, the guest, the
// exercises, what a whole server of a course is compiled with, and what they import from other modules. The program
// carries them as one archive, so that it judges files and makes folders for learners without a checkout and without
// a network.
//
//	root, err := source.Root(ctx)              a folder that the go command builds in
//	files, err := source.Learner(ctx, "mine")  a module for a learner, with a copy of what it needs
//	hash, err := source.Hash()                 names grader and course, for reports
//
// `make build` writes the archive with Pack (program pack), into the folder archive, which is embedded. Its bytes
// depend on the sources alone: the names are sorted, and no file has a time. A program that was built where its
// checkout is, as by go run and go test, reads the checkout instead, which may have changed since.
//
// Third-party packages are in vendor, with their licences. Each of their modules has a go.mod of ours there, and the
// main go.mod replaces the module by that folder. So the go command finds them in vendor mode and with -mod=mod, and
// never looks into the module cache.
//
// The archive has the solutions, which raftlab grade --solutions judges, and the answer key, raft/reference, which
// the judges compare with. A learner's folder has no solution; the answer key is in its vendor.
//
// # Never
//
// No test is in the archive but those of the exercises, which learners get. A folder in the cache is not trusted: each
// file is compared before the folder is used. Nothing is compiled here, and no network is reached.
package source
