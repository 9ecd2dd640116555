package lab

import (
	"fmt"
	"slices"
	"strconv"
)

// A disk has a second file, for a snapshot of what the log led to. A new snapshot is written aside, made durable, and
// takes the old one's place by a rename: so a crash leaves the old one or the new one, never a part. Only after that is
// the log cut: its new file takes the place of the old one in the same way.

// snapshotFile is the second file, and what is to become of both.
type snapshotFile struct {
	// whole is the snapshot in its frame, nil for none; aside is the one that shall take its place.
	whole, aside []byte
	// cut is the log file that shall take the place of the log file.
	cut []byte
	// forgotten is what a crash brings back on a disk that only says that all is durable.
	forgotten *forgotten
}

type forgotten struct{ file, whole []byte }

// DiskStep is a moment in a save of a snapshot, at which the power may fail.
type DiskStep byte

// The steps. The words for them are DiskSteps.
const (
	// NoStep: the power does not fail.
	NoStep DiskStep = iota
	// BeforeRename: the snapshot is written aside, and is lost.
	BeforeRename
	// BeforeCut: the snapshot is durable, and the log is not cut yet.
	BeforeCut
)

// DiskSteps are the words for the steps.
var DiskSteps = [...]string{"never", "before-rename", "before-cut"}

// String is the word for it.
func (s DiskStep) String() string { return DiskSteps[s] }

// writeSnapshot writes a snapshot and a log file aside.
func (d *disk) writeSnapshot(snapshot, cut []byte) {
	if d.how == SyncFails {
		return
	}
	if snapshot != nil {
		d.snapshot.aside = appendFrame(nil, snapshot)
	}
	if cut != nil {
		d.snapshot.cut = appendFrame(nil, cut)
	}
}

// replaceSnapshot gives the snapshot that was written aside its name.
func (d *disk) replaceSnapshot() {
	d.mayForget()
	d.snapshot.whole, d.snapshot.aside = d.snapshot.aside, nil
}

// replaceLog does the same for the log.
func (d *disk) replaceLog() {
	d.mayForget()
	d.file, d.snapshot.cut = d.snapshot.cut, nil
	d.synced = len(d.file)
}

func (d *disk) mayForget() {
	if d.how == SyncForgets && d.snapshot.forgotten == nil {
		d.snapshot.forgotten = &forgotten{slices.Clone(d.file[:d.synced]), d.snapshot.whole}
	}
}

// crashed takes what was written aside, and what a disk forgets.
func (f *snapshotFile) crashed(d *disk) {
	f.aside, f.cut = nil, nil
	if f.forgotten != nil {
		d.file, f.whole = f.forgotten.file, f.forgotten.whole
		d.synced, f.forgotten = len(d.file), nil
	}
}

// pending reports whether a file waits for its name.
func (f *snapshotFile) pending() bool { return f.aside != nil || f.cut != nil }

// next is the step that a save of a snapshot waits for.
func (f *snapshotFile) next() DiskStep {
	switch {
	case f.aside != nil:
		return BeforeRename
	case f.cut != nil:
		return BeforeCut
	}
	return NoStep
}

// read is the content of the snapshot file, nil for none; ok is false if it cannot be read.
func (f *snapshotFile) read() (snapshot []byte, ok bool) {
	if f.whole == nil {
		return nil, true
	}
	snapshot, ok = readFrame(f.whole)
	return snapshot[:len(snapshot):len(snapshot)], ok && frameHead+len(snapshot) == len(f.whole)
}

// syncStep makes durable what was written, and then does the next step of a save with a snapshot. It reports whether
// another one follows. The server may lose its power before a step.
func (w *World) syncStep(s *server) (more bool) {
	s.disk.sync()
	switch f := &s.disk.snapshot; {
	case s.disk.how == SyncHangs:
		return false
	case f.aside != nil:
		if w.powerFails(s, BeforeRename) {
			return false
		}
		s.disk.replaceSnapshot()
		w.Line(s.id, "file", "snapshot", "bytes="+strconv.Itoa(len(f.whole)-frameHead))
		return f.cut != nil
	case f.cut != nil:
		if w.powerFails(s, BeforeCut) {
			return false
		}
		was := len(s.disk.file)
		s.disk.replaceLog()
		s.beside.allDurable()
		w.Line(s.id, "file", "log", "bytes="+strconv.Itoa(len(s.disk.file)), "was="+strconv.Itoa(was))
	}
	return false
}

// powerFails crashes a server that is to lose its power before that step.
func (w *World) powerFails(s *server, before DiskStep) bool {
	if s.failsAt != before {
		return false
	}
	s.failsAt = NoStep
	if err := w.Crash(s.id); err != nil {
		w.fail(err)
	}
	return true
}

// FailAt lets a server lose its power at a step of the next save that has it. NoStep takes that back.
func (w *World) FailAt(id ServerID, step DiskStep) error {
	s, err := w.findUp(id)
	if err != nil {
		return err
	}
	s.failsAt = step
	w.Line(id, "power", "fails="+step.String())
	return nil
}

// ErrNoSnapshot is the error for a disk without a snapshot.
var ErrNoSnapshot = NotNow("the disk has no snapshot")

func (w *World) findSnapshot(id ServerID) (*server, error) {
	s, err := w.findDown(id)
	if err == nil && s.disk.snapshot.whole == nil {
		err = fmt.Errorf("%v: %w", id, ErrNoSnapshot)
	}
	return s, err
}

// WipeSnapshot takes the snapshot from a crashed server's disk, and leaves the log.
func (w *World) WipeSnapshot(id ServerID) error {
	s, err := w.findSnapshot(id)
	if err != nil {
		return err
	}
	bytes := len(s.disk.snapshot.whole)
	s.disk.snapshot, s.disk.touched = snapshotFile{}, true
	w.faults[FaultWipe]++
	w.Line(id, "wipe", "snapshot", "bytes="+strconv.Itoa(bytes))
	return nil
}

// CorruptSnapshot changes a byte of the snapshot on a crashed server's disk.
func (w *World) CorruptSnapshot(id ServerID) error {
	s, err := w.findSnapshot(id)
	if err != nil {
		return err
	}
	s.disk.snapshot.whole = slices.Clone(s.disk.snapshot.whole)
	s.disk.snapshot.whole[len(s.disk.snapshot.whole)-1] ^= 0xff
	s.disk.touched = true
	w.faults[FaultCorrupt]++
	w.Line(id, "corrupt", "snapshot")
	return nil
}

// RefusedGood is the violation of a server that does not start, though its disk has kept all that it confirmed.
func RefusedGood(id ServerID, section, why string) *Violation {
	return Unsound(id, section,
		Say("server.refuses", "it does not start: %s, though its disk has kept all that it confirmed", why))
}

// refused stops a server that does not start with what it finds on its disk. With a disk that has kept all that it
// confirmed, that is a mistake of the server.
func (w *World) refused(s *server, why string) {
	if !s.disk.touched {
		w.Break(RefusedGood(s.id, w.protocol.Section(), why))
		return
	}
	if err := s.machine.Stop(); err != nil {
		w.fail(fmt.Errorf("stop %v: %w", s.id, err))
	}
	*s = s.powerless()
	w.Line(s.id, "refuse", "because="+why)
	w.protocol.Stopped(w, s.id)
}
