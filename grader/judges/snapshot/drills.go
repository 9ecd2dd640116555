package snapshot

import "raftlab/grader"

// drills are stories in which one of the rules decides. A message takes 10 ms, and a save of a snapshot 2.
var drills = []grader.Drill{
	{Name: "a follower far behind", Place: sends, Script: calm + `snapshots chunk 8
jitter 0ms
elect S1
await commit 1
crash S3
put x 1
put y 2
put city Paris
await answers
run 100ms
snapshot S1
run 10ms
restart S3
run 400ms
expect value city Paris
` + grader.Settled},
	{Name: "entries after the snapshot", Place: sends, Script: calm + `snapshots on
jitter 0ms
elect S1
await commit 1
crash S3
put x 1
await answers
run 100ms
snapshot S1
put x 2
put x 3
await answers
restart S3
run 300ms
crash S2
put x 4
await answers
expect outcome 4 ok 4
restart S2
` + grader.Settled},
	{Name: "an older snapshot comes late", Place: receives, Script: calm + `snapshots on
jitter 0ms
elect S1
await commit 1
crash S3
put x 1
put x 2
await answers
run 100ms
snapshot S1
run 10ms
latency S1 > S3 1s
restart S3
run 30ms
latency S1 > S3 0ms
run 60ms
crash S2
put x 3
put x 4
await answers
run 1s
crash S1
restart S2
elect S3
put y 1 via S3
` + grader.Settled},
	{Name: "a tail of an old leader", Place: receives, Script: calm + `snapshots on
jitter 0ms
elect S1
await commit 1
isolate S1
put a 1 via S1
put b 2 via S1
put c 3 via S1
elect S2
put d 4 via S2
run 100ms
snapshot S2
snapshot S3
run 10ms
rejoin S1
run 200ms
put e 5
run 100ms
` + grader.Settled},
	{Name: "entries that were confirmed stay", Place: receives, Script: calm + `snapshots on
batch 1
servers 5
jitter 0ms
elect S1
await commit 1
crash S4
crash S5
cut S3 > S1
cut S1 > S2
put x 1
put x 2
put x 3
run 400ms
heal
cut S1 > S3
run 200ms
snapshot S1
snapshot S2
run 10ms
elect S2
run 100ms
heal
restart S4
restart S5
run 300ms
` + grader.Settled},
	{Name: "the power fails between two chunks", Place: receives, Script: calm + `snapshots chunk 6
jitter 0ms
elect S1
await commit 1
crash S3
put x 1
put y 2
put z 3
await answers
run 100ms
snapshot S1
run 10ms
restart S3
run 50ms
crash S3
restart S3
run 300ms
expect value z 3
` + grader.Settled},
	{Name: "chunks of two leaders", Place: receives, Script: calm + `snapshots chunk 4
jitter 0ms
elect S1
await commit 1
crash S3
put a 1
put b 2
await answers
run 100ms
snapshot S1
run 10ms
put a 3
put b 4
await answers
run 100ms
snapshot S2
run 10ms
restart S3
run 45ms
crash S1
elect S2
run 300ms
expect value b 4 S2 S3
restart S1
` + grader.Settled},
	{Name: "a candidate that needs the snapshot", Place: receives, Script: `servers 3
snapshots chunk 4
jitter 0ms
elect S1
await commit 1
put a 1
put b 2
isolate S3
run 1s
snapshot S1
snapshot S2
run 10ms
rejoin S3
run 2s
` + grader.Settled},
	{Name: "a log is compared down to the base", Place: covers, Script: calm + `snapshots on
jitter 0ms
elect S3
put x 1
put x 2
await answers
run 100ms
isolate S3
put x 3 via S3
put x 4 via S3
run 20ms
snapshot S3
run 10ms
elect S1
put y 5 via S1
run 100ms
elect S2
run 50ms
rejoin S3
run 200ms
expect value y 5
` + grader.Settled},
	{Name: "a late message with what is in the snapshot", Place: covers, Script: calm + `snapshots on
jitter 0ms
elect S1
await commit 1
latency S1 > S3 1s
put x 1
put x 2
put x 3
await answers
latency S1 > S3 0ms
run 150ms
snapshot S3
run 1200ms
put x 4
await answers
run 100ms
expect value x 4
` + grader.Settled},
	{Name: "an elected server has cut more than the others", Place: covers, Script: calm + `snapshots on
batch 1
jitter 0ms
elect S1
put x 1
put x 2
put x 3
await answers
run 200ms
snapshot S2
snapshot S3
run 10ms
latency S1 > S3 100ms
put x 4
put x 5
run 60ms
snapshot S2
latency S1 > S3 0ms
elect S2
run 200ms
put x 6
await answers
run 100ms
expect value x 6
` + grader.Settled},
	{Name: "the power fails between the two files", Place: starts, Script: calm + `snapshots on
jitter 0ms
elect S1
increment n
increment n
await answers
run 100ms
power S2 fails before-rename
snapshot S2
run 10ms
restart S2
run 100ms
power S2 fails before-cut
snapshot S2
run 10ms
restart S2
run 100ms
increment n
await answers
run 100ms
expect value n 3
crash S2
restart S2
run 100ms
expect value n 3
` + grader.Settled},
	{Name: "votes after a start with nothing but a snapshot", Place: starts, Script: calm + `snapshots on
jitter 0ms
elect S1
put x 1
await answers
run 100ms
isolate S3
put x 2
await answers
run 100ms
snapshot S1
snapshot S2
run 10ms
crash S1
crash S2
restart S1
restart S2
rejoin S3
timeout S3
run 100ms
elect S2
run 100ms
expect value x 2
` + grader.Settled},
	{Name: "a snapshot is on its way while clients write", Place: cuts, Script: calm + `snapshots chunk 3
snapshots every 2
jitter 0ms
elect S1
await commit 1
crash S3
put k1 1
put k2 2
put k3 3
await answers
run 100ms
restart S3
run 60ms
repeat 12 every 20ms put x 1
run 40ms
expect saw S3 install
put y 1
await answers
run 60ms
expect value y 1
` + grader.Settled},
	{Name: "sessions are part of a snapshot", Place: labels, Script: calm + `snapshots on
sessions on
jitter 0ms
elect S1
await commit 1
crash S3
put x 1
await answers
cut S1 > C1
increment n via S1
run 150ms
snapshot S1
snapshot S2
run 10ms
restart S3
run 200ms
crash S1
elect S3
retry 2 via S3
await answers
run 100ms
expect value n 1 S2 S3
restart S1
` + grader.Settled},
	{Name: "each server takes its own", Place: labels, Script: calm + `snapshots on
jitter 0ms
elect S1
put x 1
await answers
run 100ms
snapshot S1
put x 2
put y 1
await answers
run 100ms
snapshot S2
run 10ms
crash S1
elect S2
put y 2 via S2
await answers
restart S1
run 200ms
expect value y 2
` + grader.Settled},
}

// calm begins a story whose servers stand only when they are told to.
const calm = `servers 3
election-timeout 10s 20s
`
