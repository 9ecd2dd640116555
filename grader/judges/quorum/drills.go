package quorum

import "raftlab/grader"

// settled is the end of most stories: what replicas achieve once all faults are over.
const settled = `recover
await answers
`

// seenOnce is a write that reaches one replica and fails. One reader asks that replica, and the next one the others.
const seenOnce = `await answers
run 100ms
put x 2 via S1
run 33ms
isolate S1
run 1s
rejoin S1
cut S1 > S3
get x via S1 as C2
run 200ms
crash S1
get x via S2 as C3
`

// drills are stories in which one of the rules decides.
var drills = []grader.Drill{
	{Name: "a read goes back", Place: repairing, Script: `protocol replicas
servers 3
kind quorum
jitter 0ms
put x 1 via S1
` + seenOnce + settled + `expect linearizable
`},
	{Name: "the first write of a key reached one replica", Place: repairing, Script: `protocol replicas
servers 3
kind quorum
jitter 0ms
put y 1 via S1
` + seenOnce + settled + `expect linearizable
`},
	{Name: "a read repairs a replica that was down", Place: repairing, Script: `protocol replicas
servers 3
kind quorum
jitter 0ms
put x 1 via S1
await answers
run 100ms
crash S3
put x 2 via S1
await answers
restart S3
run 500ms
cut S3 > S1
get x via S3 as C2
await answers
expect value x 2 S3
` + settled + `expect linearizable
`},
	{Name: "a slow clock writes the newer value", Place: ordering, Script: `protocol replicas
servers 3
kind quorum
jitter 0ms
clock S2 slow 50%
run 2s
put x 1 via S1
await answers
run 100ms
put x 2 via S2
await answers
run 100ms
get x via S3 as C2
` + settled + `expect linearizable
`},
	{Name: "two writers, and one of the versions", Place: ordering, Script: `protocol replicas
servers 3
kind quorum
exchange on
jitter 0ms
put x 0 via S3
await answers
put x 1 via S1 as C1
put x 2 via S2 as C2
await answers
run 500ms
get x via S1 as C3
get x via S2 as C2
` + settled + `expect linearizable
expect converged
`},
	{Name: "two masters sell one item", Place: merging, Script: `protocol replicas
servers 2
kind two-masters
keep siblings
jitter 0ms
put stock 1 via S1
await answers
run 100ms
partition S1 | S2
compare-and-set stock 1 ann via S1 as C1
compare-and-set stock 1 bob via S2 as C2
await answers
heal
run 500ms
expect versions stock 2
put stock sold via S1 as C3
await answers
run 500ms
expect versions stock 1
` + settled + `expect converged
`},
	{Name: "siblings are on different replicas", Place: choosing, Script: `protocol replicas
servers 3
kind quorum
keep siblings
exchange on
jitter 0ms
put x 0 via S3
await answers
run 100ms
put x 1 via S1 as C1
put x 2 via S2 as C2
await answers
run 200ms
get x via S3 as C3
await answers
expect versions x 2
put x 3 via S3 as C3
await answers
run 500ms
expect value x 3
` + settled + `expect converged
`},
	{Name: "a read after a delete", Place: choosing, Script: `protocol replicas
servers 3
kind quorum
jitter 0ms
put x 1 via S1
await answers
run 100ms
crash S3
delete x via S1
await answers
restart S3
run 500ms
cut S3 > S1
get x via S3 as C2
` + settled + `expect linearizable
`},
	{Name: "a write that reached one replica", Place: counting, Script: `protocol replicas
servers 3
kind quorum
jitter 0ms
put x 1 via S1
await answers
run 100ms
put x 2 via S1
run 33ms
isolate S1
run 200ms
crash S1
heal
get x via S2 as C2
` + settled + `expect linearizable
`},
	{Name: "a write that two servers keep for others", Place: counting, Script: `protocol replicas
servers 5
kind quorum
replicas 3 write 2 read 2
hints on
jitter 0ms
put x 1 via S1
await answers
run 300ms
put x 2 via S1
run 33ms
isolate S2
isolate S3
run 500ms
crash S1
heal
isolate S4
isolate S5
get x via S2 as C2
run 200ms
` + settled + `expect linearizable
`},
	{Name: "a sloppy quorum goes on", Place: counting, Script: `protocol replicas
servers 5
kind quorum
replicas 3 write 2 read 2
keep siblings
sloppy on
exchange on
jitter 0ms
put x 1 via S1
await answers
run 300ms
isolate S2
isolate S3
put x 2 via S1
run 500ms
expect outcome 2 ok 2
` + settled + `expect converged
`},
	{Name: "a delete that one replica has missed", Place: forgetting, Script: `protocol replicas
servers 3
kind quorum
exchange on
forget on
jitter 0ms
put x 1 via S1
await answers
run 100ms
crash S3
delete x via S1
await answers
run 1s
restart S3
run 1500ms
expect value x none
` + settled + `expect converged
`},
	{Name: "the backup that has the write", Place: promoting, Script: `protocol replicas
servers 3
kind semi-sync
failover on
jitter 0ms
put x 1
await answers
run 100ms
cut S1 > S2
put x 2
await answers
crash S1
heal
await primary
run 200ms
` + settled + `expect converged
`},
	{Name: "the tail of a primary that was replaced", Place: promoting, Script: `protocol replicas
servers 3
kind semi-sync
failover on
jitter 0ms
put x 1
await answers
run 100ms
isolate S1
put x 2 via S1
put x 3 via S1
put x 4 via S1
run 2s
put x 5
await answers
run 100ms
crash S2
heal
run 1200ms
` + settled + `expect converged
`},
}
