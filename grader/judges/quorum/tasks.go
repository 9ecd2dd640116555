package quorum

import (
	"slices"

	"raftlab/grader"
	"raftlab/lab"
)

// tasks are the tasks of the lesson.
var tasks = grader.Tasks{
	merging:    1,
	ordering:   2,
	choosing:   3,
	repairing:  4,
	counting:   5,
	forgetting: 6,
	promoting:  7,

	"Merge": 1, "Later": 2, "ChooseRead": 3, "Enough": 5, "MayForget": 6, "Promote": 7,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Keep what nothing replaces",
	"Put all versions into one order",
	"Choose what a read gives",
	"Say who is repaired first",
	"Count who has a write",
	"Let a tombstone go",
	"Promote the furthest backup",
}

// also are the tasks whose mistakes show in checks of another one.
var also = grader.Also{
	// A reader that does not get the newest version repairs nobody who lacks it.
	"quorum.call.read.old": {4},
	// And who takes an older version for the newest repairs the replicas that have it.
	"quorum.call.repair.missed": {3}, "the replica that lacks the newest": {3}, "one has both siblings": {3},
	"the replica that lacks the delete": {3},
}

// about says which failures an example's own sentence explains, by their codes. Any other failure of the example has
// the sentence of what differs.
var about = map[string][]string{
	"the second of two writes of a server":                 {"quorum.call.merge.newer"},
	"the older one comes late":                             {"quorum.call.merge.newer"},
	"neither knew of the other":                            {"quorum.call.merge.sibling"},
	"a write that knew of both":                            {"quorum.call.merge.newer", "quorum.call.merge.replaced"},
	"one write that comes twice":                           {"quorum.call.merge.twice"},
	"a slow clock":                                         {"quorum.call.merge.newer"},
	"neither knew of the other, and one clock shows more":  {"quorum.call.merge.sibling"},
	"a delete that knew of the write":                      {"quorum.call.merge.newer"},
	"a delete and a write that did not know of each other": {"quorum.call.merge.sibling"},
	"a write that knew of another":                         {"quorum.call.order.replaced"},
	"the second of two writes":                             {"quorum.call.order.replaced"},
	"a first write that knew of two":                       {"quorum.call.order.replaced"},
	"a slow clock knew of a fast one":                      {"quorum.call.order.replaced"},
	"two writes that did not know of each other":           {"quorum.call.order.neither", "quorum.call.order.both"},
	"two that did not know of each other, at one time":     {"quorum.call.order.neither", "quorum.call.order.both"},
	"a replica that has missed a write":                    {"quorum.call.read.old"},
	"most have the old value":                              {"quorum.call.read.old"},
	"a key that one replica does not have":                 {"quorum.call.read.nothing"},
	"siblings on two replicas":                             {"quorum.call.read.sibling"},
	"siblings where one version is kept":                   {"quorum.call.read.order", "quorum.call.read.replaced"},
	"three versions, and one replaces another":             {"quorum.call.read.old", "quorum.call.read.replaced"},
	"the newest is a delete":                               {"quorum.call.read.old", "quorum.call.read.nothing"},
	"an answer that was overtaken":                         {"quorum.call.read.old"},
	"the replica that lacks the newest":                    {"quorum.call.repair.missed"},
	"the replica that lacks the key":                       {"quorum.call.repair.empty"},
	"each lacks one of the siblings":                       {"quorum.call.repair.missed"},
	"one has both siblings":                                {"quorum.call.repair.missed"},
	"the replica that lacks the delete":                    {"quorum.call.repair.missed"},
	"two of two":                                           {"quorum.call.enough.late"},
	"one of two":                                           {"quorum.call.enough.early"},
	"one confirmation that came twice":                     {"quorum.call.enough.twice"},
	"a hint":                                               {"quorum.call.enough.hint"},
	"a hint beside enough replicas":                        {"quorum.call.enough.late"},
	"a hint in a sloppy quorum":                            {"quorum.call.enough.sloppy"},
	"hints alone in a sloppy quorum":                       {"quorum.call.enough.sloppy"},
	"two hints of one server":                              {"quorum.call.enough.twice"},
	"all replicas have it":                                 {"quorum.call.forget.never"},
	"one replica is missing":                               {"quorum.call.forget.early"},
	"most have it":                                         {"quorum.call.forget.early"},
	"others than its replicas have it":                     {"quorum.call.forget.early"},
	"all replicas and one more have it":                    {"quorum.call.forget.never"},
	"one has more entries":                                 {"quorum.call.promote.behind"},
	"the lower number has more":                            {"quorum.call.promote.behind"},
	"a newer epoch with fewer entries":                     {"quorum.call.promote.epoch"},
	"empty histories":                                      {"quorum.call.promote.nobody"},
	"one backup":                                           {"quorum.call.promote.nobody"},
	"no backup":                                            {"quorum.call.promote.stranger"},
}

// ownWords gives an example's failure the example's own sentence, if that explains it.
func ownWords(failure *grader.CaseFailure, name string) *grader.CaseFailure {
	if slices.Contains(about[name], failure.Why.Code) {
		failure.Place, failure.Why = "", lab.Saying{}
	}
	return failure
}
