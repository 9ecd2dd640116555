package reference

import "raftlab/lab/paxos"

// BackOff waits for a random time, whose range doubles with each refusal: two proposers that outbid each other stop
// doing so sooner or later, because one of them waits longer than a ballot takes (§2.4).
func BackOff(attempts int, least, most paxos.Duration, draw paxos.Draw) paxos.Duration {
	spread := least
	for range attempts {
		spread = min(2*spread, most)
	}
	if spread < 1 {
		return least
	}
	return min(least+paxos.Duration(draw(uint64(spread))), most)
}
