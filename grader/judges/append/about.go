package append

// about says which failures an example's own sentence explains, by their codes. Any other failure of the example has
// the sentence of what differs.
var about = map[string][]string{
	"a heartbeat to an empty log":                        {"append.call.refuses.start"},
	"the first entries":                                  {"append.call.log.entries"},
	"entries at the end of the log":                      {"append.call.log.entries"},
	"a leader of an earlier term":                        {"append.call.old-term.accepted", "append.call.old-term.log"},
	"a candidate hears from the winner of its term":      {"append.call.role.candidate"},
	"a leader of a later term":                           {},
	"a leader hears of a later one":                      {"append.call.role.later"},
	"the vote stays for as long as the term":             {"append.call.vote.changed"},
	"the log ends before prevLogIndex":                   {"append.call.accepts.no-entry"},
	"another entry at prevLogIndex":                      {"append.call.accepts.other-entry"},
	"a heartbeat at a log that differs":                  {"append.call.accepts.other-entry"},
	"what is refused commits nothing":                    {"append.call.commit.refused"},
	"an entry that conflicts":                            {"append.call.log.conflict", "append.call.log.tail"},
	"the second of three conflicts":                      {"append.call.log.conflict", "append.call.log.tail"},
	"a message that was overtaken":                       {"append.call.log.overtaken"},
	"a heartbeat that was overtaken":                     {"append.call.log.overtaken"},
	"some entries are there already":                     {"append.call.log.entries"},
	"a heartbeat tells of a commitment":                  {},
	"the leader has committed more than it sends":        {"append.call.commit.most"},
	"an old tail behind the last new entry":              {"append.call.commit.most"},
	"an older message with a lower commit index":         {"append.call.commit.back"},
	"how much the reply may claim":                       {"append.call.match.most"},
	"Figure 7 (a), one entry is missing":                 {"append.call.accepts.no-entry"},
	"Figure 7 (b), many entries are missing":             {"append.call.accepts.no-entry"},
	"Figure 7 (c), one entry too many":                   {"append.call.log.conflict", "append.call.log.tail"},
	"Figure 7 (d), two entries of a later term too many": {"append.call.log.conflict", "append.call.log.tail"},
	"Figure 7 (e), entries missing and too many":         {"append.call.log.conflict", "append.call.log.tail"},
	"Figure 7 (f), two terms that nobody else has":       {"append.call.accepts.other-entry"},
	"Figure 7 (f), when the leader has come back far enough": {
		"append.call.log.conflict", "append.call.log.tail",
	},
}
