// Package grading takes a class from what it handed in to its pages, with a folder of results between the steps:
//
//	plan := grading.Plan(assignment, found, by)     a row for each student and exercise
//	err = grading.Begin(folder, plan)               kept, with the files
//	tasks, err := grading.Missing(folder, plan, shard)
//	…                                               package judging or queue does the tasks
//	class, err := grading.Class(folder, plan, failures)
//	err = grading.Write(folder, class)              the pages and the table
//
// Each step can be done again, and by another process: it finds what the one before left in the folder.
//
// # Never
//
// No step needs more than the folder to go on. A file that could not be judged on this machine has no marks, so no
// gradebook makes a zero of it.
package grading
