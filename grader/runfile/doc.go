// Package runfile judges one file of a learner: it looks whether the file may be judged, compiles it, runs it within
// bounds, and gives a report, whatever the file does. raftlab grade adds a few flags.
//
//	root, err := runfile.Checkout(ctx)
//	file, err := runfile.Read(root, judge.About(), "mine.go", false)
//	report, err := runfile.Wanted{FirstSeed: 1, Schedules: 200}.Grade(ctx, root, file)
//
// # The processes
//
// The work is done by a worker, a process of its own. It owns the folder in which it compiles, and the programs that it
// starts: the compiler, the linker, and the program that judges. All of them end, and the folder goes, when the work is
// done, or when the program that asked for it has ended in any way.
//
// The program that judges is native, with the learner's rules linked into it. With Wanted.Sandbox it is this program
// itself, which hosts the learner's rules as a WebAssembly guest: they cannot reach the machine, and everything that
// judges is outside of the guest.
//
// # Never
//
// A verdict does not depend on how fast the machine is: lines and events are counted. The clock ends only a call that
// does not return. Nothing that judged code prints is read as a report or as a reason. An error is never the learner's
// fault: what is, is a report.
package runfile
