package paxos

import "raftlab/grader"

// agreed is the end of the stories about one value: when all faults are over, everybody learns it.
const agreed = `recover
await learned
`

// drills are stories in which one of the rules decides.
var drills = []grader.Drill{
	{Name: "one proposer", Place: accepting, Script: `protocol paxos
servers 5
distinguished S1
propose S1 X
expect progress
`},
	{Name: "a second proposer after a choice", Place: obeying, Script: `protocol paxos
servers 5
isolate S5
propose S1 X
await chosen
run 100ms
rejoin S5
propose S5 Y
` + agreed},
	{Name: "the highest ballot has the smaller value", Place: obeying, Script: `protocol paxos
servers 5
proposers S1
given S2 promised 2.2 accepted 2.2 A
given S3 promised 1.3 accepted 1.3 Z
given S4 promised 2.2 accepted 2.2 A
given S5 promised 2.2 accepted 2.2 A
isolate S4
isolate S5
propose S1 W
run 500ms
` + agreed},
	{Name: "two proposers at the same time", Place: majority, Script: `protocol paxos
servers 3
jitter 0ms
propose S1 X
run 15ms
propose S2 Y
await learned
` + agreed},
	{Name: "two halves of four", Place: majority, Script: `protocol paxos
servers 4
partition S1 S2 | S3 S4
propose S1 X
propose S3 Y
run 300ms
` + agreed},
	{Name: "a request that comes too late", Place: accepting, Script: `protocol paxos
servers 3
asking off
jitter 0ms
propose S1 X
run 15ms
hold S1 > S2
cut S1 > S3
cut S3 > S1
run 10ms
propose S3 Y
run 100ms
release all
run 50ms
` + agreed},
	{Name: "an acceptor loses power", Place: promising, Script: `protocol paxos
servers 3
jitter 0ms
propose S1 X
run 15ms
propose S2 Y
run 12ms
crash S3
restart S3
await chosen
crash S1
crash S3
restart S3
restart S1
` + agreed},
	{Name: "a proposer loses power", Place: numbering, Script: `protocol paxos
servers 4
acceptors S1 S2 S3
proposers S4
jitter 0ms
propose S4 X
run 25ms
crash S4
restart S4
propose S4 Y
` + agreed},
	{Name: "ballots in steps", Place: numbering, Script: `protocol paxos
servers 3
ballots steps
propose S1 X
propose S2 Y
propose S3 Z
await learned
` + agreed},
	{Name: "a value on three of five disks", Place: learning, Script: `protocol paxos
servers 6
acceptors S1 S2 S3 S4 S5
proposers S1
learners S6
given S1 promised 1.1 accepted 1.1 X used 4.1
given S2 promised 2.2 accepted 2.2 Y
given S3 promised 3.3 accepted 3.3 X
given S4 promised 4.4 accepted 4.4 Y
given S5 promised 4.4 accepted 4.4 Y
ask S6
run 100ms
isolate S4
isolate S5
propose S1 Z
await chosen
` + agreed},
	{Name: "a proposer that learns", Place: learning, Script: `protocol paxos
servers 4
acceptors S1 S2 S3
proposers S4
learners S4
jitter 0ms
propose S4 X
run 25ms
cut S4 > S2
cut S4 > S3
run 100ms
` + agreed},
	{Name: "a new leader fills a gap", Place: obeying, Script: `protocol paxos
mode multi
servers 5
heartbeat 200ms
leader-timeout 2s 2s
jitter 0ms
prepare S1
await leader
put a 1
run 60ms
isolate S1
put b 2 via S1
run 20ms
rejoin S1
put c 3 via S1
run 45ms
crash S1
prepare S2
run 500ms
` + grader.Settled},
}
