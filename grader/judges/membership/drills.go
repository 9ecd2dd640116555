package membership

import "raftlab/grader"

// drills are stories in which one of the rules decides. A message takes 10 ms and a save 1 ms. What is judged is that
// nothing breaks, Configuration Safety among it, and that the cluster makes progress when the faults are over.
var drills = []grader.Drill{
	{Name: "one server joins, and another", Place: begins, Script: begin(5, "S1 S2 S3") + `put x 1
await answers
add S4
await answers
expect change 1 ok
add S5
await answers
expect change 2 ok
crash S1
crash S2
elect S3
put x 2
await answers
expect outcome 2 ok
` + grader.Settled},
	{Name: "two servers more, in one step", Place: guarded, Script: begin(5, "S1 S2 S3") + `isolate S2
at-once S1 S2 S3 S4 S5
run 100ms
expect change 1 refused
` + grader.Settled},
	{Name: "two changes in two terms", Place: guarded, Script: `servers 5
members S1 S2 S3 S4
catch-up off
election-timeout 10s 20s
jitter 0ms
elect S1
await commit 1 S1 S2 S3 S4
partition S1 S5 | S2 S3 S4
add S5 via S1
run 100ms
elect S2
cut S2 > S4
remove S1 via S2
run 60ms
expect change 2 refused
partition S1 S4 S5 | S2 S3
crash S1
restart S1
timeout S1
run 50ms
timeout S1
run 50ms
` + grader.Settled},
	{Name: "a second change while the first is open", Place: guarded, Script: begin(4, "S1 S2 S3 S4") + `isolate S1
remove S4 via S1
run 15ms
remove S3 via S1
run 40ms
expect change 2 refused
` + grader.Settled},
	{Name: "a voter without the log", Place: guarded, Script: `servers 4
members S1 S2 S3
batch 1
election-timeout 2s 4s
jitter 0ms
latency S1 > S4 300ms
elect S1
repeat 5 put x 1
await answers
crash S3
add S4
run 60ms
put y 1
run 60ms
expect outcome 6 ok
` + grader.Settled},
	{Name: "a learner and a leader", Place: commits, Script: begin(5, "S1 S2 S3") + `add S4 as learner
await answers
add S5 as learner
await answers
partition S1 S4 S5 | S2 S3
put x 1
run 100ms
elect S2
put x 2 via S2
run 100ms
` + grader.Settled},
	{Name: "a learner's timer fires", Place: stands, Script: begin(4, "S1 S2 S3") + `add S4 as learner
await answers
run 100ms
isolate S4
timeout S4
run 20ms
timeout S4
run 20ms
rejoin S4
run 100ms
expect leader S1 term 1
` + grader.Settled},
	{Name: "a joint phase, and half of it is cut off", Place: commits, Script: begin(5, "S1 S2 S3") + `joint S1 S4 S5
run 60ms
partition S1 S2 S3 | S4 S5
put x 1
run 200ms
timeout S4
run 50ms
timeout S4
run 50ms
` + grader.Settled},
	{Name: "an election in the joint phase", Place: decides, Script: begin(5, "S1 S2 S3") + `joint S1 S4 S5
run 70ms
crash S1
partition S2 S3 | S4 S5
timeout S2
run 50ms
timeout S4
run 50ms
timeout S4
run 50ms
expect leader none
` + grader.Settled},
	{Name: "a later leader ends the joint phase", Place: ends, Script: begin(5, "S1 S2 S3") + `joint S1 S4 S5
run 70ms
crash S1
elect S4
run 300ms
expect members S4 S1 S4 S5
restart S1
` + grader.Settled},
	{Name: "the leader removes itself", Place: ends, Script: begin(3, "S1 S2 S3") + `cut S1 > S3
remove S1
run 100ms
heal
run 200ms
expect change 1 ok
expect role S1 follower
` + grader.Settled},
	{Name: "the leader is gone before its removal is committed", Place: stands, Script: begin(2, "S1 S2") + `cut S1 > S2
remove S1
run 20ms
crash S1
heal
restart S1
timeout S2
run 100ms
timeout S1
run 300ms
expect members S2 S2
` + grader.Settled},
	{Name: "a removal that is taken back", Place: logged, Script: begin(3, "S1 S2 S3") + `isolate S1
remove S3 via S1
run 20ms
elect S2
put x 1 via S2
await commit 3 S2 S3
rejoin S1
run 100ms
crash S2
elect S1
put x 2 via S1
run 100ms
expect members S1 S1 S2 S3
` + grader.Settled},
}

// begin is the beginning of most stories: S1 leads, and its first entry is committed.
func begin(servers int, members string) string {
	return "servers " + string(rune('0'+servers)) + "\nmembers " + members + "\nelection-timeout 10s 20s\njitter " +
		"0ms\nelect S1\nawait commit 1 " + members + "\n"
}
