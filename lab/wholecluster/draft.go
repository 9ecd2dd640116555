package wholecluster

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
	"raftlab/lab/whole"
)

// Situation is a kind of scenario that every whole server should survive. Each seed draws another one of the kind.
type Situation struct {
	// ID and Title are its name.
	ID, Title string
	// Snapshots is true if it needs a program with snapshots.
	Snapshots bool
	// Seeds is how many of it a suite plays.
	Seeds int
	write func(d *draft)
}

// Scenario is the scenario of a seed.
func (s Situation) Scenario(seed uint64) *story.Scenario {
	scenario, err := story.ParseScenario(fmt.Sprintf("%s-%d", s.ID, seed), s.Text(seed))
	if err != nil {
		// This package wrote the text, so the mistake is in this package.
		panic(fmt.Sprintf("wholecluster: situation %s of seed %d cannot be read: %v", s.ID, seed, err))
	}
	return scenario
}

// Text is the scenario's text.
func (s Situation) Text(seed uint64) string {
	d := &draft{Stream: lab.FaultStream(seed)}
	d.say("# Seed %d: %s\nprotocol %s\nseed %d", seed, s.Title, whole.ID, seed)
	s.write(d)
	return d.text.String()
}

// draft is a scenario that is being written.
type draft struct {
	lab.Stream
	text    strings.Builder
	servers int
	// names are the servers in an order that the seed draws.
	names []string
	// latency is the longest time that a message takes, in milliseconds.
	latency int
	writes  int
}

// tried are the verbs that need a server or a message which may not be there at the moment.
var tried = []string{
	"crash", "restart", "isolate", "hold", "release", "partition", "mute", "deafen", "rejoin", "cut", "deliver", "put",
	"get", "increment", "clock",
}

// say writes lines. What may be impossible at the moment is tried.
func (d *draft) say(format string, values ...any) {
	for line := range strings.SplitSeq(fmt.Sprintf(format, values...), "\n") {
		if verb, _, _ := strings.Cut(line, " "); slices.Contains(tried, verb) {
			line = "try " + line
		}
		d.text.WriteString(line + "\n")
	}
}

// begin writes the setup: so many servers, with a network and a disk that the seed draws, and further setup lines.
func (d *draft) begin(servers int, more ...string) {
	d.servers = servers
	for i := range servers {
		d.names = append(d.names, fmt.Sprintf("S%d", i+1))
	}
	for i := len(d.names) - 1; i > 0; i-- {
		j := int(d.Below(uint64(i + 1)))
		d.names[i], d.names[j] = d.names[j], d.names[i]
	}
	d.say("servers %d", servers)
	waits := [][2]int{{60, 150}, {200, 1200}, {1000, 3000}}[d.Below(3)]
	d.say("call %dms %dms", waits[0], waits[1])
	if d.Permille(500) {
		d.say("shuffle")
	}
	for _, line := range more {
		d.say("%s", line)
	}
	base, jitter := 1+int(d.Below(8)), int(d.Below(8))
	d.latency = base + jitter
	d.say("latency %dms\njitter %dms\ndisk %dms", base, jitter, d.Below(3))
}

// network sets how long messages take, at least and more.
func (d *draft) network(base, jitter int) {
	d.latency = base + jitter
	d.say("latency %dms\njitter %dms", base, jitter)
}

// put writes writes of one key through a server, some time apart.
func (d *draft) put(times int, via string, every int) {
	for range times {
		d.writes++
		d.say("put %s %d via %s", string(rune('a'+d.writes%2)), d.writes, via)
		if every > 0 {
			d.say("run %dms", every)
		}
	}
}

// all writes a command for each server.
func (d *draft) all(format string) {
	for _, name := range slices.Sorted(slices.Values(d.names)) {
		d.say(format, name)
	}
}

// run lets up to so many milliseconds pass.
func (d *draft) run(most int) { d.say("run %dms", 1+d.Below(uint64(most))) }

// elect makes a server the leader, if that is possible: the clocks of the others run slowly meanwhile.
func (d *draft) elect(name string) {
	others := func(how string) {
		for _, other := range d.names {
			if other != name {
				d.say("clock %s %s", other, how)
			}
		}
	}
	others("slow 80%")
	d.say("watch leader %s", name)
	others("true")
}

// end heals the world and judges it.
func (d *draft) end() {
	d.say("recover\nexpect progress\nawait answers\nexpect linearizable")
}
