package replicate

// about says which failures an example's own sentence explains, by their codes. Any other failure of the example has
// the sentence of what differs.
var about = map[string][]string{
	"a success for a part of what the leader has by now": {"replicate.call.answer.more"},
	"a success that was overtaken":                       {"replicate.call.answer.back"},
	"the commit index travels along":                     {"replicate.call.send.commit.less"},
	"more entries than a message may carry":              {"replicate.call.send.limit"},
	"the entry before is of an earlier term":             {"replicate.call.send.prev-term"},
	"the follower's log is empty":                        {"replicate.call.next.zero"},
	"the leader has restarted since":                     {"replicate.call.role.raised"},
}
