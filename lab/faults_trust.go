package lab

import (
	"encoding/binary"
	"fmt"
	"strconv"
)

// The faults in this file are outside of what a consensus protocol tolerates: it trusts a disk that says "saved", and a
// server that comes back with all that it saved. A story shows with them what breaks then.

// Sync is what a disk does when it is told to make its records durable.
type Sync byte

// The ways of a disk.
const (
	// SyncWorks: what was saved survives a crash.
	SyncWorks Sync = iota
	// SyncForgets: the disk says that all is durable, and a crash takes what came since.
	SyncForgets
	// SyncFails: the disk refuses to save. The server takes no notice, and goes on.
	SyncFails
	// SyncHangs: a save does not end. What depends on it waits, and the server goes on with everything else.
	SyncHangs
)

// SyncNames are the words for the ways of a disk, in their order.
var SyncNames = [...]string{"works", "forgets", "fails", "hangs"}

// String is the word for it.
func (s Sync) String() string { return SyncNames[s] }

// SetSync decides what a server's disk does with what it is told to save from now on. A disk that works again makes
// durable what it has, and then what waited for it leaves.
func (w *World) SetSync(id ServerID, how Sync) error {
	s, err := w.find(id)
	if err != nil {
		return err
	}
	s.disk.how = how
	if how != SyncWorks {
		s.disk.touched = true
		w.faults[FaultSync]++
	}
	w.Line(id, "fsync", how.String())
	if how == SyncWorks && s.up && !s.saving {
		for w.syncStep(s) {
		}
		s.beside.syncTo, s.savedAt = 0, 0
		w.letGo(s)
		w.reportDurable(s)
		w.drain(s)
	}
	return nil
}

// withheld is what a server would have sent after a save that hangs.
type withheld struct {
	out  Output
	line uint64
}

// withhold keeps back what depends on a save that hangs. Observers see the server's state all the same: it acts on it.
func (w *World) withhold(s *server, out Output) {
	s.withheld = append(s.withheld, withheld{cloneOutput(out), w.Trace.event})
	out.Messages, out.Answers = nil, nil
	w.effective(s, w.Trace.cause, nil)
	w.release(s, out)
}

// letGo sends what waited for a save that hung.
func (w *World) letGo(s *server) {
	waited := s.withheld
	s.withheld = nil
	for _, one := range waited {
		w.Trace.because(one.line)
		w.dispatch(s, one.out)
		w.Trace.because(0)
	}
}

// Wipe takes everything from a crashed server's disk. It comes back with its old name, and knows nothing.
func (w *World) Wipe(id ServerID) error {
	s, err := w.findDown(id)
	if err != nil {
		return err
	}
	bytes := len(s.disk.file) + len(s.disk.snapshot.whole)
	s.disk.file, s.disk.synced, s.disk.snapshot = nil, 0, snapshotFile{}
	s.disk.touched = true
	w.faults[FaultWipe]++
	w.Line(id, "wipe", "bytes="+strconv.Itoa(bytes))
	return nil
}

func (w *World) findDown(id ServerID) (*server, error) {
	s, err := w.find(id)
	if err == nil && s.up {
		err = fmt.Errorf("%v: %w", id, ErrUp)
	}
	return s, err
}

// ErrNoRecord is the error of Corrupt for an unknown record.
var ErrNoRecord = NotNow("the disk has no such record")

// Corrupt changes a byte of one of the records on a crashed server's disk, counted from 1.
func (w *World) Corrupt(id ServerID, record int) error {
	s, err := w.findDown(id)
	if err != nil {
		return err
	}
	at, count := 0, 0
	for file := s.disk.file; len(file) > frameHead && count < record; count++ {
		if count+1 == record {
			file[frameHead] ^= 0xff
			s.disk.touched = true
			w.faults[FaultCorrupt]++
			w.Line(id, "corrupt", "record="+strconv.Itoa(record))
			return nil
		}
		at = frameHead + int(binary.LittleEndian.Uint32(file))
		file = file[min(at, len(file)):]
	}
	return fmt.Errorf("%v, record %d of %d: %w", id, record, count, ErrNoRecord)
}

// refuse leaves a server down that cannot read a record which was durable once. To cut it off with all that follow
// would be to forget what the server has promised. Only a save that a crash cut short is cut off: nobody was promised
// that.
func (w *World) refuse(s *server, damaged string) {
	w.Line(s.id, "refuse", damaged, "because=checksum")
}

// Jump moves a server's clock on by a duration at once, or back if it is negative.
func (w *World) Jump(id ServerID, by Duration) error {
	s, err := w.find(id)
	if err != nil {
		return err
	}
	s.clock = s.clock.turn(w.now, s.clock.skew)
	s.clock.shown = max(s.clock.shown.Add(by), 0)
	w.faults[FaultJump]++
	w.Line(id, "clock", "jump_us="+strconv.FormatInt(int64(by), 10))
	if s.up {
		s.wakePlanned = 0 // by the clock that was
		w.planWake(s)
	}
	return nil
}
