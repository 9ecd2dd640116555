package lab

// A machine may say that an output need not wait for its records (Output.Parallel). The disk then writes beside the
// machine: one sync at a time, and what is written meanwhile waits for the next, which takes all of it together.

// beside is the records that are not known to be durable, and that nothing waits for.
type beside struct {
	// syncTo is how many bytes of the file the sync that runs will make durable, 0 for no such sync.
	syncTo int
	owed   []owed
}

// owed is what a machine is told when the file is durable up to a place. Line is the line of the save.
type owed struct {
	upTo    int
	payload []byte
	line    uint64
}

// owe notes what a machine is told when all that is written now is durable.
func (b *beside) owe(s *server, payload []byte, line uint64) {
	b.owed = append(b.owed, owed{len(s.disk.file), append([]byte(nil), payload...), line})
}

// allDurable is called when a new file has taken the log's place: it holds all that was written, and is durable.
func (b *beside) allDurable() {
	for i := range b.owed {
		b.owed[i].upTo = 0
	}
}

// saveBeside carries out an output while the disk writes its records.
func (w *World) saveBeside(s *server, out Output) {
	w.effective(s, w.Trace.cause, nil)
	w.syncBeside(s)
	w.release(s, out)
	w.reportDurable(s)
	w.drain(s)
}

// syncBeside begins the next sync, unless one runs.
func (w *World) syncBeside(s *server) {
	if s.beside.syncTo > 0 || s.disk.how == SyncHangs {
		return
	}
	latency := w.diskLatency(s)
	if latency == 0 {
		s.disk.sync()
		return
	}
	s.beside.syncTo = len(s.disk.file)
	w.planSaved(s, latency)
}

func (w *World) diskLatency(s *server) Duration {
	return max(s.disk.latency, w.dials.DiskLatencyMicros)
}

// syncedBeside is called when a sync has ended. What came meanwhile is written next.
func (w *World) syncedBeside(s *server) {
	if s.disk.how == SyncWorks {
		s.disk.synced = max(s.disk.synced, s.beside.syncTo)
	}
	s.beside.syncTo = 0
	switch {
	case s.disk.snapshot.pending(): // an output with a snapshot waits: it makes all durable, step by step
		w.planSaved(s, w.diskLatency(s))
	case s.disk.busy():
		w.syncBeside(s)
	}
}

// reportDurable tells a machine what is durable now: the last of what it is owed stands for all before it.
func (w *World) reportDurable(s *server) {
	done := 0
	for done < len(s.beside.owed) && s.disk.saysDurable(s.beside.owed[done].upTo) {
		done++
	}
	if done == 0 {
		return
	}
	last := s.beside.owed[done-1]
	s.beside.owed = s.beside.owed[done:]
	w.Trace.because(last.line)
	w.Line(s.id, "saved")
	w.Trace.because(0)
	s.inbox = append(s.inbox, arrival{Input{Kind: Durable, Payload: last.payload}, w.Trace.event})
}

// saysDurable reports whether the disk says that its first bytes are durable. One that forgets or fails says so always.
func (d *disk) saysDurable(bytes int) bool {
	switch d.how {
	case SyncWorks:
		return bytes <= d.synced
	case SyncHangs:
		return false
	}
	return true
}
