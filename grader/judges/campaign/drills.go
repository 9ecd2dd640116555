package campaign

import "raftlab/grader"

// drills are stories in which the count of votes decides.
var drills = []grader.Drill{
	{Name: "a cluster of one server", Place: "§5.2", Script: `servers 1
recover
expect progress
put x 1
await answers
expect linearizable
`},
	{Name: "a vote that arrives twice", Place: "Figure 3, Election Safety · §5.2", Script: `servers 5
election-timeout 10s 20s
jitter 0ms
duplicate 100%
partition S1 S2 | S3 S4 S5
timeout S1
timeout S3
run 100ms
recover
expect progress
put x 1
await answers
expect linearizable
`},
	{Name: "votes of an earlier election", Place: "Figure 3, Election Safety · §5.1, §5.2", Script: `servers 5
election-timeout 10s 20s
jitter 0ms
partition S1 S2 S3 | S4 S5
hold S3 > S1
timeout S1
run 50ms
heal
cut S1 > S2
cut S1 > S3
cut S1 > S4
cut S4 > S1
cut S4 > S5
timeout S4
run 50ms
timeout S4
run 50ms
timeout S1
run 50ms
release S3 > S1
run 50ms
recover
expect progress
put x 1
await answers
expect linearizable
`},
	{Name: "four servers cut in two halves", Place: "Figure 3, Election Safety · §5.2", Script: `servers 4
election-timeout 10s 20s
jitter 0ms
partition S1 S2 | S3 S4
timeout S1
timeout S3
run 100ms
recover
expect progress
put x 1
await answers
expect linearizable
`},
}
