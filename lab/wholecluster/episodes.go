package wholecluster

// The situations below are aimed: each sets up the moment in which one kind of mistake shows. Random schedules hardly
// ever come there.

// duel has two candidates ask for the same votes in the same term, while the voter loses power between the two
// requests.
func duel(d *draft) {
	d.begin(3)
	a, b, voter := d.names[0], d.names[1], d.names[2]
	d.say("crash %s\ncut %s > %s\ncut %s > %s", voter, a, b, b, a)
	d.say("hold %s > %s\nhold %s > %s\nwatch duel %s %s", a, voter, b, voter, a, b)
	d.say("restart %s\nrun 1ms\nrelease %s > %s\nwatch sent vote-yes %s", voter, a, voter, voter)
	if d.Permille(300) {
		d.run(2 + d.latency)
	}
	d.say("crash %s\nrestart %s\nrun 1ms\nrelease %s > %s\nrun 100ms", voter, voter, b, voter)
	d.say("heal\nrelease all\nrun 300ms")
	d.put(2, "leader", 30)
	d.end()
}

// lateVotes holds back the votes of one election until the candidate is in another term, which somebody else wins.
func lateVotes(d *draft) {
	d.begin(3, "call 5s 7s")
	a, b, voter := d.names[0], d.names[1], d.names[2]
	d.say("cut %s > %s\ncut %s > %s\nhold %s > %s\nhold %s > %s", a, b, b, a, voter, a, b, voter)
	d.say("clock %s slow 80%%\nwatch sent vote-yes %s\ncut %s > %s", voter, voter, a, voter)
	d.say("watch duel %s %s\nrelease %s > %s\nwatch leader %s", a, b, b, voter, b)
	if d.Permille(500) {
		d.say("heal\nhold %s > %s\nrun %dms", voter, a, 100+d.Below(200))
	}
	d.say("release %s > %s\nrun 200ms\nheal\nrelease all\nclock %s true", voter, a, voter)
	d.put(2, "leader", 30)
	d.end()
}

// forgotten has a server lose its power when an entry was committed with it, a follower or the leader itself, and then
// the only other one that has it.
func forgotten(d *draft) {
	d.begin(3)
	a, b, c := d.names[0], d.names[1], d.names[2]
	d.elect(a)
	d.put(2, a, 30)
	d.say("isolate %s", c)
	d.run(150)
	d.put(1+int(d.Below(3)), a, 0)
	if d.Permille(500) {
		d.say("watch sent append-yes %s", b)
		if d.Permille(500) {
			d.run(3 * d.latency)
		}
		d.say("crash %s\nrestart %s\nrun %dms\ncrash %s", b, b, 2*d.latency, a)
	} else {
		d.say("run %dms\ncrash %s\nrestart %s\ncrash %s", 150+d.Below(100), a, a, b)
	}
	d.say("heal\nrun 1500ms")
	d.put(2, "leader", 30)
	d.end()
}

// muteLeader has replies of earlier calls reach a leader whose new entries nobody gets.
func muteLeader(d *draft) {
	d.begin(3 + 2*int(d.Below(2)))
	d.network(15+int(d.Below(20)), 10)
	d.say("await leader")
	d.put(1, "leader", 200)
	for range 2 {
		d.put(1+int(d.Below(3)), "leader", 0)
		d.run(d.latency)
		d.say("mute leader")
		d.put(1+int(d.Below(4)), "leader", int(d.Below(8)))
		d.run(100)
		if d.Permille(300) {
			d.say("crash leader")
		}
		d.say("watch newer")
		d.put(2, "leader", 60)
		d.say("heal")
		d.all("restart %s")
		d.run(500)
	}
	d.end()
}

// lateAppend has a leader's messages arrive twice and late: an old one after the newer ones that a commit relied on.
func lateAppend(d *draft) {
	d.begin(3)
	d.say("await leader")
	d.put(1, "leader", 200)
	d.say("isolate f2\nhold leader > f1")
	d.put(3, "leader", 10)
	d.say("run %dms", 20+d.Below(120))
	d.say("deliver leader > f1 again")
	for range 5 {
		d.say("deliver leader > f1 2")
	}
	d.say("run %dms\ndeliver leader > f1\nrun 1ms", 3*d.latency)
	d.say("crash leader\nheal\nrun 1500ms")
	d.put(2, "leader", 30)
	d.say("release all")
	d.run(300)
	d.end()
}

// lateReply holds back a follower's replies until their leader was replaced, the follower's entries were overwritten,
// and the leader leads again. Then it has fewer copies than the replies say, and everybody else is lost.
func lateReply(d *draft) {
	d.begin(5, "call 9s 10s")
	a, b, c, e, f := d.names[0], d.names[1], d.names[2], d.names[3], d.names[4]
	d.elect(a)
	d.put(1, a, 200)
	d.say("hold %s > %s\npartition %s %s | %s %s %s", b, a, a, b, c, e, f)
	d.put(3, a, 5)
	d.say("run %dms", 150+d.Below(100))
	d.elect(c)
	d.put(1, c, 0)
	d.say("run 300ms\nheal\nrun 600ms\ncrash %s", c)
	d.elect(a)
	d.say("cut %s > %s\ncut %s > %s", a, b, a, f)
	d.put(3, a, 0)
	d.say("run %dms\nrelease all\nrun 60ms", d.Below(60))
	d.say("crash %s\ncrash %s\nheal\nrestart %s", a, e, c)
	d.elect(f)
	d.put(4, "leader", 50)
	d.end()
}

// staleLeader has an old leader go on sending, though it hears nothing, while the others need an election.
func staleLeader(d *draft) {
	d.begin(5)
	old := d.names[0]
	d.elect(old)
	d.put(1, "leader", 50)
	// By name: more than one server may have led since then, and the three others must be able to elect one.
	d.say("isolate %s\nawait newer\nrun 300ms\nrejoin %s\ndeafen %s\ncrash leader\nawait newer", old, old, old)
	d.put(2, "leader", 50)
	d.end()
}
