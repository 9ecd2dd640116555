// Package verdict judges a whole server in a folder, and says what the lab saw of it.
//
//	report, program, err := verdict.Wanted{Schedules: 40, Jobs: 2}.Judge(ctx, "my-course")
//
// # Never
//
// There is always a report. A machine that could not judge has the verdict infrastructure, and is never the fault of
// the person's files. A text of a stranger is not printed before it was made plain.
package verdict
