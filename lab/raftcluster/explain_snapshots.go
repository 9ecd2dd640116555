package raftcluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/raft"
)

// The reasons for what servers do with snapshots.

const (
	snapshotPlace = "§7"
	installPlace  = "Figure 13, InstallSnapshot RPC, "
)

// ofSnapshotLine explains the lines that only snapshots bring; the zero Reason if the line is another one.
func (o *step) ofSnapshotLine() face.Reason {
	switch o.Event.Kind {
	case "snapshot":
		return o.ofSnapshotTaken()
	case "compact":
		return o.ofCompact()
	case "install":
		return o.ofInstall()
	case "file":
		return o.ofFile()
	case "commit":
		if o.hasLine("install", "") && o.After.CommitIndex == o.After.Snapshots.Base {
			return because(lab.Say("explain.commit.snapshot", "A snapshot holds only what is committed, so %s knows "+
				"entries as committed up to %d, and has applied them.", o.Event.Subject, o.After.CommitIndex),
				snapshotPlace)
		}
	case "power":
		return because(lab.Say("explain.power", "Somebody decided that %s loses its power at a step of a save, or "+
			"that it does not any more.", o.Event.Subject), "")
	}
	return face.Reason{}
}

// ofSnapshotTaken: a server has written down its state machine.
func (o *step) ofSnapshotTaken() face.Reason {
	meta := o.After.Snapshots.Meta
	return because(lab.Say("explain.snapshot", "%s writes down its state machine as it is now: a snapshot of what all "+
		"entries up to %v have led to. It notes that index and that term, and who votes.", o.Event.Subject,
		logEnd(meta.LastIndex, meta.LastTerm)), snapshotPlace)
}

// ofCompact: the log is cut, up to the snapshot's end or less.
func (o *step) ofCompact() face.Reason {
	s := o.After.Snapshots
	if s.Base < s.Meta.LastIndex {
		return because(lab.Say("explain.compact.less", "The snapshot of %s reaches up to entry %d, and the log is cut "+
			"up to entry %d only: a follower that answers needs entry %d next.", o.Event.Subject, s.Meta.LastIndex,
			s.Base, s.Base+1), snapshotPlace)
	}
	return because(lab.Say("explain.compact", "The snapshot is durable, so nobody needs the entries up to %d in the "+
		"log any more. %s keeps the term of entry %d: the next AppendEntries may name it.", s.Base, o.Event.Subject,
		s.Base), snapshotPlace)
}

// ofInstall: the state machine is replaced by a snapshot, from the disk or from the leader.
func (o *step) ofInstall() face.Reason {
	who, b, s := o.Event.Subject, o.Before, o.After.Snapshots
	m := messageWords{rest: strings.Fields(o.Event.Details)}
	end := logEnd(s.Meta.LastIndex, s.Meta.LastTerm)
	switch {
	case m.value("from") == "disk":
		return because(lab.Say("explain.install.disk", "%s starts with the state machine of its snapshot, which "+
			"includes all entries up to %v. It applies none of them again, even if its log still has them.", who, end),
			snapshotPlace)
	case m.value("removed") != "":
		return because(lab.Say("explain.install.drops", "%s has the whole snapshot, which ends with %v. Its own log "+
			"has no such entry, so what stands behind it is not the leader's: the snapshot takes the place of the "+
			"whole log.", who, end), installPlace+"rule 7")
	case b.LastIndex > s.Base:
		return because(lab.Say("explain.install.keeps", "%s has the whole snapshot, which ends with %v. Its own log "+
			"has the same entry, so what follows it stays.", who, end), installPlace+"rule 6")
	}
	return because(lab.Say("explain.install", "%s has the whole snapshot. What all entries up to %v have led to takes "+
		"the place of its log and of its state machine.", who, end), installPlace+"rules 7 and 8")
}

// ofFile: a step of the save.
func (o *step) ofFile() face.Reason {
	if strings.HasPrefix(o.Event.Details, "snapshot") {
		return because(lab.Say("explain.file.snapshot", "The new snapshot of %s is durable and has its name now. A "+
			"crash before this moment leaves the old one, and never a part.", o.Event.Subject), snapshotPlace)
	}
	return because(lab.Say("explain.file.log", "Only now, with the snapshot durable, the log file of %s is cut. In "+
		"the other order a crash would leave a log that begins nowhere.", o.Event.Subject), snapshotPlace)
}

// ofSnapshotControl: somebody asked for a snapshot.
func (o *step) ofSnapshotControl() face.Reason {
	who := o.Input.Subject
	if o.After.Snapshots.Meta == o.Before.Snapshots.Meta {
		return because(lab.Say("explain.snapshot.nothing", "%s has applied nothing that its last snapshot does not "+
			"hold, or has not come to it yet.", who), snapshotPlace)
	}
	return because(lab.Say("explain.snapshot.asked", "%s takes a snapshot of what it has applied. Each server does "+
		"so by itself: what is committed is decided.", who), snapshotPlace)
}

// ofChunkSent: a leader sends a chunk. A send line names the receiver.
func (o *step) ofChunkSent(m messageWords) face.Reason {
	who, to := o.Event.Subject, m.from
	index, _ := m.pair("last")
	if offset := m.number("offset"); offset > 0 {
		return because(lab.Say("explain.chunk.next", "%s has the first %d bytes of the snapshot up to entry %d: %s "+
			"sends the chunk that follows them.", to, offset, index, who), installPlace+"rules 3 and 5")
	}
	return because(lab.Say("explain.chunk.first", "By its nextIndex, %s needs an entry that the log of %s does not "+
		"have any more: it begins after entry %d. So %s sends its snapshot, the first chunk of it.", to, who,
		o.After.Snapshots.Base, who), installPlace+"rule 2; §7")
}

// ofInstallSnapshot: a follower gets a chunk.
func (o *step) ofInstallSnapshot(m messageWords) face.Reason {
	who, b, term := o.Input.Subject, o.Before, raft.Term(m.number("term"))
	index, last := m.pair("last")
	reply, ok := o.answer("InstallSnapshotReply")
	offset := m.number("offset")
	switch {
	case !ok:
		return because(lab.Say("explain.chunk.waits", "%s has a chunk of %s, and has not answered it yet.",
			who, m.from), installPlace+"rule 1")
	case term < b.Term:
		return because(lab.Say("explain.chunk.old-term", "%s does not take the chunk: %s led term %d, and %s is in "+
			"term %d.", who, m.from, term, who, b.Term), installPlace+"rule 1; §5.1")
	case o.hasLine("install", ""):
		return because(lab.Say("explain.chunk.last", "%s takes the last chunk and has the whole snapshot up to %v.",
			who, logEnd(index, last)), installPlace+"rules 5 to 8")
	case reply.number("match") > 0:
		return because(lab.Say("explain.chunk.old", "%s knows all that this snapshot includes as committed: to "+
			"install it would take back what came after. It answers that it has all entries up to %d.", who,
			reply.number("match")), snapshotPlace)
	case reply.number("offset") == offset+m.number("bytes"):
		return because(lab.Say("explain.chunk.taken", "%s keeps the chunk: it continues what is here of this leader's "+
			"snapshot. A part is of no use to the state machine, so %s waits for the rest.", who, who),
			installPlace+"rules 3 to 5")
	}
	return because(lab.Say("explain.chunk.refused", "%s cannot use a chunk that begins at byte %d: it has %d bytes of "+
		"this snapshot, and says so.", who, offset, reply.number("offset")), installPlace+"rules 2 and 3")
}

// ofInstallSnapshotReply: the leader goes on, or learns that the follower has the snapshot.
func (o *step) ofInstallSnapshotReply(m messageWords) face.Reason {
	who, b, term := o.Input.Subject, o.Before, raft.Term(m.number("term"))
	switch match := m.number("match"); {
	case term > b.Term:
		return o.newTerm()
	case b.Role != raft.Leader || term < b.Term:
		return because(lab.Say("explain.chunks.old", "The answer of %s is of term %d and decides nothing: %s is a %v "+
			"of term %d.", m.from, term, who, b.Role, b.Term), "§5.1")
	case match > 0:
		return because(lab.Say("explain.chunks.done", "%s has all that the snapshot includes. For %s it is as if %s "+
			"had confirmed the entries up to %d; what follows them is sent as entries.", m.from, who, m.from, match),
			snapshotPlace)
	}
	return because(lab.Say("explain.chunks.more", "%s says that it has %d bytes of the snapshot. %s goes on from "+
		"there, now or with the next heartbeat.", m.from, m.number("offset"), who), installPlace+"rule 5")
}

// ofRefusal: a server does not start.
func ofRefusal(w face.Line) face.Reason {
	switch {
	case w.Details == "snapshot because=checksum":
		return because(lab.Say("explain.refuse.snapshot", "The snapshot on the disk of %s is not what was saved: its "+
			"checksum is wrong. The entries in whose place it stands are gone, so %s stays down.", w.Subject,
			w.Subject), snapshotPlace)
	case strings.HasPrefix(w.Details, "record="):
		return world.Reason(w)
	}
	_, why, _ := strings.Cut(w.Details, "=")
	return because(lab.Say("explain.refuse.gap", "%s does not start: %s. To start with less would be to forget what "+
		"it has promised.", w.Subject, why), snapshotPlace)
}
