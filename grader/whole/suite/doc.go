// Package suite plays the situations that every whole server should survive, and then random schedules, with the
// servers of any host; a failure is made small. Package whole brings the host that runs a program on this machine, and
// the page has one of its own.
//
//	Judge   the verdict on a program (judge.go, jobs.go)
//	Play    one scenario (play.go)
//	Report  the verdict, in order (report.go)
//
// # Never
//
// It runs no program: a lab.Host does. No verdict depends on time, or on how many jobs judge.
package suite
