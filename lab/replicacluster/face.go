package replicacluster

import (
	"fmt"
	"slices"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/node"
)

// Face shows the cluster.
func (c *Cluster) Face() face.Face { return shown{c} }

// shown is the face of a cluster.
type shown struct{ of *Cluster }

// historyWindow is how many of a history's last entries are shown, and transactionWindow how many transactions.
const (
	historyWindow     = 24
	transactionWindow = 8
)

// Changes counts the views seen of a server. What is acknowledged, or on other servers, shows with its next view, and
// at the latest with its next tick.
func (f shown) Changes(id lab.ServerID) uint64 { return f.of.servers[id-1].changes }

// Server shows a server.
func (f shown) Server(id lab.ServerID, _ *face.Server) face.Server {
	m := f.of.servers[id-1]
	view := f.view(m)
	return face.Server{
		Badge: view.Role, Level: level(m), Rows: f.rows(m, view), Data: m.values(), Standing: m.State,
		Part: face.Part{Name: ID, Value: view},
	}
}

// level is the number that rises: the epoch, the writes that a server's newest version includes, or the number of its
// last transaction.
func level(m *Mirror) uint64 {
	highest := m.Epoch
	for _, k := range m.Keys {
		for _, v := range k.Versions {
			highest = max(highest, v.Version.Sum())
		}
	}
	for _, t := range m.Transactions {
		highest = max(highest, t.ID)
	}
	return highest
}

func (f shown) view(m *Mirror) ReplicaView {
	v := ReplicaView{
		Kind: f.of.setup.Kind.String(), Role: m.Role.String(), Epoch: m.Epoch, Primary: int(m.Primary),
		Fenced: m.Fenced, Fallen: m.Fallen, Last: uint64(len(m.Entries)), From: 1,
		Entries: []HistoryEntryView{}, Match: append([]uint64{}, m.Match...), Members: numbers(m.Members),
		Keys: []KeyView{}, Hints: []HintView{}, LastExchange: int(m.Exchanged),
		Transactions: []TransactionView{}, Refuses: m.Refuses,
	}
	first := max(0, len(m.Entries)-historyWindow)
	v.From = uint64(first) + 1
	for _, e := range m.Entries[first:] {
		v.Entries = append(v.Entries, f.entry(e))
	}
	for _, k := range m.Keys {
		key := KeyView{Name: k.Name, Read: node.ValueIn(&m.State, k.Name), Versions: []VersionView{}}
		for _, version := range k.Versions {
			key.Versions = append(key.Versions, f.version(k.Name, version))
		}
		v.Keys = append(v.Keys, key)
	}
	for _, h := range m.Hints {
		v.Hints = append(v.Hints, HintView{For: int(h.For), Key: h.Key, Version: f.version(h.Key, h.Version)})
	}
	for _, t := range m.Transactions[max(0, len(m.Transactions)-transactionWindow):] {
		v.Transactions = append(v.Transactions, TransactionView{
			ID: t.ID, Text: commandText(t.Command), Phase: t.Phase.String(), Blocked: t.Blocked, Leads: t.Leads,
		})
	}
	return v
}

func numbers(set replicas.NodeSet) []int {
	list := []int{}
	for id := range set.All() {
		list = append(list, int(id))
	}
	return list
}

func (f shown) entry(e replicas.Entry) HistoryEntryView {
	v := HistoryEntryView{Epoch: e.Epoch, By: int(e.By), Text: commandText(e.Command), On: []int{}}
	for i, m := range f.of.servers {
		if slices.ContainsFunc(m.Entries, e.Same) {
			v.On = append(v.On, i+1)
		}
	}
	v.Acknowledged = slices.ContainsFunc(f.of.checks.acknowledged, func(a acknowledged) bool { return a.entry.Same(e) })
	if primary := f.of.newest(); primary != nil {
		v.Lost = !slices.ContainsFunc(primary.Entries, e.Same)
	}
	return v
}

func (f shown) version(key string, version replicas.Versioned) VersionView {
	v := VersionView{
		Value: version.Value, Deleted: version.Deleted, Vector: version.Version.String(), Writer: int(version.Writer),
		Count: version.Dot().Count, Clock: int64(version.Clock), On: []int{},
	}
	if w := f.of.find(key, version); w != nil {
		v.Number, v.Acknowledged = w.number, w.acknowledged
	}
	for i, m := range f.of.servers {
		covers := func(other replicas.Versioned) bool { return f.of.covers(other, version) }
		if k := m.Of(key); k != nil && slices.ContainsFunc(k.Versions, covers) {
			v.On = append(v.On, i+1)
		}
	}
	return v
}

// rows are a server's state in a form for any page.
func (f shown) rows(m *Mirror, v ReplicaView) [][2]string {
	number := func(n int) string { return strconv.Itoa(n) }
	rows := [][2]string{{"kind", v.Kind}}
	switch {
	case m.Kind.HasPrimary():
		rows = append(rows,
			[2]string{"epoch", number(int(v.Epoch))}, [2]string{"primary", m.Primary.String()},
			[2]string{"entries", number(int(v.Last))})
		if m.Role == replicas.Primary && m.Kind == replicas.SemiSync {
			rows = append(rows, [2]string{"waits for a backup", word(m.Fallen, "no", "yes")})
		}
		if m.Fenced {
			rows = append(rows, [2]string{"waits for a new primary", "yes"})
		}
	case m.Kind.Leaderless():
		tombstones := 0
		for _, k := range m.Keys {
			rows = append(rows, [2]string{k.Name, versionsText(k.Versions)})
			for _, version := range k.Versions {
				if version.Deleted {
					tombstones++
				}
			}
		}
		rows = append(rows,
			[2]string{"hints", number(len(m.Hints))}, [2]string{"tombstones", number(tombstones)},
			[2]string{"last exchange", word(m.Exchanged == replicas.None, "never", "with "+m.Exchanged.String())})
	default:
		for _, t := range v.Transactions {
			rows = append(rows, [2]string{
				"transaction " + number(int(t.ID)), t.Phase + word(t.Blocked, ", blocked", "") + ": " + t.Text,
			})
		}
	}
	return rows
}

// Trim keeps the whole view: it is small.
func (f shown) Trim(s face.Server) face.Server { return s }

// Moves marks the face: what Run says changes with the servers.
func (shown) Moves() {}

// Run is the settings, who counts, and all versions.
func (f shown) Run() face.Part {
	s := f.of.setup
	run := ReplicasRun{
		Kind: s.Kind.String(), N: s.N, W: s.W, R: s.R, Keep: s.Keep.String(), Repair: s.Repair, Hints: s.Hints,
		Sloppy: s.Sloppy, Exchange: s.Exchange == on, Forget: s.Forget, Fencing: s.Fencing, Failover: s.Failover,
		Fallback: int64(s.Fallback), Counts: []CountView{}, Versions: []WrittenView{},
	}
	for _, n := range f.of.counts {
		run.Counts = append(run.Counts, n.CountView)
	}
	for _, w := range f.of.written {
		lost := w.acknowledged && !w.version.Deleted && !f.of.somewhere(w.key, w.version)
		run.Versions = append(run.Versions, WrittenView{
			Key: w.key, Version: f.version(w.key, w.version), Replaces: append([]int{}, w.replaces...), Lost: lost,
		})
	}
	return face.Part{Name: ID, Value: run}
}

// Message describes a message.
func (f shown) Message(payload []byte) face.Message {
	m, err := replicas.DecodeMessage(payload)
	if err != nil {
		return face.Message{Kind: "unreadable", Good: true}
	}
	v := face.Message{Kind: m.Kind.String(), Level: m.Epoch, Good: true}
	switch m.Kind {
	case replicas.Replicate:
		v.Label = word(len(m.Entries) == 0, "", fmt.Sprintf("%d–%d", m.Index+1, int(m.Index)+len(m.Entries)))
	case replicas.Replicated:
		v.Label, v.Good = word(m.OK, fmt.Sprintf("has %d", m.Index), "refused"), m.OK
	case replicas.CallPosition:
		v.Label = "how far?"
	case replicas.PositionIs:
		v.Label = fmt.Sprintf("%d", m.At.Index)
	case replicas.PromoteYou:
		v.Label = "lead"
	case replicas.Read:
		v.Label = "read?"
	case replicas.ReadReply, replicas.Write, replicas.KeepHint, replicas.Exchange:
		for _, k := range m.Keys {
			for _, version := range k.Versions {
				v.Level = max(v.Level, version.Version.Sum())
				v.Label = k.Name + " " + word(version.Deleted, "deleted", version.Value)
			}
		}
	case replicas.Written, replicas.HintKept:
		v.Label = "saved"
	case replicas.Digest:
		v.Label = "equal?"
	default:
		v.Level, v.Label = m.Number, transactionText(m)
		v.Good = m.Kind != replicas.Voted || m.OK
	}
	return v
}
