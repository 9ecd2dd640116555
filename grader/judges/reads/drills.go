package reads

import "raftlab/grader"

// drills are stories in which one of the rules decides. A message takes 10 ms, so a round takes 20. What is judged is
// that clients read no old value, and that all of them are answered. Leases are on in those about leases only.
var drills = []grader.Drill{
	{Name: "an old leader in the minority", Place: answers, Script: `servers 5
jitter 0ms
elect S1
put x 1
await commit 2
partition S1 S2 | S3 S4 S5
elect S3
put x 2 via S3
await commit 4 S3 S4 S5
get x index via S1
get x index via S3
run 200ms
expect outcome 4 ok 2
` + grader.Settled},
	{Name: "a new leader is asked", Place: notes, Script: newLeader("") + "get x index via S2\n" + newLeaderEnd},
	{Name: "answers to an earlier round", Place: confirms, Script: `servers 5
heartbeat 500ms
election-timeout 600ms 900ms
jitter 0ms
elect S1
put x 1
await commit 2
hold S4 > S1
hold S5 > S1
cut S1 > S2
cut S1 > S3
cut S2 > S1
cut S3 > S1
get x index via S1
run 25ms
cut S1 > S4
cut S1 > S5
elect S3
put x 2 via S3
await commit 4 S3
run 15ms
get x index via S1 as C2
run 15ms
release S4 > S1
release S5 > S1
run 30ms
` + grader.Settled},
	{Name: "a follower waits until it has applied", Place: answers, Script: `servers 3
heartbeat 100ms
jitter 0ms
elect S1
put x 1
await commit 2
put x 2
run 43ms
get x index via S3
run 90ms
expect outcome 3 ok 2
` + grader.Settled},
	{Name: "ten reads at once", Place: notes, Script: `servers 3
heartbeat 100ms
jitter 0ms
elect S1
put x 1
await commit 2
repeat 5 get x index via S1
repeat 5 get x index via S3
run 250ms
expect outcome 2 ok 1
expect outcome 11 ok 1
` + grader.Settled},
	{Name: "two of five are down, and messages get lost", Place: confirms, Script: `servers 5
jitter 0ms
elect S1
put x 1
await commit 2
crash S4
crash S5
cut S1 > S2
cut S1 > S3
get x index via S1
run 15ms
heal
run 200ms
expect outcome 2 ok 1
` + grader.Settled},
	{Name: "a server that is alone", Place: answers, Script: `servers 1
elect S1
put x 1
await answers
get x index via S1
run 150ms
expect outcome 2 ok 1
` + grader.Settled},
	{Name: "a read under a lease costs no round", Place: notes, Script: leaseOn("3", "10%") + `elect S1
put x 1
await answers
run 100ms
get x lease via S1
run 25ms
expect outcome 2 ok 1
` + grader.Settled},
	{Name: "a new leader has a lease before it has committed", Place: notes, Script: newLeader(
		"stickiness on\nlease on 10%\n") + `get x lease via S2
` + newLeaderEnd},
	{Name: "a leader in the minority has no lease", Place: leases, Script: leaseOn("5", "10%") + `elect S1
put x 1
await answers
partition S1 S2 | S3 S4 S5
run 400ms
elect S3
put x 2 via S3
await commit 4 S3 S4 S5
get x lease via S1
run 50ms
` + grader.Settled},
	{Name: "a slow clock, within the bound", Place: leases, Script: leaseOn("3", "50%") + `latency 1ms
elect S1
put x 1
await answers
clock S1 slow 50%
run 195ms
isolate S1
run 160ms
timeout S2
run 6ms
put x 2 via S2
run 8ms
get x lease via S1
run 20ms
` + grader.Settled},
	{Name: "a voter restarts inside the lease", Place: leases, Script: leaseOn("3", "10%") + `elect S1
put x 1
await answers
run 100ms
isolate S1
crash S2
restart S2
timeout S3
run 50ms
expect role S1 leader
get x lease via S1
run 130ms
timeout S3
run 60ms
put x 2 via S3
run 60ms
get x lease via S1
run 30ms
` + grader.Settled},
	{Name: "a leader hands over inside its lease", Place: leases, Script: leaseOn("3", "10%") + `elect S1
put x 1
await answers
run 100ms
cut S1 > S2
transfer S1 > S3
run 11ms
cut S3 > S1
cut S2 > S1
run 40ms
put x 2 via S3
run 60ms
get x lease via S1
run 30ms
` + grader.Settled},
}

// leaseOn begins a story with leases. A server that starts counts a leader as heard, and here that time is over.
func leaseOn(servers, drift string) string {
	script := "servers " + servers + "\nstickiness on\nlease on " + drift + "\njitter 0ms\n"
	for _, id := range []string{"S2", "S3", "S4", "S5"}[:len("12345"[:servers[0]-'0'])-1] {
		script += "forget " + id + "\n"
	}
	return script
}

// newLeader is a story in which S2 is elected, has x=2, and has not been told that it is committed. Its first entry is
// held back.
func newLeader(setup string) string {
	return `servers 3
` + setup + `heartbeat 100ms
jitter 0ms
forget S2
forget S3
elect S1
put x 1
await commit 2
run 100ms
put x 2
await answers
crash S1
forget S2
forget S3
timeout S2
run 16ms
hold S2 > S3
run 10ms
`
}

// newLeaderEnd lets through what S2 sends after its first entry.
const newLeaderEnd = `run 15ms
try deliver S2 > S3 2
release S2 > S3
run 100ms
` + grader.Settled
