package replicate

import "raftlab/grader"

// drills are stories in which the leader's messages, and its handling of answers, decide.
var drills = []grader.Drill{
	{Name: "Figure 7", Place: "Figure 7 · §5.3", Script: `servers 7
batch 2
given S1 term 7 log 1 1 1 4 4 5 5 6 6 6
given S2 term 7 log 1 1 1 4 4 5 5 6 6
given S3 term 4 log 1 1 1 4
given S4 term 7 log 1 1 1 4 4 5 5 6 6 6 6
given S5 term 7 log 1 1 1 4 4 5 5 6 6 6 7 7
given S6 term 4 log 1 1 1 4 4 4 4
given S7 term 3 log 1 1 1 2 2 2 3 3 3 3 3
election-timeout 1s 2s
elect S1
put x 1
` + grader.Settled},
	// What S2 acknowledged in term 1 is removed in term 2. In term 3, S1 leads again, and the old answer
	// arrives. Counted, it makes S1 and S4 a majority of five.
	{Name: "an answer from an earlier leadership", Place: "Figure 2, Leaders · §5.3", Script: `servers 5
election-timeout 1s 2s
jitter 0ms
elect S1
await commit 1
partition S1 S2 | S3 S4 S5
hold S2 > S1
put x 1 via S1
put x 2 via S1
put x 3 via S1
run 200ms
elect S3
partition S1 | S2 S3 S4 S5
await commit 2 S2 S3 S4 S5
heal
await commit 2 S1
cut S1 > S2
elect S1
await commit 3 S1
cut S1 > S3
cut S1 > S5
put y 4 via S1
run 30ms
release S2 > S1
run 200ms
` + grader.Settled},
	// A server that was away needs many entries, one in a message, and answers overtake each other.
	{Name: "a server that was away for long", Place: "§5.3", Script: `servers 3
batch 1
elect S1
await commit 1
isolate S3
put a 1
await answers
put b 2
await answers
put c 3
await answers
put d 4
await answers
put e 5
await answers
reorder 40% 60ms
duplicate 30%
rejoin S3
run 300ms
put f 6
run 300ms
` + grader.Settled},
	// While one message is on its way, S1 takes the next commands. The answer is about the message, not
	// about S1's present log.
	{Name: "commands come while a message is on its way", Place: "Figure 2, matchIndex[] · §5.3", Script: `servers 3
election-timeout 1s 2s
latency 20ms
jitter 0ms
elect S1
await commit 1
isolate S3
put x 1
run 10ms
put x 2
run 10ms
put x 3
run 300ms
crash S1
heal
elect S2
` + grader.Settled},
	// S3 refuses twice before S2 hears of it. The first refusal is repaired; then the second arrives.
	{Name: "a refusal that is late", Place: "Figure 2, Leaders · §5.3", Script: `servers 3
election-timeout 1s 2s
heartbeat 400ms
jitter 0ms
elect S1
await commit 1
isolate S3
put x 1
put x 2
await answers
crash S1
heal
elect S2
hold S3 > S2
run 450ms
try deliver S3 > S2
run 40ms
try deliver S3 > S2 2
run 10ms
try deliver S3 > S2
run 10ms
` + grader.Settled},
}
