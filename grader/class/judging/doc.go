// Package judging judges the files of a class: as many at a time as there are jobs, each once.
//
//	pool := judging.Pool{Jobs: 4, Judge: judge, Keep: keep}
//	failures, err := pool.Run(ctx, tasks)
//
// A task's key is the hash of all that decides its report, so tasks with equal keys are one. A task is kept as soon as
// it is judged; whoever interrupts loses only what is under way. If this machine could not judge a task, it is tried
// again after all others, twice at most.
//
// # Never
//
// A report does not depend on which job made it, nor on how many there are. A failure of this machine is no verdict.
package judging
