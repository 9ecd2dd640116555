package sessions

import "raftlab/grader"

// drills are stories in which a command is sent more than once. Clients number their commands as the reference does.
var drills = []grader.Drill{
	{Name: "an answer that is lost", Place: once, Script: `servers 3
sessions on
election-timeout 1s 2s
elect S1
increment n as C1
await answers
cut S1 > C1
increment n as C1
run 2100ms
heal
retry 2
await answers
increment n as C1
await answers
` + grader.Settled},
	{Name: "a copy in the log before the first is committed", Place: once, Script: `servers 3
sessions given
election-timeout 1s 2s
elect S1
run 100ms
hold S1 > S2
hold S1 > S3
increment n as C1
run 20ms
retry 1
run 20ms
release all
await answers
` + grader.Settled},
	{Name: "a leader that did not give the answer", Place: once, Script: `servers 3
sessions on
election-timeout 1s 2s
elect S1
increment n as C1
await answers
cut S1 > C1
increment n as C1
run 200ms
crash S1
elect S2
run 2s
retry 2 via S2
await answers
` + grader.Settled},
	{Name: "a copy that everybody overtook", Place: lowest, Script: `servers 3
sessions given
election-timeout 3s 6s
elect S1
run 100ms
latency C1 > S1 3s
put x 1 as C1
run 2s
latency C1 > S1 0ms
retry 1
await answers
put x 2 as C1
await answers
put x 3 as C1
await answers
run 1200ms
` + grader.Settled},
	{Name: "several answers are missing", Place: once, Script: `servers 3
sessions given
election-timeout 1s 2s
elect S1
run 100ms
cut S1 > C1
increment n as C1
increment n as C1
increment n as C1
run 2100ms
heal
retry 2
retry 1
retry 3
await answers
increment n as C1
await answers
retry 4
await answers
` + grader.Settled},
	{Name: "a refusal whose answer is lost", Place: once, Script: `servers 3
sessions given
election-timeout 1s 2s
elect S1
run 100ms
put x 1 as C2
await answers
cut S1 > C1
compare-and-set x 2 5 as C1
run 2100ms
heal
put x 2 as C2
await answers
retry 2
await answers
` + grader.Settled},
	{Name: "a copy after the session has expired", Place: ending, Script: `servers 3
sessions expire 1s
election-timeout 3s 6s
elect S1
increment n as C1
await answers
cut S1 > C1
increment n as C1
run 2200ms
heal
increment m as C2
await answers
retry 2
await answers
increment n as C1
await answers
` + grader.Settled},
	{Name: "a server that applies late", Place: ending, Script: `servers 3
sessions expire 1s
election-timeout 8s 12s
elect S1
increment n as C1
await answers
run 100ms
pause S3
increment n as C1
await answers
run 3s
resume S3
run 200ms
` + grader.Settled},
}
