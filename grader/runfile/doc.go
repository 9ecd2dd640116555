// Package runfile judges one file of a learner: it compiles the file with the sources of package source, runs the
// program in a separate process, limits that process, and reads the report. raftlab grade adds a few flags.
//
//	root, err := runfile.Checkout(ctx)
//	file, err := runfile.Read(root, judge.About(), "mine.go", false)
//	report, err := runfile.Wanted{FirstSeed: 1, Schedules: 200}.Grade(ctx, root, file)
//
// The program is the exercise's test or, with Wanted.Host, a WebAssembly guest, which cannot reach the
// machine. If a program ends without a report, runfile writes one: it ran out of memory, did not return, or ended its
// process.
//
// # Never
//
// No file of the sources is changed. A verdict does not depend on how fast the machine is: lines and events are
// counted, and the clock ends only a call that never returns. Nobody sees what the program prints.
package runfile
