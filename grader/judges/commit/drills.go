package commit

import "raftlab/grader"

// drills are stories in which the commit rule decides.
var drills = []grader.Drill{
	// Random schedules need more than a thousand seeds to get here. The leader of term 4 counts copies of
	// an entry of term 2 and crashes; then the server whose last entry is of term 3 wins.
	{Name: "Figure 8", Place: "Figure 8 · §5.4.2", Script: `servers 5
batch 1
election-timeout 1s 2s
jitter 0ms
elect S2
await commit 1
elect S1
partition S1 S2 | S3 S4 S5
run 25ms
crash S1
elect S5
isolate S5
run 25ms
crash S5
heal
restart S1
timeout S1
run 50ms
elect S1
cut S1 > S2
run 45ms
isolate S1
run 10ms
crash S1
rejoin S1
restart S5
timeout S5
run 50ms
elect S5
run 500ms
` + grader.Settled},
	{Name: "a leader with a minority", Place: "§5.3, §5.4", Script: `servers 5
election-timeout 1s 2s
jitter 0ms
elect S1
await commit 1
partition S1 S2 | S3 S4 S5
put x 1 via S1
run 300ms
elect S3
put x 2 via S3
run 300ms
` + grader.Settled},
	{Name: "four servers, two and two", Place: "§5.2, §5.3", Script: `servers 4
election-timeout 1s 2s
jitter 0ms
elect S1
await commit 1
partition S1 S2 | S3 S4
put x 1 via S1
run 500ms
` + grader.Settled},
	// The leader and one follower are a majority of three, and all that a cluster with one server down has.
	{Name: "one of three is down", Place: "§5.3, §5.4.2", Script: `servers 3
batch 1
election-timeout 1s 2s
jitter 0ms
elect S1
await commit 1
cut S1 > S3
put x 1
run 25ms
crash S1
heal
elect S2
put y 2 via S2
await commit 4 S2 S3
get x via S2
await answers
recover
expect progress
expect linearizable
`},
}
