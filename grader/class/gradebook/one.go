package gradebook

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/intake"
	"raftlab/grader/class/judging"
	"raftlab/grader/gradable"
)

// Single is one submission on its way into a result, where the receiver grades it: `raftlab class one`.
type Single struct {
	// Target is a receiver that takes single results.
	Target     string
	Assignment class.Assignment
	// Student is whose it is, as far as anybody knows. The seeds follow from the ID.
	Student class.Student
	// Submission is the folder with the files.
	Submission string
	Options    Options
	// By is this grader.
	By grader.BuildJSON
	// Jobs is how many files are judged at a time.
	Jobs int
	// Judge gives a report, as for judging.Pool. Mark gives its points, Seed the first seed of an exercise.
	Judge func(context.Context, judging.Task) (*grader.ReportJSON, error)
	Mark  func(class.Assigned, *grader.ReportJSON) *class.Marks
	Seed  func(exercise string) uint64
}

// Outcome is the result of grading a submission.
type Outcome string

// Ungraded is never the student's fault: there is no grade.
const (
	Passed   Outcome = "passed"
	Failed   Outcome = "failed"
	Ungraded Outcome = "infrastructure"
)

// Write judges the submission and writes the result to a file. First it writes there that nothing was graded, and puts
// the right result in its place in one step: whoever ends this program in between finds no half of a result. With an
// error, that first result stays, if it could be written.
func (s Single) Write(ctx context.Context, file string) (Outcome, error) {
	target, err := findSingle(s.Target)
	if err != nil {
		return Ungraded, err
	}
	first := s.ungraded("The grading was ended before it was done.")
	if err := replace(file, target.one(first, s.Options)); err != nil {
		return Ungraded, fmt.Errorf("write a result: %w", err)
	}
	r := s.result(ctx)
	r.ended = time.Now() // it is only shown
	if err := replace(file, target.one(r, s.Options)); err != nil {
		return Ungraded, fmt.Errorf("write the result: %w", err)
	}
	switch {
	case !r.judged():
		return Ungraded, nil
	case r.passed():
		return Passed, nil
	}
	return Failed, nil
}

// UngradedResult is a result that says that nothing was graded, for a script to have before it begins.
func UngradedResult(target string, a class.Assignment, options Options) ([]byte, error) {
	t, err := findSingle(target)
	if err != nil {
		return nil, err
	}
	s := Single{Assignment: a}
	return t.one(s.ungraded("The grading has not begun, or the program did not start."), options), nil
}

func findSingle(id string) (Target, error) {
	target, err := find(id)
	if err == nil && target.one == nil {
		err = fmt.Errorf("%s takes the grades of a class, not one result: use raftlab class export", target.Title)
	}
	return target, err
}

// ungraded is a result without any verdict, with the reason.
func (s Single) ungraded(why string) result {
	r := result{student: s.Student, assignment: s.Assignment, by: s.By}
	for _, assigned := range s.Assignment.Exercises {
		r.rows = append(r.rows, s.unjudged(class.Entry{Student: s.Student, Exercise: assigned.ID}, why))
	}
	return r
}

// unjudged is a row without a verdict.
func (s Single) unjudged(entry class.Entry, why string) class.Row {
	return class.Row{Entry: entry, Report: &grader.ReportJSON{
		Version: grader.ReportVersion, Exercise: entry.Exercise, Verdict: grader.Infrastructure,
		Findings: []grader.FindingJSON{{Verdict: grader.Infrastructure, Sentence: plain(why)}},
	}}
}

// result reads the files and judges them.
func (s Single) result(ctx context.Context) result {
	if info, err := os.Stat(s.Submission); err != nil || !info.IsDir() {
		return s.ungraded(noFolder(err))
	}
	of := s.Student
	if of.ID == "" {
		of.ID = "submission"
	}
	found := intake.Read(ctx, []string{s.Submission}, intake.Options{Exercises: s.exercises(), Of: of})
	if len(found.Unplaced) > 0 {
		return s.ungraded("The submission cannot be read: " + found.Unplaced[0].Problem.Text)
	}
	r := s.ungraded("The grading was interrupted.")
	for i, assigned := range s.Assignment.Exercises {
		at := slices.IndexFunc(found.Entries, func(e class.Entry) bool { return e.Exercise == assigned.ID })
		if at < 0 {
			continue
		}
		r.rows[i].Entry = found.Entries[at]
		r.rows[i].Student = s.Student
		if r.rows[i].Problem != nil {
			r.rows[i].Report, r.rows[i].Marks = nil, &class.Marks{Of: assigned.Points}
		}
	}
	s.judge(ctx, &r)
	return r
}

// exercises are those of the assignment.
func (s Single) exercises() []grader.About {
	var all []grader.About
	for _, assigned := range s.Assignment.Exercises {
		if judge, found := gradable.Find(assigned.ID); found {
			all = append(all, judge.About())
		}
	}
	return all
}

// judge judges the files that can be judged.
func (s Single) judge(ctx context.Context, r *result) {
	var tasks []judging.Task
	rows := map[string]int{} // by the exercise
	for i := range r.rows {
		row := &r.rows[i]
		judge, known := gradable.Find(row.Exercise)
		if !known || row.Problem != nil || row.Source == nil {
			continue
		}
		row.Seed, row.Schedules = s.Seed(row.Exercise), s.Assignment.Schedules
		task := judging.Task{Exercise: judge.About(), Source: row.Source, Seed: row.Seed, Schedules: row.Schedules}
		row.Key, rows[row.Exercise] = task.Key(s.By), i
		tasks = append(tasks, task)
	}
	pool := judging.Pool{
		Jobs: max(s.Jobs, 1), Judge: s.Judge,
		Keep: func(task judging.Task, report *grader.ReportJSON, took time.Duration) error {
			i := rows[task.Exercise.ID]
			r.rows[i].Report, r.rows[i].Took = report, took
			r.rows[i].Marks = s.Mark(r.assignment.Exercises[i], report)
			return nil
		},
	}
	failures, err := pool.Run(ctx, tasks)
	for _, failure := range failures {
		row := &r.rows[rows[failure.Task.Exercise.ID]]
		row.Report = s.unjudged(row.Entry, failure.Err.Error()).Report
	}
	for i := range r.rows {
		if row := &r.rows[i]; err != nil && row.Marks == nil {
			row.Report = s.unjudged(row.Entry, err.Error()).Report
		}
	}
}

// noFolder says why there is no folder, without a path of this machine.
func noFolder(err error) string {
	what := "it is no folder"
	var path *fs.PathError
	switch {
	case errors.As(err, &path):
		what = path.Err.Error()
	case err != nil:
		what = err.Error()
	}
	return "The submission is not there: " + what
}

// replace writes a file in one step. A link of that name is replaced, too, not followed.
func replace(file string, text []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(file), ".raftlab-")
	if err != nil {
		return err
	}
	_, err = temporary.Write(text)
	err = errors.Join(err, temporary.Chmod(0o644), temporary.Sync(), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary.Name()))
	}
	return nil
}

// Submitter is whose submission it is, by the file that the receiver has about it: Gradescope's
// submission_metadata.json, or PrairieLearn's data.json.
func Submitter(target string, metadata []byte) (class.Student, error) {
	read := gradescopeSubmitter
	if target == "prairielearn" {
		read = prairielearnVariant
	}
	student, err := read(metadata)
	if err != nil {
		return class.Student{}, fmt.Errorf("read the metadata of the submission: %w", err)
	}
	return student, nil
}

// gradescopeSubmitter is the submitter at Gradescope, of a group the one whose seeds all have. The ID is by the rule of
// package intake. Somebody without e-mail address and name has Gradescope's own number, which no export has.
func gradescopeSubmitter(metadata []byte) (class.Student, error) {
	var m struct {
		Users []struct {
			Email string      `json:"email"`
			SID   string      `json:"sid"` // not in each version
			ID    json.Number `json:"id"`
			Name  string      `json:"name"`
		} `json:"users"`
	}
	if err := json.Unmarshal(metadata, &m); err != nil {
		return class.Student{}, err
	}
	var students []class.Student
	for _, u := range m.Users {
		student := intake.Identify(u.Email, u.SID, u.Name)
		if student.ID = cmp.Or(student.ID, u.ID.String()); student.ID != "" {
			students = append(students, student)
		}
	}
	if len(students) == 0 {
		return class.Student{}, errors.New("they name no student")
	}
	return intake.First(students), nil
}

// prairielearnVariant is all that PrairieLearn says of a student: the seed of the variant, which it draws for each. The
// names and numbers of people are kept from graders. Without one it is nobody, whose seeds all have.
func prairielearnVariant(data []byte) (class.Student, error) {
	var d struct {
		Seed json.Number `json:"variant_seed"`
	}
	if err := json.Unmarshal(data, &d); err != nil || d.Seed == "" {
		return class.Student{}, err
	}
	return class.Student{ID: "variant " + short(d.Seed.String())}, nil
}
