package persist

import "raftlab/grader"

// drills are stories of power failures.
var drills = []grader.Drill{
	{
		Name:  "a vote, a power failure, and another candidate",
		Place: "Figure 3, Election Safety · §5.2",
		Script: `servers 3
election-timeout 1s 2s
latency 5ms
jitter 0ms
disk 0ms
cut S1 > S2
cut S2 > S1
timeout S1
run 7ms
crash S3
restart S3
timeout S2
run 50ms
recover
expect progress
`,
	},
	{
		Name:  "an acknowledged write, and two power failures",
		Place: "Figure 3, Leader Completeness · §5.4",
		Script: `servers 3
election-timeout 1s 2s
elect S1
isolate S3
put x 1
await answers
crash S2
crash S1
heal
restart S2
timeout S2
run 100ms
timeout S3
run 100ms
timeout S3
run 100ms
` + grader.Settled,
	},
	{Name: "a tail that was removed", Place: "Figure 3, Log Matching · §5.3", Script: `servers 3
election-timeout 1s 2s
elect S1
run 100ms
isolate S1
put x 1 via S1
put x 2 via S1
run 50ms
elect S2
put x 3 via S2
run 100ms
rejoin S1
run 200ms
crash S1
restart S1
run 200ms
timeout S1
run 100ms
crash S2
restart S2
` + grader.Settled},
}
