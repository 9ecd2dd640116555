package prevote

import "raftlab/grader"

// drills are stories in which one of the rules decides. Each switches on what it is about, and nothing else: the
// switches help each other, and would hide a mistake. No safety is new here. So most stories end badly by a leader that
// is not steady (expect steady), or by one that is not elected in time. A message takes 10 ms.
var drills = []grader.Drill{
	{Name: "a server that comes back", Place: asks, Script: `servers 3
prevote on
check-quorum on
election-timeout 150ms 300ms
jitter 0ms
elect S1
put x 1
await answers
isolate S3
run 2s
rejoin S3
run 500ms
expect steady
expect elections at most 1
expect leader S1 term 1
` + grader.Settled},
	{Name: "one missing link", Place: answers, Script: `servers 5
prevote on
check-quorum on
jitter 0ms
elect S1
put x 1
await answers
cut S1 > S5
cut S5 > S1
run 3s
expect steady
expect elections at most 1
expect leader S1 term 1
` + grader.Settled},
	{Name: "two servers whose leader has died", Place: asks, Script: `servers 3
prevote on
election-timeout 10s 20s
jitter 0ms
elect S1
await commit 1
run 60ms
crash S1
timeout S3
run 30ms
timeout S2
run 60ms
expect leader S2 term 2
` + grader.Settled},
	{Name: "a leader dies, and one of the others is elected", Place: answers, Script: `servers 3
prevote on
stickiness on
check-quorum on
jitter 0ms
elect S1
put x 1
await answers
crash S1
run 2s
await leader
put x 2
await answers
` + grader.Settled},
	{Name: "the better log is in the lower term", Place: counts, Script: `servers 3
prevote on
given S1 term 5
given S3 term 1 log 1
jitter 0ms
crash S2
run 3s
expect leader S3
` + grader.Settled},
	{Name: "answers of an earlier attempt", Place: counts, Script: `servers 5
prevote on
election-timeout 10s 20s
given S4 term 4
jitter 0ms
hold S2 > S1
hold S3 > S1
timeout S1
run 30ms
expect term S1 4
cut S1 > S2
cut S1 > S3
cut S1 > S5
timeout S1
run 30ms
release S2 > S1
release S3 > S1
run 5ms
expect term S1 4
` + grader.Settled},
	{Name: "a pre-vote is no vote", Place: counts, Script: `servers 5
prevote on
election-timeout 10s 20s
jitter 0ms
hold S4 > S1
hold S5 > S1
timeout S1
run 15ms
hold S1 > S2
hold S1 > S3
hold S1 > S4
hold S1 > S5
run 10ms
hold S2 > S1
hold S3 > S1
timeout S3
run 60ms
release S4 > S1
release S5 > S1
run 5ms
` + grader.Settled},
	{Name: "a vote stays while its server asks", Place: asks, Script: `servers 3
prevote on
election-timeout 10s 20s
jitter 0ms
cut S3 > S2
timeout S3
run 35ms
hold S3 > S1
run 10ms
isolate S1
timeout S1
run 3ms
rejoin S1
timeout S2
run 60ms
` + grader.Settled},
	{Name: "deaf to requests", Place: unanswered, Script: `servers 3
stickiness on
election-timeout 150ms 300ms
jitter 0ms
elect S1
await commit 1
isolate S3
run 1s
rejoin S3
hold S1 > S3
timeout S3
run 40ms
expect steady
expect leader S1 term 1
` + grader.Settled},
	{Name: "a leader that reaches a minority", Place: quorum, Script: `servers 5
check-quorum on
election-timeout 150ms 300ms
jitter 0ms
elect S1
put x 1
await answers
partition S1 S2 | S3 S4 S5
put x 2 via S1
run 500ms
expect steady
expect outcome 2 unknown
expect saw S1 role follower term=1
` + grader.Settled},
	{Name: "two of five are down", Place: quorum, Script: `servers 5
check-quorum on
jitter 0ms
elect S1
put x 1
await answers
crash S4
crash S5
run 1s
expect steady
expect leader S1 term 1
` + grader.Settled},
	{Name: "the target lacks an entry", Place: transfer, Script: `servers 3
prevote on
stickiness on
jitter 0ms
elect S1
put x 1
await answers
isolate S2
put x 2
await answers
rejoin S2
transfer S1 > S2
run 150ms
expect leader S2 term 2
expect elections at most 2
` + grader.Settled},
	{Name: "no command while it hands over", Place: transfer, Script: `servers 3
prevote on
stickiness on
jitter 0ms
elect S1
put x 1
await answers
run 100ms
crash S2
transfer S1 > S2
put x 2 via S1
run 100ms
expect outcome 2 refused
run 100ms
put x 3 via S1
await answers
expect outcome 3 ok
expect leader S1 term 1
` + grader.Settled},
}
