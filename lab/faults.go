package lab

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// The reasons why a fault or a repair cannot be done. They are wrapped with the server's name.
var (
	ErrNoServer = errors.New("there is no such server")
	ErrDown     = NotNow("the server is down: restart it first")
	ErrUp       = NotNow("the server is up: crash it first")
	ErrPaused   = NotNow("the server is paused already")
	ErrAwake    = NotNow("the server is not paused")
	// Whoever leads may be the other server of a link, or in another group too, at this moment.
	ErrGroups  = NotNow("no server may be in two groups")
	ErrOneLink = NotNow("a link joins two different servers")
	ErrSkew    = fmt.Errorf("a clock may be at most %d%% fast or slow", maxSkewPermille/10)
)

func (w *World) find(id ServerID) (*server, error) {
	if id < 1 || int(id) > len(w.servers) {
		return nil, fmt.Errorf("%v, of %d servers: %w", id, len(w.servers), ErrNoServer)
	}
	return w.servers[id-1], nil
}

func (w *World) findUp(id ServerID) (*server, error) {
	s, err := w.find(id)
	if err == nil && !s.up {
		err = fmt.Errorf("%v: %w", id, ErrDown)
	}
	return s, err
}

// Crash takes a server's power away: its machine is stopped, what waited for it is lost, and so
// are records that its disk had not synced.
func (w *World) Crash(id ServerID) error {
	s, err := w.findUp(id)
	if err != nil {
		return err
	}
	if err := s.machine.Stop(); err != nil {
		w.fail(fmt.Errorf("stop %v: %w", id, err))
	}
	unsynced := s.disk.unsynced()
	survivors := w.survivors(unsynced)
	w.countCrash(unsynced, survivors)
	details := []string{"unsynced=" + strconv.Itoa(unsynced), "unread=" + strconv.Itoa(len(s.inbox))}
	if survivors > 0 {
		details = append(details, "survived="+strconv.Itoa(survivors))
	}
	if s.saving && survivors == unsynced {
		w.effective(s, w.Trace.Cause(s.heldBy), s.held.Messages) // all of it is on the disk, though nothing was sent
	}
	w.Line(id, "crash", details...)
	s.disk.crash(survivors)
	*s = s.powerless()
	w.protocol.Stopped(w, id)
	return nil
}

// survivors draws how many bytes of those that were not synced are on the disk all the same. Each
// crash makes the same two draws.
func (w *World) survivors(unsynced int) int {
	torn := w.disks.Permille(w.dials.TornPermille)
	survivors := int(w.disks.Below(uint64(unsynced) + 1))
	if !torn {
		return 0
	}
	return survivors
}

func (w *World) countCrash(unsynced, survivors int) {
	w.faults[FaultCrash]++
	if survivors > 0 {
		w.faults[FaultTornWrite]++
	} else if unsynced > 0 {
		w.faults[FaultLostWrite]++
	}
}

// Restart boots a crashed server from its disk.
func (w *World) Restart(id ServerID) error {
	s, err := w.find(id)
	if err != nil {
		return err
	}
	if s.up {
		return fmt.Errorf("%v: %w", id, ErrUp)
	}
	w.boot(s, "restart")
	return nil
}

// Pause stops a server without taking its memory: it neither reads nor sends until Resume, like
// a process in a long garbage collection.
func (w *World) Pause(id ServerID) error {
	s, err := w.findUp(id)
	if err != nil {
		return err
	}
	if s.paused {
		return fmt.Errorf("%v: %w", id, ErrPaused)
	}
	s.paused = true
	w.faults[FaultPause]++
	w.Line(id, "pause")
	return nil
}

// Resume lets a paused server go on with what has arrived meanwhile.
func (w *World) Resume(id ServerID) error {
	s, err := w.findUp(id)
	if err != nil {
		return err
	}
	if !s.paused {
		return fmt.Errorf("%v: %w", id, ErrAwake)
	}
	s.paused = false
	w.Line(id, "resume")
	w.afterSave(s)
	w.drain(s)
	return nil
}

// Control gives a server a nudge from outside its protocol.
func (w *World) Control(id ServerID, payload string) error {
	s, err := w.findUp(id)
	if err != nil {
		return err
	}
	w.feed(s, Input{Kind: Control, Payload: []byte(payload)}, 0)
	w.drain(s)
	return nil
}

// SlowDisk makes a save on one server take so long, where the dial says less; 0 ends that.
func (w *World) SlowDisk(id ServerID, latency Duration) error {
	s, err := w.find(id)
	if err != nil {
		return err
	}
	s.disk.latency = latency
	if latency > 0 {
		w.faults[FaultSlowDisk]++
	}
	w.Line(id, "slow-disk", "latency_us="+strconv.FormatInt(int64(latency), 10))
	return nil
}

// Skew lets a server's clock gain so many microseconds on each 1000, or lose them when permille is
// below 0; 0 makes it true. What it shows never jumps.
func (w *World) Skew(id ServerID, permille int) error {
	s, err := w.find(id)
	if err != nil {
		return err
	}
	if permille < -maxSkewPermille || permille > maxSkewPermille {
		return fmt.Errorf("%v by %d of 1000: %w", id, permille, ErrSkew)
	}
	s.clock = s.clock.turn(w.now, permille)
	if permille != 0 {
		w.faults[FaultClock]++
	}
	w.Line(id, "clock", "skew_permille="+strconv.Itoa(permille))
	if s.up {
		w.planWake(s)
	}
	return nil
}

// Cut loses everything that goes from one server to another, and everything in flight that would
// arrive before the link opens again. The other direction stays open.
func (w *World) Cut(from, to ServerID) error {
	if err := w.checkLink(from, to); err != nil {
		return err
	}
	w.network.links[from-1][to-1].cut = true
	w.faults[FaultCut]++
	w.Line(0, "cut", w.linkName(from, to))
	return nil
}

// Flaky loses permille of 1000 messages that go from one server to another; 0 ends that.
func (w *World) Flaky(from, to ServerID, permille int) error {
	if err := w.checkLink(from, to); err != nil {
		return err
	}
	w.network.links[from-1][to-1].flaky = permille
	w.Line(0, "flaky", w.linkName(from, to), "loss_permille="+strconv.Itoa(permille))
	return nil
}

// Partition opens all links and then cuts those between servers of different groups, both ways.
// Servers that are in none form one more group.
func (w *World) Partition(groups [][]ServerID) error {
	group, err := w.groupOf(groups)
	if err != nil {
		return err
	}
	w.eachLink(func(from, to ServerID) {
		w.network.links[from-1][to-1].cut = group[from-1] != group[to-1]
	})
	w.faults[FaultPartition]++
	w.Line(0, "partition", w.groupNames(group, " | "))
	return nil
}

// Bridge opens all links and then cuts those between servers of different groups, both ways.
// Servers that are in none still reach everyone: the groups do not see each other, and yet share
// servers. Such partial partitions have stopped real clusters.
func (w *World) Bridge(groups [][]ServerID) error {
	group, err := w.groupOf(groups)
	if err != nil {
		return err
	}
	w.eachLink(func(from, to ServerID) {
		a, b := group[from-1], group[to-1]
		w.network.links[from-1][to-1].cut = a != b && a != 0 && b != 0
	})
	w.faults[FaultBridge]++
	w.Line(0, "bridge", w.groupNames(group, " via "))
	return nil
}

// groupOf gives each server the number of its group, from 1, or 0.
func (w *World) groupOf(groups [][]ServerID) ([]int, error) {
	group := make([]int, len(w.servers))
	for g, ids := range groups {
		for _, id := range ids {
			if _, err := w.find(id); err != nil {
				return nil, err
			}
			if group[id-1] != 0 {
				return nil, fmt.Errorf("%v: %w", id, ErrGroups)
			}
			group[id-1] = g + 1
		}
	}
	return group, nil
}

// groupNames draws groups, and behind the word given the servers in none: S1 S2 | S4 S5 via S3.
func (w *World) groupNames(group []int, behind string) string {
	last := 0
	for _, g := range group {
		last = max(last, g)
	}
	members := make([][]string, last+1)
	for i, g := range group {
		members[g] = append(members[g], w.names[i])
	}
	var parts []string
	for _, names := range members[1:] {
		if len(names) > 0 {
			parts = append(parts, strings.Join(names, " "))
		}
	}
	text := strings.Join(parts, " | ")
	if len(members[0]) > 0 {
		text += behind + strings.Join(members[0], " ")
	}
	return text
}

// Isolate cuts all of one server's links, both ways; Rejoin opens them again.
func (w *World) Isolate(id ServerID) error { return w.setLinks(id, true, "isolate") }

// Rejoin opens all of one server's links.
func (w *World) Rejoin(id ServerID) error { return w.setLinks(id, false, "rejoin") }

func (w *World) setLinks(id ServerID, cut bool, kind string) error {
	if _, err := w.find(id); err != nil {
		return err
	}
	for other := range w.servers {
		if other != int(id)-1 {
			w.network.links[id-1][other].cut = cut
			w.network.links[other][id-1].cut = cut
		}
	}
	if cut {
		w.faults[FaultIsolate]++
	}
	w.Line(id, kind)
	return nil
}

// Heal opens every link that is cut.
func (w *World) Heal() {
	w.eachLink(func(from, to ServerID) { w.network.links[from-1][to-1].cut = false })
	w.Line(0, "heal")
}

// Fault names a fault that lasts, in words, and is "" when there is none.
func (w *World) Fault() string {
	switch d := w.dials; {
	case w.options.Manual:
		return "the world is manual"
	case len(w.Cuts()) > 0:
		return "a link is cut"
	case len(w.Holds()) > 0:
		return "messages are held"
	case d.LossPermille > 0 || d.DuplicatePermille > 0 || d.ReorderPermille > 0:
		return "messages are lost, doubled or overtaken"
	case len(w.linksThat(func(l link) bool { return l.flaky > 0 })) > 0:
		return "a link is flaky"
	}
	for _, s := range w.servers {
		switch {
		case !s.up:
			return w.names[s.id-1] + " is down"
		case s.paused:
			return w.names[s.id-1] + " is paused"
		case s.disk.latency > 0:
			return "the disk of " + w.names[s.id-1] + " is slow"
		case s.clock.skew != 0:
			return "the clock of " + w.names[s.id-1] + " is not true"
		}
	}
	return ""
}

// Recover ends every fault: all links are open and none is flaky, nothing is held, the dials are
// at their defaults, disks and clocks are true, and all servers are up and running. A world that
// was manual goes on by itself.
func (w *World) Recover() error {
	w.Line(0, "recover")
	w.options.Manual = false
	w.Heal()
	w.eachLink(func(from, to ServerID) { w.network.links[from-1][to-1].flaky = 0 })
	w.ReleaseAll()
	if err := w.SetDials(DefaultDials()); err != nil {
		return err
	}
	for _, s := range w.servers {
		if err := w.recoverServer(s); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) recoverServer(s *server) error {
	if s.disk.latency != 0 {
		if err := w.SlowDisk(s.id, 0); err != nil {
			return err
		}
	}
	if s.clock.skew != 0 {
		if err := w.Skew(s.id, 0); err != nil {
			return err
		}
	}
	if latency := w.dials.DiskLatencyMicros; s.saving && s.savedAt > w.now.Add(latency) {
		w.planSaved(s, latency) // the disk is slow no longer
	}
	switch {
	case !s.up:
		return w.Restart(s.id)
	case s.paused:
		if err := w.Resume(s.id); err != nil {
			return err
		}
	}
	w.planWake(s) // it may have been manual
	return nil
}

// SetDials changes the settings of network and disk for what comes.
func (w *World) SetDials(d Dials) error {
	if err := d.validate(); err != nil {
		return err
	}
	w.dials = d
	w.Line(0, "dials", d.String())
	return nil
}
