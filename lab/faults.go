package lab

import (
	"errors"
	"fmt"
	"strconv"
)

// The reasons why a fault or a repair cannot be done. They are wrapped with the server's name.
var (
	ErrNoServer = errors.New("there is no such server")
	ErrDown     = NotNow("the server is down: restart it first")
	ErrUp       = NotNow("the server is up: crash it first")
	ErrPaused   = NotNow("the server is paused already")
	ErrAwake    = NotNow("the server is not paused")
	// A word that stands for a server may name the other end of a link, or a server of another group, at this
	// moment.
	ErrGroups  = NotNow("no server may be in two groups")
	ErrOneLink = NotNow("a link joins two different servers")
	ErrClients = errors.New("clients have links to servers only")
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

// Crash takes a server's power away: its machine stops, its inbox is lost, and so are the records that its disk
// had not synced.
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
		w.effective(s, w.Trace.Cause(s.heldBy), s.held.Messages) // the disk has all of it, though nothing was sent
	}
	w.Line(id, "crash", details...)
	s.disk.crash(survivors)
	*s = s.powerless()
	w.protocol.Stopped(w, id)
	return nil
}

// survivors draws how many of the unsynced bytes the disk keeps. Each crash makes the same two draws.
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

// Pause stops a server without taking its memory. It neither reads nor sends until Resume, like a process in a
// long garbage collection.
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

// Resume lets a paused server continue, with the inputs that arrived meanwhile.
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

// Control gives a server a command from outside its protocol.
func (w *World) Control(id ServerID, payload string) error {
	s, err := w.findUp(id)
	if err != nil {
		return err
	}
	w.feed(s, Input{Kind: Control, Payload: []byte(payload)}, 0)
	w.drain(s)
	return nil
}

// SlowDisk gives one server's disk its own latency, used if it is above the dial's; 0 ends that.
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

// Skew lets a server's clock gain permille microseconds on each 1000, or lose them when permille is negative; 0
// makes the clock true. The time that it shows never jumps.
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

// SetDials changes the settings of network and disk from now on.
func (w *World) SetDials(d Dials) error {
	if err := d.validate(); err != nil {
		return err
	}
	w.dials = d
	w.Line(0, "dials", d.String())
	return nil
}
