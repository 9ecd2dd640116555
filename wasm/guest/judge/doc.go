// Package judge has the exports of a learner's guest, besides those of package reactor. Its servers can follow the
// learner's rules, report the lines that they visited, and be graded in place.
//
//	calls() size        the rule calls of the last step, as JSON at output(); 0 for none
//	grade(size) size    grades the learner's rules by the request at input(); the report is at output()
//
// While it grades, it hands each grader.Progress to the host, as JSON, by way of the import
// raftlab.progress(address, size).
//
//	calls    [{"rule":"HandleRequestVote","lines":[12,14,18],"values":"0 1.Term 5"}]: the lines in the order of
//	         their visit, and what the rule saw (grader/visit)
//	request  {"firstSeed":1,"schedules":200,"all":false,"onlySchedules":false}
//
// # Never
//
// It decides nothing: the protocol's cluster package runs the server, and package grader judges. It knows no
// protocol. Grading bounds events and lines, never seconds. A host that needs a limit of time ends the module itself.
package judge
