package zab

import "raftlab/grader"

// drills are stories in which one of the rules decides.
var drills = []grader.Drill{
	{Name: "the later epoch wins", Place: comparing, Script: `protocol zab
servers 3
given S1 accepted 2 current 2 history 1:1
given S2 accepted 1 current 1 history 1:1 1:2
given S3 accepted 2 current 2 history 1:1
jitter 0ms
crash S3
await leader
expect leader S1
put x 1
await answers
` + grader.Settled},
	{Name: "the longest history of an epoch wins", Place: comparing, Script: `protocol zab
servers 3
given S1 accepted 1 current 1 history 1:1 1:2 1:3
given S2 accepted 1 current 1 history 1:1 1:2
given S3 accepted 1 current 1 history 1:1
given committed 1:2
jitter 0ms
await leader
expect leader S1
` + grader.Settled},
	{Name: "a server that was away", Place: voting, Script: `protocol zab
servers 3
jitter 0ms
await leader S3
put x 1
await answers
run 100ms
crash S1
put x 2
await answers
restart S1
await standing S1 following
` + grader.Settled},
	{Name: "votes of an earlier round", Place: rounds, Script: `protocol zab
servers 5
jitter 0ms
crash S2
crash S4
cut S3 > S1
cut S3 > S5
run 200ms
expect standing S1 looking
look S3
heal
cut S5 > S1
run 150ms
expect standing S1 looking
heal
await leader S5
` + grader.Settled},
	{Name: "a server that would win comes late", Place: joining, Script: `protocol zab
servers 3
jitter 0ms
crash S3
await leader S2
put x 1
await answers
restart S3
await standing S3 following
expect leader S2
` + grader.Settled},
	{Name: "a leader that only others mention", Place: joining, Script: `protocol zab
servers 5
jitter 0ms
await leader S5
run 200ms
crash S1
run 20ms
crash S5
restart S1
run 90ms
expect standing S1 looking
await leader S4
run 200ms
expect standing S1 following
` + grader.Settled},
	{Name: "an observer beside one of three", Place: ending, Script: `protocol zab
servers 4
observers 1
jitter 0ms
await leader S3
put x 1
await answers
run 100ms
crash S1
isolate S2
run 500ms
expect standing S3 looking
heal
await leader
` + grader.Settled},
	{Name: "followers that know a later epoch", Place: proposing, Script: `protocol zab
servers 3
given S1 accepted 200 current 1 history 1:1
given S2 accepted 200 current 1 history 1:1
given S3 accepted 1 current 1 history 1:1 1:2
jitter 0ms
await leader S3
` + grader.Settled},
	{Name: "a zxid that the leader does not know", Place: choosing, Script: `protocol zab
servers 4
given S1 accepted 2 current 2 history 1:1 2:1 2:2
given S2 accepted 2 current 2 history 1:1 2:1 2:2
given S3 accepted 2 current 2 history 1:1 2:1 2:2
given S4 accepted 2 current 2 history 1:1 2:1 2:2 2:3
jitter 0ms
crash S4
await leader S3
put x new
await answers
run 100ms
restart S4
await standing S4 following
` + grader.Settled},
	{Name: "a tail that was never committed", Place: choosing, Script: `protocol zab
servers 3
given S1 accepted 2 current 2 history 1:1 2:1
given S2 accepted 2 current 2 history 1:1 2:1
given S3 accepted 2 current 2 history 1:1 2:1 2:2
jitter 0ms
crash S3
await leader S2
run 100ms
restart S3
await standing S3 following
put x new
await answers
run 100ms
crash S3
restart S3
await standing S3 following
` + grader.Settled},
	{Name: "more is missing than the leader can send", Place: choosing, Script: `protocol zab
servers 3
window 2
jitter 0ms
await leader S3
run 100ms
crash S1
put x 1
put y 2
put x 3
put y 4
await answers
restart S1
await standing S1 following
run 50ms
` + grader.Settled},
	{Name: "the power fails while a server is made equal", Place: equal, Script: `protocol zab
servers 3
given S1 accepted 1 current 1
given S2 accepted 1 current 1 history 1:1 1:2 1:3
given S3 accepted 1 current 1 history 1:1 1:2 1:3
given committed 1:3
jitter 0ms
crash S2
slow-disk S1 30ms
run 165ms
crash S1
crash S3
slow-disk S1 0ms
restart S1
restart S2
await leader
` + grader.Settled},
	{Name: "the power fails after NEWLEADER", Place: equal, Script: `protocol zab
servers 3
given S1 accepted 1 current 1
given S2 accepted 1 current 1 history 1:1 1:2
given S3 accepted 1 current 1
jitter 0ms
crash S3
await leader S2
crash S1
run 20ms
crash S2
restart S1
restart S3
await leader
` + grader.Settled},
	// S1 is not in the epoch yet when it has 1:1. S2, which is, has never got it.
	{Name: "a server that is not in the epoch yet", Place: equal, Script: `protocol zab
servers 3
jitter 0ms
crash S1
await leader S3
run 50ms
cut S3 > S2
put x 1 via S3
restart S1
run 5ms
slow-disk S1 30ms
run 135ms
crash S1
crash S3
slow-disk S1 0ms
heal
restart S1
await leader
` + grader.Settled},
	{Name: "one acknowledgement for three", Place: committing, Script: `protocol zab
servers 5
jitter 0ms
await leader S5
run 200ms
crash S1
crash S2
cut S3 > S5
cut S4 > S5
put x 1
put x 2
put x 3
run 20ms
restart S1
restart S2
run 150ms
` + grader.Settled},
}
