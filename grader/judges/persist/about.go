package persist

import (
	"slices"

	"raftlab/grader"
	"raftlab/lab"
)

// about says which failures an example's own sentence explains, by their codes. Any other failure of the example has
// the sentence of what differs.
var about = map[string][]string{
	"a vote is given":                                {"persist.call.save.vote"},
	"a later term is learnt":                         {"persist.call.save.term-alone"},
	"an election is started":                         {"persist.call.save.vote", "persist.call.save.term"},
	"the first entry is appended":                    {"persist.call.save.lost"},
	"an entry is appended behind others":             {"persist.call.save.lost"},
	"a tail is replaced":                             {"persist.call.save.lost", "persist.call.save.old"},
	"a tail is removed, and nothing takes its place": {"persist.call.save.tail"},
	"a term, a vote and entries at once": {
		"persist.call.save.term", "persist.call.save.lost", "persist.call.save.old",
	},
	"a leader appends":                {"persist.call.save.lost"},
	"a start after a vote":            {"persist.call.restore.vote"},
	"what was committed is not known": {"persist.call.restore.commit"},
}

// ownWords gives an example's failure the example's own sentence, if that explains it.
func ownWords(failure *grader.CaseFailure, name string) *grader.CaseFailure {
	if slices.Contains(about[name], failure.Why.Code) {
		failure.Place, failure.Why = "", lab.Saying{}
	}
	return failure
}
