package lab

import "slices"

// Fault describes a lasting fault in words. It is "" when there is none.
func (w *World) Fault() string {
	switch d := w.dials; {
	case w.options.Manual:
		return "the world is manual"
	case len(w.Cuts()) > 0:
		return "a link is cut"
	case len(w.Holds()) > 0 || slices.ContainsFunc(w.network.flights, func(f *Flight) bool { return f.Held }):
		return "messages are held"
	case d.LossPermille > 0 || d.DuplicatePermille > 0 || d.ReorderPermille > 0:
		return "messages are lost, doubled or overtaken"
	case len(w.linksThat(func(l link) bool { return l.flaky > 0 })) > 0:
		return "a link is flaky"
	}
	if fault := w.clientFault(); fault != "" {
		return fault
	}
	for _, s := range w.servers {
		switch {
		case !s.up:
			return w.names[s.id-1] + " is down"
		case s.paused:
			return w.names[s.id-1] + " is paused"
		case s.disk.latency > 0:
			return "the disk of " + w.names[s.id-1] + " is slow"
		case s.disk.how != SyncWorks:
			return "the disk of " + w.names[s.id-1] + " " + s.disk.how.String()
		case s.failsAt != NoStep:
			return w.names[s.id-1] + " is to lose its power"
		case s.clock.skew != 0:
			return "the clock of " + w.names[s.id-1] + " is not true"
		}
	}
	return ""
}

// clientFault describes a lasting fault of a client's link, "" for none.
func (w *World) clientFault() string {
	fault := ""
	w.eachClientLink(func(from, to ServerID) {
		if l := w.network.link(from, to); l.cut || l.held || l.flaky > 0 {
			fault = "the link " + w.linkName(from, to) + " is cut, held or flaky"
		}
	})
	return fault
}

// Recover ends every fault. All links are open and none is flaky, no message is held, the dials are at their
// defaults, disks and clocks are true, and all servers run. A manual world continues by itself.
func (w *World) Recover() error {
	w.Line(0, "recover")
	w.options.Manual = false
	w.Heal()
	steady := func(from, to ServerID) {
		l := w.network.link(from, to)
		l.flaky, l.latency = 0, 0
	}
	w.eachLink(steady)
	w.eachClientLink(steady)
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
	if s.disk.how != SyncWorks {
		if err := w.SetSync(s.id, SyncWorks); err != nil {
			return err
		}
	}
	if s.failsAt != NoStep {
		if err := w.FailAt(s.id, NoStep); err != nil {
			return err
		}
	}
	if s.clock.skew != 0 {
		if err := w.Skew(s.id, 0); err != nil {
			return err
		}
	}
	if latency := w.dials.DiskLatencyMicros; (s.saving || s.beside.syncTo > 0) && s.savedAt > w.now.Add(latency) {
		w.planSaved(s, latency) // the disk is no longer slow
	}
	switch {
	case !s.up:
		return w.Restart(s.id)
	case s.paused:
		if err := w.Resume(s.id); err != nil {
			return err
		}
	}
	w.planWake(s) // the world may have been manual
	return nil
}
