// Command raftlab is Raft Lab's one program: it serves the laboratory to a
// browser and runs scenarios on the command line.
//
//	raftlab serve                 the whole site, on this machine only
//	raftlab run c2                play a scenario and tell its story
//	raftlab trace FILE            print a recorded run, and the cluster at any event of it
//	raftlab replay FILE           play it again, and compare each line
//	raftlab fork FILE             play it up to an event, and go on with other commands
//	raftlab diff FIRST SECOND     say where two recorded runs part
//	raftlab start DIR             make a folder of one's own for the exercises
//	raftlab grade vote FILE.go    judge what a learner wrote, in a process or a sandbox
//	raftlab hint vote 2           give a hint
//	raftlab fuzz                  play random schedules until a property breaks
//	raftlab explore               try all orders of events within bounds
//	raftlab list                  the scenarios, and the sets of rules
//	raftlab version               what this binary was built from
//	raftlab help                  every command
//
// One file holds one command, and main.go's list is the table of contents. Two commands are hidden:
// grade-guest is what `grade --sandbox` runs of this program itself, and submissions is for `make parity`.
// A wrong word is answered with the nearest right one (lab.DidYouMean).
//
// Exit codes: 0 done, 1 the work failed, 2 the command line was wrong, 3 a limit was reached before
// the answer was known.
//
// # Never
//
// No command decides anything about Raft: it hands the question to lab/ or
// grader/ and prints the answer. The server never listens beyond this machine
// unless it is told to, never writes, and keeps nothing between requests but
// the files it was compiled with.
package main
