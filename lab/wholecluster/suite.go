package wholecluster

// Suite is the situations that a whole server is judged by, in order: first those without faults, so that the first
// failure is the simplest.
func Suite() []Situation {
	return []Situation{
		{ID: "election", Title: "A leader is elected, and stays", Seeds: 2, write: election},
		{ID: "agreement", Title: "Agreement without faults, with few messages", Seeds: 2, write: agreement},
		{ID: "concurrent", Title: "Many writes at the same time", Seeds: 2, write: concurrent},
		{ID: "re-election", Title: "Leaders are lost, one after the other", Seeds: 2, write: reElection},
		{ID: "follower-fails", Title: "Followers fail, and catch up", Seeds: 2, write: followerFails},
		{ID: "rejoin", Title: "A leader that was alone comes back", Seeds: 2, write: rejoin},
		{ID: "backup", Title: "Long logs that differ are made equal", Seeds: 2, write: backup},
		{ID: "restart", Title: "All servers lose power, and come back", Seeds: 3, write: restartAll},
		{ID: "duel", Title: "Two candidates, and voters that lose power", Seeds: 6, write: duel},
		{ID: "late-votes", Title: "A vote arrives when its election is over", Seeds: 6, write: lateVotes},
		{ID: "forgotten", Title: "A follower loses power after it has accepted", Seeds: 6, write: forgotten},
		{ID: "mute-leader", Title: "A leader hears, and is not heard", Seeds: 6, write: muteLeader},
		{ID: "late-append", Title: "An old message of the leader arrives late", Seeds: 6, write: lateAppend},
		{ID: "late-reply", Title: "A reply arrives in a later term", Seeds: 6, write: lateReply},
		{ID: "stale-leader", Title: "An old leader goes on sending", Seeds: 2, write: staleLeader},
		{ID: "figure-8", Title: "Figure 8", Seeds: 4, write: figure8},
		{ID: "short-leaders", Title: "Leaders that live just long enough to write", Seeds: 4, write: shortLeaders},
		{ID: "unreliable", Title: "A network that loses, delays and doubles", Seeds: 4, write: unreliable},
		{ID: "doubled", Title: "Every message comes twice, also to a minority", Seeds: 3, write: doubled},
		{ID: "deposed", Title: "Clients ask a leader that is deposed at that moment", Seeds: 4, write: deposed},
		{ID: "churn", Title: "Servers come and go", Seeds: 4, write: churn},
		{ID: "snapshots", Title: "Snapshots keep the state small", Snapshots: true, Seeds: 2, write: snapshotsBasic},
		{ID: "install", Title: "A follower that was away gets a snapshot", Snapshots: true, Seeds: 6, write: install},
		{ID: "snapshot-crash", Title: "Power fails around snapshots", Snapshots: true, Seeds: 4, write: snapshotCrash},
	}
}

func election(d *draft) {
	d.begin(3 + 2*int(d.Below(2)))
	d.say("await leader\nrun 2s\ncount\nrun 3s\nexpect terms at most 0\nexpect calls at most %d", 3*60*(d.servers-1))
	d.say("isolate leader\nawait newer\nheal\nrun 1s\ncount\nrun 3s\nexpect terms at most 0")
	d.end()
}

func agreement(d *draft) {
	d.begin(3)
	d.say("await leader\nrun 1s\ncount")
	for i := range 10 {
		d.say("put a %0200d\nwatch answers\nrun 50ms", i)
	}
	// Each follower needs each value once. To send all values each time takes five times as much.
	d.say("expect bytes at most 14000\nexpect calls at most 300")
	d.end()
}

func concurrent(d *draft) {
	d.begin(3 + 2*int(d.Below(2)))
	d.say("await leader")
	for range 4 {
		d.put(3+int(d.Below(6)), "leader", 0)
		d.say("increment n via leader")
		d.run(40)
	}
	d.end()
}

func reElection(d *draft) {
	d.begin(3 + 2*int(d.Below(2)))
	d.say("await leader")
	for range 4 {
		d.put(2, "leader", 20)
		d.say("%s leader\nawait newer", []string{"isolate", "crash"}[d.Below(2)])
		d.put(2, "leader", 20)
		d.say("heal")
		d.all("restart %s")
		d.run(600)
	}
	d.end()
}

func followerFails(d *draft) {
	d.begin(3)
	d.say("await leader")
	for range 3 {
		d.put(2, "leader", 30)
		d.say("%s f1", []string{"crash", "isolate"}[d.Below(2)])
		d.put(3, "leader", 30)
		d.run(900)
		d.say("heal")
		d.all("restart %s")
		d.run(500)
	}
	d.end()
}

func rejoin(d *draft) {
	d.begin(3)
	d.say("await leader")
	for range 3 {
		d.put(1, "leader", 60)
		d.say("isolate leader")
		d.put(3, "leader", 5)
		d.say("await newer")
		d.put(2, "leader", 40)
		d.say("isolate leader\nheal")
		d.run(700)
		d.say("heal\nwatch leader")
	}
	d.end()
}

func backup(d *draft) {
	d.begin(5)
	a := d.names
	d.say("await leader")
	d.put(2, "leader", 30)
	for range 2 {
		d.say("partition leader f1 | f2 f3 f4")
		d.put(12, "leader", 3)
		d.say("await newer")
		d.put(12, "leader", 3)
		d.run(300)
		d.say("heal\nisolate %s", a[d.Below(5)])
		d.run(1200)
		d.put(6, "leader", 3)
		d.say("heal\nrun 400ms")
	}
	d.end()
}

func restartAll(d *draft) {
	d.begin(3 + 2*int(d.Below(2)))
	d.say("await leader")
	for range 3 {
		d.put(3, "leader", 25)
		d.run(150)
		d.all("crash %s")
		d.all("restart %s")
		d.say("await newer")
		d.put(1, "leader", 25)
	}
	d.end()
}
