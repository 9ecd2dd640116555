package results

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"raftlab/grader"
	"raftlab/grader/class"
)

// planVersion is raised when a field of a Plan changes its meaning.
const planVersion = 1

// Plan is what a class handed in, and how it is judged.
type Plan struct {
	Version int `json:"version"`
	// Assignment has no secret: the rows have the seeds that follow from it.
	Assignment class.Assignment `json:"assignment"`
	// By is the grader that judges.
	By grader.BuildJSON `json:"by"`
	// Began and Ended are when the class was graded, zero as long as it is not.
	Began time.Time `json:"began,omitzero"`
	Ended time.Time `json:"ended,omitzero"`
	Rows  []Row     `json:"rows"`
	// Unplaced are inputs that belong to no student.
	Unplaced []class.Entry `json:"unplaced,omitempty"`
}

// Row is a row of a class, with the hash of the file that is judged, "" without one. Its report is found by its key.
type Row struct {
	class.Row
	Sum string `json:"source,omitempty"`
}

// ErrNoClass is wrapped when a folder has no plan yet.
var ErrNoClass = errors.New("there is no class in it yet: raftlab class grade makes one")

// Plan is the folder's plan.
func (f *Folder) Plan() (*Plan, error) {
	text, err := os.ReadFile(f.Path(planFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the results in %s: %w", f.path, ErrNoClass)
	}
	if err != nil {
		return nil, fmt.Errorf("read the results: %w", err)
	}
	var plan Plan
	if err := json.Unmarshal(text, &plan); err != nil {
		return nil, fmt.Errorf("read %s: %w", f.Path(planFile), err)
	}
	if plan.Version != planVersion {
		return nil, fmt.Errorf("read %s: it has version %d, and this raftlab reads version %d",
			f.Path(planFile), plan.Version, planVersion)
	}
	return &plan, nil
}

// KeepPlan keeps the plan, without the assignment's secret.
func (f *Folder) KeepPlan(plan *Plan) error {
	kept := *plan
	kept.Version, kept.Assignment.Secret = planVersion, ""
	text, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		return fmt.Errorf("keep the plan: %w", err)
	}
	return f.Write(planFile, append(text, '\n'))
}
