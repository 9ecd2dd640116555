package replicacluster

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/replicas"
)

// describe is a message in the words of the trace.
func describe(m replicas.Message) string {
	text := m.Kind.String()
	switch m.Kind {
	case replicas.Replicate:
		text += fmt.Sprintf(" epoch=%d from=%d entries=%d", m.Epoch, m.Index+1, len(m.Entries))
	case replicas.Replicated:
		text += fmt.Sprintf(" epoch=%d %s", m.Epoch, word(m.OK, fmt.Sprintf("has=%d", m.Index), "refused"))
	case replicas.CallPosition, replicas.PromoteYou:
		text += fmt.Sprintf(" epoch=%d", m.Epoch)
	case replicas.PositionIs:
		text += fmt.Sprintf(" epoch=%d last=%d of=%d", m.Epoch, m.At.Index, m.At.Epoch)
	case replicas.Read, replicas.ReadReply, replicas.Write, replicas.Written, replicas.KeepHint, replicas.HintKept:
		if m.Number > 0 {
			text += fmt.Sprintf(" r%d", m.Number)
		}
		if m.For != replicas.None {
			text += fmt.Sprintf(" for=%v", m.For)
		}
		text += keysText(m)
	case replicas.Digest:
		text += fmt.Sprintf(" keys=%d", len(m.Digests))
	case replicas.Exchange:
		text += keysText(m)
	default:
		text += fmt.Sprintf(" t%d %s", m.Number, transactionText(m))
	}
	return text
}

func keysText(m replicas.Message) string {
	text := ""
	for _, k := range m.Keys {
		if m.Kind == replicas.Read {
			text += " " + k.Name
			continue
		}
		text += " " + k.Name + "=" + versionsText(k.Versions)
	}
	return text
}

// versionsText are versions in one word: 3(S1:1)|4(S2:1), none or deleted(S1:2).
func versionsText(versions []replicas.Versioned) string {
	if len(versions) == 0 {
		return "none"
	}
	var parts []string
	for _, v := range versions {
		parts = append(parts, strings.ReplaceAll(v.String(), " ", ""))
	}
	return strings.Join(parts, "|")
}

func transactionText(m replicas.Message) string {
	switch m.Kind {
	case replicas.Prepare, replicas.PreCommit:
		return commandText(m.Command)
	case replicas.Voted:
		return word(m.OK, "yes", "no")
	case replicas.Decide:
		return m.Decision.String()
	}
	return m.Phase.String()
}

func word(yes bool, then, otherwise string) string {
	if yes {
		return then
	}
	return otherwise
}

// write writes what a step changed to the trace.
func (c *Cluster) write(w *lab.World, id lab.ServerID, before, now *replicas.State) {
	switch {
	case now.Kind.HasPrimary():
		writeRole(w, id, before, now)
		c.writeHistory(w, id, before, now)
	case now.Kind.Leaderless():
		c.writeKeys(w, id, before, now)
		c.writeHints(w, id, before, now)
	default:
		c.writeTransactions(w, id, before, now)
	}
}

func writeRole(w *lab.World, id lab.ServerID, before, now *replicas.State) {
	epoch := fmt.Sprintf("epoch=%d", now.Epoch)
	if now.Role != before.Role || now.Epoch != before.Epoch {
		w.Line(id, now.Role.String(), epoch)
	}
	if now.Fenced && (!before.Fenced || now.Epoch != before.Epoch) {
		w.Line(id, "fenced", epoch)
	}
	if now.Fallen != before.Fallen {
		w.Line(id, "fallback", word(now.Fallen, "asynchronous", "semi-synchronous"))
	}
}

func (c *Cluster) writeHistory(w *lab.World, id lab.ServerID, before, now *replicas.State) {
	same := 0
	for same < len(before.Entries) && same < len(now.Entries) && before.Entries[same].Same(now.Entries[same]) {
		same++
	}
	removed := len(before.Entries) - same
	if removed == 0 && same == len(now.Entries) {
		return
	}
	details := []string{fmt.Sprintf("from=%d", same+1), fmt.Sprintf("entries=%d", len(now.Entries)-same)}
	if removed > 0 {
		details = append(details, fmt.Sprintf("removed=%d", removed))
		c.seen[tailLost]++
	}
	if len(now.Entries) == same+1 {
		details = append(details, commandText(now.Entries[same].Command))
	}
	w.Line(id, "history", details...)
}

func (c *Cluster) writeKeys(w *lab.World, id lab.ServerID, before, now *replicas.State) {
	for _, k := range now.Keys {
		old := before.Of(k.Name)
		if old != nil && slices.EqualFunc(old.Versions, k.Versions, replicas.Versioned.Same) {
			continue
		}
		if len(k.Versions) > 1 {
			c.seen[siblingsKept]++
		}
		w.Line(id, "version", k.Name, versionsText(k.Versions))
	}
	for _, k := range before.Keys {
		if now.Of(k.Name) == nil {
			w.Line(id, "version", k.Name, "forgotten")
		}
	}
}

func (c *Cluster) writeHints(w *lab.World, id lab.ServerID, before, now *replicas.State) {
	has := func(list []replicas.Hint, h replicas.Hint) bool {
		return slices.ContainsFunc(list, func(o replicas.Hint) bool {
			return o.For == h.For && o.Key == h.Key && o.Version.Same(h.Version)
		})
	}
	for _, h := range now.Hints {
		if !has(before.Hints, h) {
			c.seen[hintKept]++
			w.Line(id, "hint", "for="+h.For.String(), h.Key, versionsText([]replicas.Versioned{h.Version}))
		}
	}
	for _, h := range before.Hints {
		if !has(now.Hints, h) {
			w.Line(id, "handed-off", "to="+h.For.String(), h.Key, versionsText([]replicas.Versioned{h.Version}))
		}
	}
}

func (c *Cluster) writeTransactions(w *lab.World, id lab.ServerID, before, now *replicas.State) {
	for _, t := range now.Transactions {
		old := before.Transaction(t.ID)
		name := fmt.Sprintf("t%d", t.ID)
		if old == nil || old.Phase != t.Phase {
			w.Line(id, "transaction", name, t.Phase.String(), commandText(t.Command))
			if t.Phase == replicas.Committed {
				c.seen[committed]++
			}
		}
		if t.Blocked && (old == nil || !old.Blocked) {
			c.seen[blocked]++
			w.Line(id, "blocked", name)
		}
	}
	if now.Refuses && !before.Refuses {
		w.Line(id, "refuses")
	}
}
