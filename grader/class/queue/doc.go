// Package queue has many machines judge one class. It stands on NATS JetStream: embedded in this process, or a server
// that runs already.
//
//	server, err := queue.Embed(queue.Place{Store: "queue", Address: "0.0.0.0:4222", Token: token})
//	failures, err := queue.Serve(ctx, connection, queue.Class{…})   gives out tasks, and keeps what comes back
//	err = queue.Work(ctx, connection, queue.Worker{…})              judges, until ctx ends
//
// There are two streams. Of jobs each has one task, which is given to one worker at a time, and to another one if the
// first is silent for a while, three times at most. Of reports each waits until the server has kept it. A worker ends
// its job only after its report is on the server's disk, and the server ends the report only after it is in the folder
// of results. So whoever is killed, in any moment: a report is made again, or kept again, and that changes nothing.
//
// The folder of results is the truth, and the queue is only a plan. Serve begins with a new plan, of the tasks
// without a report. The whole queue may be lost.
//
// # Clocks
//
// Nothing that is kept depends on a clock. What looks at one, and what a step of that clock does:
//
//	a job that is given out   The server's wall clock says how long its worker was silent. A step forward gives jobs
//	                          out once more, too early: work is done twice, and its second report is the same. After
//	                          three times a job is a dead letter: it has no grade, and the same command tries it
//	                          again. A step back makes the job of a worker that vanished wait longer, by the step; a
//	                          server that starts again gives out all that has no report, at once.
//	waiting, asking, beating  Timers of Go, which follow no step.
//	the server's certificate  It is known by its hash. Its dates are not looked at, so clocks need not agree.
//	began, ended and took     They are only shown.
//	the deadline              It is compared with the times in what was handed in (package intake), and no clock.
//
// # Never
//
// No report counts for a task that nobody gave out. A worker with another grader gets no work. The server's default,
// which acknowledges before it syncs, is never used (SyncAlways). Without an address no port is open.
package queue
