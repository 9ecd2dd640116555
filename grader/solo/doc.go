// Package solo is the main function of a native program that judges one learner's file: the file's rules are linked
// into it, and called with copies.
//
//	-report FILE     where the report goes, as JSON
//	-progress FILE   where the progress goes, a line of JSON each; "" for nowhere
//	-calls FILE      where package witness notes the call that was made last
//	-seed, -schedules, -all   as in grader.Budget
//
// # Never
//
// What a rule prints goes to standard output and error, and is never read as a report. It bounds nothing: whoever
// starts the program does.
package solo
