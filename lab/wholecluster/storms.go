package wholecluster

// figure8 is Figure 8, step by step: an entry of an old term reaches most servers, and is overwritten all the same.
func figure8(d *draft) {
	d.begin(5)
	a, b, c, e, f := d.names[0], d.names[1], d.names[2], d.names[3], d.names[4]
	d.elect(a)
	d.put(1, a, 200)
	d.say("partition %s %s | %s %s %s", a, b, c, e, f)
	d.put(1, a, 150)
	d.say("crash %s", a)
	d.elect(f)
	d.say("mute %s", f)
	d.put(1, f, 5)
	d.say("crash %s\nheal\nrestart %s", f, a)
	d.elect(a)
	d.say("partition %s %s %s | %s\nrun %dms", a, b, c, e, 250+d.Below(200))
	d.say("crash %s\ncrash %s\nheal\nrestart %s", a, b, f)
	d.elect(f)
	d.put(2, f, 100)
	d.end()
}

// shortLeaders has leaders that live just long enough to append something and copy it to a few servers.
func shortLeaders(d *draft) {
	d.begin(5)
	if d.Permille(400) {
		d.say("loss 8%%\nreorder 30%% 60ms")
	}
	d.say("await leader")
	down := 0
	for range 14 {
		d.put(1+int(d.Below(2)), "leader", 0)
		d.run([]int{2 * d.latency, 2 * d.latency, 300}[d.Below(3)])
		if down < 2 && d.Permille(700) {
			d.say("crash leader")
			down++
		}
		d.run(500)
		if down > 0 && d.Permille(600) || down == 2 {
			d.all("restart %s")
			down = 0
		}
	}
	d.end()
}

func unreliable(d *draft) {
	d.begin(3 + 2*int(d.Below(2)))
	d.say("loss %d%%\nduplicate %d%%\nreorder %d%% %dms", d.Below(15), d.Below(15), 10+d.Below(50), 20+d.Below(250))
	d.say("await leader")
	for range 12 {
		d.put(1+int(d.Below(4)), "leader", int(d.Below(10)))
		d.say("get a via %s", d.names[d.Below(uint64(d.servers))])
		d.run(150)
		if d.Permille(250) {
			d.say("watch answers\ncrash leader")
			d.run(700)
			d.all("restart %s")
		}
	}
	d.end()
}

// doubled has a minority whose votes and answers come twice: counted twice, they would be a majority.
func doubled(d *draft) {
	d.begin(5)
	a := d.names
	d.say("duplicate 100%%\npartition %s %s | %s %s %s\nrun 1500ms", a[0], a[1], a[2], a[3], a[4])
	for range 3 {
		d.put(2, a[d.Below(2)], 20)
		d.put(2, "leader", 20)
		d.run(300)
	}
	d.say("heal\nrun 500ms")
	d.put(2, "leader", 20)
	d.end()
}

// deposed has clients that ask a leader while it learns that another one leads: what it has looked at may be over when
// it acts.
func deposed(d *draft) {
	d.begin(3, "shuffle")
	d.say("await leader")
	for i := range 4 {
		name := d.names[i%3]
		d.elect(name)
		d.say("isolate %s\nawait newer", name)
		d.put(2, "leader", 0)
		d.say("run 30ms\nheal")
		d.say("repeat 80 every 1ms try put a %d via %s", i, name) // for longer than between two messages of a leader
		d.put(3, "leader", 30)
		d.run(300)
	}
	d.end()
}

func churn(d *draft) {
	d.begin(5)
	if d.Permille(500) {
		d.say("loss 10%%\nreorder 20%% 100ms")
	}
	for range 16 {
		name := d.names[d.Below(5)]
		d.put(1, "leader", 0)
		d.say("increment n via %s\nget b via leader", name)
		d.run(400)
		switch d.Below(5) {
		case 0:
			d.say("crash %s", name)
		case 1:
			d.say("crash %s\nrestart %s", name, name)
		case 2:
			d.say("isolate %s", name)
		case 3:
			d.say("heal")
			d.all("restart %s")
		case 4:
			d.say("crash leader")
			d.all("restart %s")
		}
	}
	d.end()
}

func snapshotsBasic(d *draft) {
	d.begin(3, "snapshot 5")
	d.say("await leader")
	d.put(120, "leader", 8)
	d.say("run 500ms\nexpect small")
	d.all("crash %s")
	d.all("restart %s")
	d.say("await newer")
	d.put(3, "leader", 30)
	d.end()
}

// install has a follower come back to a leader that has thrown away what it needs.
func install(d *draft) {
	d.begin(3, "snapshot 4")
	if d.Permille(500) {
		d.say("duplicate 20%%\nreorder 30%% %dms", 50+d.Below(300))
	}
	d.say("await leader")
	d.put(2, "leader", 20)
	for range 3 {
		d.say("%s f1", []string{"isolate", "crash"}[d.Below(2)])
		d.put(8+int(d.Below(8)), "leader", 15)
		d.say("heal")
		d.all("restart %s")
		if d.Permille(500) {
			d.say("watch sent snapshot-call")
			d.put(6, "leader", int(d.Below(12)))
		}
		d.run(300)
		if d.Permille(400) {
			d.say("crash leader")
			d.run(900)
			d.all("restart %s")
		}
	}
	d.end()
}

// snapshotCrash takes the power away around the saving of a snapshot.
func snapshotCrash(d *draft) {
	d.begin(3, "snapshot 4")
	d.say("await leader")
	for range 4 {
		d.say("isolate f1")
		d.put(9, "leader", 10)
		d.say("heal\nwatch sent snapshot-reply\ncrash snapshot-reply\nrestart snapshot-reply")
		d.run(80)
		if d.Permille(500) {
			d.all("crash %s")
			d.all("restart %s")
		} else {
			d.say("crash leader")
			d.run(600)
			d.all("restart %s")
		}
		d.say("watch leader")
	}
	d.end()
}
