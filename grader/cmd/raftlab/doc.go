// Command raftlab is Raft Lab's one program: it serves the laboratory to a browser and runs scenarios on the command
// line.
//
//	raftlab serve                 the whole site, on this machine only
//	raftlab run c2                play a scenario and print its story
//	raftlab trace FILE            print a recorded run, and the cluster at any event of it
//	raftlab replay FILE           replay it, and compare each line
//	raftlab fork FILE             play it up to an event, and continue with other commands
//	raftlab diff FIRST SECOND     show where two recorded runs diverge
//	raftlab start DIR             make a folder for a learner's own solutions
//	raftlab grade vote FILE.go    judge what a learner wrote, in a process or a sandbox
//	raftlab bring DIR             judge a whole server that somebody wrote for a course
//	raftlab hint vote 2           give a hint
//	raftlab fuzz                  play random schedules until a property breaks
//	raftlab explore               try all orders of events within bounds
//	raftlab list                  the scenarios, and the sets of rules
//	raftlab version               what this binary was built from
//	raftlab help                  every command
//
// One file holds one command, and main.go's list is the table of contents. Two commands are hidden:
// `grade --sandbox` runs grade-guest in a child process, and submissions is for `make parity`.
// The error about a wrong word suggests the nearest right one (story.DidYouMean).
//
// Exit codes: 0 done, 1 the work failed, 2 the command line was wrong, 3 there is no answer: a limit was reached, or a
// file could not be judged on this machine.
//
// # Never
//
// No command decides anything about Raft: it asks lab/ or grader/ and prints the answer. The server never listens
// beyond this machine unless --addr says so, never writes, and keeps nothing between requests except the files that
// it was compiled with.
package main
