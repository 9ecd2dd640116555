package grading

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/assignment"
	"raftlab/grader/class/intake"
	"raftlab/grader/class/judging"
	"raftlab/grader/class/results"
	"raftlab/grader/gradable"
)

// Plan is a row for each entry, with the seeds that the assignment gives its student.
func Plan(a class.Assignment, found intake.Found, by grader.BuildJSON) *results.Plan {
	plan := &results.Plan{Assignment: a, By: by, Unplaced: found.Unplaced}
	for _, entry := range found.Entries {
		row := class.Row{Entry: entry}
		if entry.Problem == nil {
			row.Seed, row.Schedules = assignment.Seed(a, entry.Seeded(), entry.Exercise), a.Schedules
		}
		plan.Rows = append(plan.Rows, results.Row{Row: row})
	}
	setKeys(plan)
	return plan
}

// Again is a plan for another grader: the same files and seeds.
func Again(folder *results.Folder, before *results.Plan, by grader.BuildJSON) (*results.Plan, error) {
	plan := *before
	plan.By, plan.Rows = by, nil
	for _, row := range before.Rows {
		if row.Sum != "" {
			source, err := folder.Source(row.Sum)
			if err != nil {
				return nil, fmt.Errorf("%s of %s: %w", row.Exercise, row.Student.Shown(), err)
			}
			row.Source = source
		}
		row.Marks, row.Took = nil, 0
		plan.Rows = append(plan.Rows, row)
	}
	setKeys(&plan)
	return &plan, nil
}

// setKeys gives each row with a file its key.
func setKeys(plan *results.Plan) {
	for i := range plan.Rows {
		if row := &plan.Rows[i]; row.Problem == nil {
			row.Key = taskOf(row).Key(plan.By)
		}
	}
}

// taskOf is what has to be judged for a row.
func taskOf(row *results.Row) judging.Task {
	task := judging.Task{Source: row.Source, Seed: row.Seed, Schedules: row.Schedules}
	if judge, found := gradable.Find(row.Exercise); found {
		task.Exercise = judge.About()
	}
	return task
}

// Begin keeps a plan and its files.
func Begin(folder *results.Folder, plan *results.Plan) error {
	for i := range plan.Rows {
		row := &plan.Rows[i]
		if row.Problem != nil || row.Sum != "" {
			continue
		}
		sum, err := folder.KeepSource(row.Source)
		if err != nil {
			return err
		}
		row.Sum = sum
	}
	return folder.KeepPlan(plan)
}

// Missing are the tasks of a shard that have no report yet, each once.
func Missing(folder *results.Folder, plan *results.Plan, shard judging.Shard) ([]judging.Task, error) {
	var tasks []judging.Task
	seen := map[string]bool{}
	for i := range plan.Rows {
		row := &plan.Rows[i]
		if row.Problem != nil || seen[row.Key] || !shard.Has(row.Key) {
			continue
		}
		seen[row.Key] = true
		kept, err := folder.Report(row.Key)
		if err != nil {
			return nil, err
		}
		if kept == nil {
			tasks = append(tasks, taskOf(row))
		}
	}
	return tasks, nil
}
