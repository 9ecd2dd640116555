package append

import "raftlab/grader"

// drills are stories in which the rule decides.
var drills = []grader.Drill{
	{Name: "a message that was overtaken", Place: "Figure 2, AppendEntries rule 3 · §5.3", Script: `servers 3
election-timeout 10s 20s
jitter 0ms
elect S1
run 200ms
cut S1 > S3
put x 1
run 10ms
latency 60ms
run 2ms
latency 10ms
put x 2
run 150ms
crash S1
heal
timeout S2
run 100ms
timeout S3
run 100ms
` + grader.Settled},
	{Name: "an old leader comes back with a tail", Place: "Figure 3, Log Matching · §5.3", Script: `servers 3
election-timeout 10s 20s
elect S1
put x 1
await answers
isolate S1
put x 10 via S1
put x 11 via S1
put x 12 via S1
run 100ms
elect S2
put x 2
run 100ms
rejoin S1
run 200ms
timeout S1
run 100ms
` + grader.Settled},
	{Name: "the followers of Figure 7", Place: "Figure 7 · §5.3", Script: `servers 7
given S1 term 7 log 1 1 1 4 4 5 5 6 6 6
given S2 term 7 log 1 1 1 4 4 5 5 6 6
given S3 term 4 log 1 1 1 4
given S4 term 7 log 1 1 1 4 4 5 5 6 6 6 6
given S5 term 7 log 1 1 1 4 4 5 5 6 6 6 7 7
given S6 term 4 log 1 1 1 4 4 4 4
given S7 term 3 log 1 1 1 2 2 2 3 3 3 3 3
election-timeout 10s 20s
batch 2
elect S1
put x 1
run 500ms
` + grader.Settled},
	{Name: "a message that ends before an old tail", Place: "Figure 2, AppendEntries rule 5 · §5.3",
		Script: `servers 3
given S1 term 3 log 1 3
given S2 term 2 log 1 2 2 2 2
given S3 term 3 log 1 3
election-timeout 10s 20s
heartbeat 200ms
batch 1
jitter 0ms
isolate S2
elect S1
run 150ms
hold S1 > S2
hold S2 > S1
rejoin S2
run 300ms
try deliver S1 > S2
run 5ms
try deliver S2 > S1 again
try deliver S2 > S1
run 5ms
try drop S1 > S2
try deliver S1 > S2 2
run 5ms
release all
run 100ms
` + grader.Settled},
	{Name: "a candidate that comes late", Place: "Figure 2, RequestVote rule 2 · §5.2", Script: `servers 3
given S1 term 1 log 1 1
given S3 term 1 log 1 1
election-timeout 10s 20s
heartbeat 200ms
batch 1
latency 10ms
jitter 0ms
hold S3 > S2
cut S1 > S3
timeout S1
timeout S3
run 57ms
release S3 > S2
run 50ms
` + grader.Settled},
}
