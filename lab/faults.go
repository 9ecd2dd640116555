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
	ErrDown     = errors.New("the server is down: restart it first")
	ErrUp       = errors.New("the server is up: crash it first")
	ErrPaused   = errors.New("the server is paused already")
	ErrAwake    = errors.New("the server is not paused")
	ErrGroups   = errors.New("no server may be in two groups")
	ErrOneLink  = errors.New("a link joins two different servers")
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
	w.Line(id, "crash", "unsynced="+strconv.Itoa(s.disk.crash()), "unread="+strconv.Itoa(len(s.inbox)))
	*s = server{id: id, life: s.life, disk: s.disk}
	w.protocol.Stopped(w, id)
	return nil
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
	w.drain(s)
	return nil
}

// Control gives a server a nudge from outside its protocol.
func (w *World) Control(id ServerID, payload string) error {
	s, err := w.findUp(id)
	if err != nil {
		return err
	}
	w.feed(s, Input{Kind: Control, Payload: []byte(payload)})
	return nil
}

// Cut loses everything that goes from one server to another, and everything in flight that would
// arrive before the link opens again. The other direction stays open.
func (w *World) Cut(from, to ServerID) error {
	for _, id := range []ServerID{from, to} {
		if _, err := w.find(id); err != nil {
			return err
		}
	}
	if from == to {
		return fmt.Errorf("%v > %v: %w", from, to, ErrOneLink)
	}
	w.network.cut[from-1][to-1] = true
	w.Line(0, "cut", w.names[from-1]+">"+w.names[to-1])
	return nil
}

// Partition heals all links and then cuts those between servers of different groups, both ways.
// Servers that are in none form one more group.
func (w *World) Partition(groups [][]ServerID) error {
	group := make([]int, len(w.servers))
	for g, ids := range groups {
		for _, id := range ids {
			if _, err := w.find(id); err != nil {
				return err
			}
			if group[id-1] != 0 {
				return fmt.Errorf("%v: %w", id, ErrGroups)
			}
			group[id-1] = g + 1
		}
	}
	for from := range group {
		for to := range group {
			w.network.cut[from][to] = group[from] != group[to]
		}
	}
	w.Line(0, "partition", w.groupNames(group))
	return nil
}

// groupNames draws a partition, the servers in no group last: S1 S2 | S3 S4 S5.
func (w *World) groupNames(group []int) string {
	last := 0
	for _, g := range group {
		last = max(last, g)
	}
	var parts []string
	for g := 1; g <= last+1; g++ {
		var names []string
		for i := range group {
			if group[i] == g%(last+1) {
				names = append(names, w.names[i])
			}
		}
		if len(names) > 0 {
			parts = append(parts, strings.Join(names, " "))
		}
	}
	return strings.Join(parts, " | ")
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
			w.network.cut[id-1][other] = cut
			w.network.cut[other][id-1] = cut
		}
	}
	w.Line(id, kind)
	return nil
}

// Heal opens every link.
func (w *World) Heal() {
	for _, row := range w.network.cut {
		clear(row)
	}
	w.Line(0, "heal")
}

// SetDials changes the settings of network and disk for what comes.
func (w *World) SetDials(d Dials) error {
	if err := d.validate(); err != nil {
		return err
	}
	w.dials = d
	w.Line(0, "dials", fmt.Sprintf("latency_us=%d jitter_us=%d loss_permille=%d duplicate_permille=%d disk_us=%d",
		d.LatencyMicros, d.JitterMicros, d.LossPermille, d.DuplicatePermille, d.DiskLatencyMicros))
	return nil
}
