package lab

import "strconv"

// save writes an output's records. The output is held until the disk is done, unless that is at once.
func (w *World) save(s *server, out Output) {
	size := 0
	for _, r := range out.Records {
		size += len(r)
	}
	details := []string{"bytes=" + strconv.Itoa(size)}
	if out.Snapshot != nil {
		details = append(details, "snapshot="+strconv.Itoa(len(out.Snapshot)))
	}
	if out.Cut != nil {
		details = append(details, "log="+strconv.Itoa(len(out.Cut)))
	}
	w.Line(s.id, "save", details...)
	s.disk.write(out.Records)
	s.disk.writeSnapshot(out.Snapshot, out.Cut)
	if len(out.Parallel) > 0 {
		s.beside.owe(s, out.Parallel, w.Trace.event)
		if !s.disk.snapshot.pending() {
			w.saveBeside(s, out)
			return
		}
	}
	if s.disk.how == SyncHangs {
		w.withhold(s, out)
		return
	}
	latency := w.diskLatency(s)
	if latency == 0 && s.beside.syncTo == 0 {
		life := s.life
		for w.syncStep(s) {
		}
		if !s.up || s.life != life { // it lost its power
			return
		}
		w.effective(s, w.Trace.cause, nil)
		w.release(s, out)
		w.reportDurable(s)
		return
	}
	s.saving = true
	s.held, s.heldBy = cloneOutput(out), w.Trace.event
	if s.beside.syncTo == 0 { // otherwise it is written after what the disk writes now
		w.planSaved(s, latency)
	}
}

func (w *World) planSaved(s *server, latency Duration) {
	s.savedAt = w.now.Add(latency)
	w.queue.push(event{at: s.savedAt, do: eventSaved, server: s.id, life: s.life})
}

func (w *World) effective(s *server, line uint64, unsent []Outgoing) {
	if w.options.Effective != nil {
		w.options.Effective(s.id, line, unsent)
	}
}

// cloneOutput keeps an output beyond the machine's next step. Records are on the disk already.
func cloneOutput(out Output) Output {
	out.Records, out.Snapshot, out.Cut = nil, nil, nil
	out.View = append([]byte(nil), out.View...)
	out.Messages = append([]Outgoing(nil), out.Messages...)
	for i := range out.Messages {
		out.Messages[i].Payload = append([]byte(nil), out.Messages[i].Payload...)
	}
	out.Answers = append([]Answer(nil), out.Answers...)
	for i := range out.Answers {
		out.Answers[i].Payload = append([]byte(nil), out.Answers[i].Payload...)
	}
	return out
}

// saved is called when the disk has made the records durable.
func (w *World) saved(s *server, life int) {
	if !s.up || s.life != life || w.now != s.savedAt {
		return
	}
	if s.beside.syncTo > 0 {
		w.syncedBeside(s)
	} else if w.syncStep(s) {
		w.planSaved(s, w.diskLatency(s))
		return
	}
	if !s.up || s.life != life {
		return
	}
	w.reportDurable(s)
	if !s.paused {
		w.afterSave(s)
		w.drain(s)
	}
}

// afterSave releases what a server held back, if its records are durable.
func (w *World) afterSave(s *server) {
	if !s.saving || s.disk.busy() {
		return
	}
	s.saving = false
	held := s.held
	s.held = Output{}
	w.effective(s, w.Trace.Cause(s.heldBy), nil)
	w.Trace.because(s.heldBy)
	w.release(s, held)
	w.Trace.because(0)
}
