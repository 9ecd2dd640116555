// Package marks makes points of a report, and says why a file fails.
//
//	of := marks.Of(assigned, report)   // points for each group of checks, nil if this machine could not judge
//	of := marks.None(assigned, why)    // 0 points: nothing was handed in that can be judged
//	groups := marks.Causes(rows)       // who in a class makes the same mistake
//
// # Groups
//
// The checks of an exercise are about the tasks of its lesson. Those of a task are a group, which passes or does not.
// One more group, clusters, is for what no task explains. The points of a group are in the assignment.
//
// One mistake makes many checks fail, also those of other tasks, and costs one group. The roots are the smallest set
// of tasks that explains each failing call: it contains the call's task, or another one whose mistakes show in this
// call (grader.Also). Of several such sets it is the one with the most calls of its own tasks, and then the first. A
// group that fails and is no root keeps its points; Counted is the root that has its failure already.
//
// Any mistake can make any cluster break, so a story or a random schedule that fails is explained by a call that does.
// If no call fails, the tasks of the failing stories explain them; if no story fails either, clusters is the root.
//
// # What was not shown
//
// A rule that panics in one line has one mistake, wherever it shows. But it hides what stands behind it: a group
// without a check that passes, of which a check panics or was not made, does not pass. If no task passes, clusters does
// not. So a file that does not compile, that is refused, or whose program ends without a report has 0 points.
//
// In an unfinished file the written rules count: a group passes if all checks of its own pass. Checks that need a rule
// which is not written do not, and nothing is played in clusters.
//
// # Causes
//
// A cause is known by what does not depend on seeds: the failing examples of its root, and what the rule answers in
// them. Files with the same mistake have the same ones, however they are written, and whatever else is wrong in them.
// Causes of the catalogue of bugs (package mutants) have its titles: misconceptions.txt keeps them by their keys. After
// a change of the checks or of the catalogue, this writes it again:
//
//	go test ./grader/class/marks -run Misconceptions -rewrite
//
// # Never
//
// It judges nothing: marks follow from the report and the assignment alone. A report of the verdict infrastructure has
// no marks, and never 0 points.
package marks
