// Package race has Go's race detector watch a whole server: five servers in one process of this machine, in real time.
//
//	report, err := race.Run(ctx, "my-course", 10*time.Second)
//
// It compiles and runs (run.go), and makes places in the person's files of what the detector prints (read.go).
//
// # Never
//
// It is no part of a verdict: threads are the system's, no seed decides, and what is not found may be there. The
// program runs on this machine without the walls of a guest, so that a person asks for it by name, about an own
// program.
package race
