package timeout

import "raftlab/grader"

// drills are stories in which the wait decides.
var drills = []grader.Drill{
	{Name: "three servers that start together", Place: "§5.2", Script: `servers 3
recover
expect progress
put x 1
await answers
expect linearizable
`},
	{Name: "a split vote", Place: "§5.2", Script: `servers 5
jitter 0ms
timeout S1
timeout S2
timeout S3
timeout S4
run 100ms
recover
expect progress
put x 1
await answers
expect linearizable
`},
	{
		Name:  "a candidate that is behind, and asks again and again",
		Place: "Figure 2, Rules for Followers · §5.2, §5.4.1",
		Script: `servers 3
election-timeout 300ms 450ms
election-timeout S3 100ms 120ms
latency 5ms
jitter 0ms
elect S1
isolate S3
put x 1
await answers
crash S1
run 20ms
` + grader.Settled,
	},
}
