package vote

import "raftlab/grader"

// drills are stories in which HandleRequestVote decides.
var drills = []grader.Drill{
	{Name: "two candidates of one term", Place: "Figure 3, Election Safety · §5.2", Script: `servers 3
election-timeout 1s 2s
jitter 0ms
timeout S1
timeout S2
run 100ms
recover
timeout S3
expect progress
`},
	{Name: "a candidate without a committed entry", Place: "Figure 3, Leader Completeness · §5.4.1",
		Script: `servers 3
election-timeout 1s 2s
try elect S1
isolate S3
try put x 1 via S1
await answers
crash S1
heal
timeout S3
run 100ms
timeout S3
run 100ms
recover
timeout S2
expect progress
await answers
expect linearizable
`},
	// S2 and S3 are a majority of three only together. S3's last term is later, and S2's log is longer: so S2 must vote
	// for S3, in a term that S3's request brings.
	{Name: "one of three is down", Place: "§5.2, §5.4.1", Script: `servers 3
given S1 term 2 log 1 2
given S2 term 2 log 1 1 1
given S3 term 2 log 1 2
crash S1
await leader
put x 1
await answers
` + grader.Settled},
}
