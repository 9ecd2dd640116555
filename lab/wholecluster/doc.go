// Package wholecluster is the lab's protocol for whole servers: somebody's programs, judged from outside. It looks at
// what GetState says, at what is applied, at what clients see, and at how much is sent. Where fields of a program have
// usual names, it also looks at the log, the vote and the term, and at what was saved.
//
//	Cluster   a mirror of each server's last view, and the clients' history (cluster.go)
//	checks    the properties, judged at every step (checks.go, fields.go)
//	progress  agreement after healing, within a bound (progress.go)
//	verbs     what a scenario says of whole servers (verbs.go, setup.go, watch.go)
//	Nemesis   random schedules, and episodes aimed at the mistakes of whole servers (nemesis.go, episodes*.go)
//	Suite     the situations that every whole server should survive, as scenarios (suite.go)
//
// # Never
//
// It never asks a program for anything but the methods of its shape. No property needs the program's own words; those
// that use fields by name are not judged where no field has such a name. No wall clock, no goroutine, no floating
// point.
package wholecluster
