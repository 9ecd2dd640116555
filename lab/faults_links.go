package lab

import (
	"fmt"
	"strconv"
	"strings"
)

// Cut loses every message from one server to another, also messages in flight that arrive before the link opens
// again. The other direction stays open.
func (w *World) Cut(from, to ServerID) error {
	if err := w.checkLink(from, to); err != nil {
		return err
	}
	w.network.link(from, to).cut = true
	w.faults[FaultCut]++
	w.Line(0, "cut", w.linkName(from, to))
	return nil
}

// Flaky loses permille of 1000 messages that go from one server to another; 0 ends that.
func (w *World) Flaky(from, to ServerID, permille int) error {
	if err := w.checkLink(from, to); err != nil {
		return err
	}
	w.network.link(from, to).flaky = permille
	w.Line(0, "flaky", w.linkName(from, to), "loss_permille="+strconv.Itoa(permille))
	return nil
}

// Distance sets how long a message takes at least from one server to another; 0 leaves it to the dial again.
func (w *World) Distance(from, to ServerID, latency Duration) error {
	if err := w.checkLink(from, to); err != nil {
		return err
	}
	w.network.link(from, to).latency = latency
	w.Line(0, "latency", w.linkName(from, to), "latency_us="+strconv.FormatInt(int64(latency), 10))
	return nil
}

// Partition opens all links, then cuts those between servers of different groups, both ways. Servers in no group
// form one more group.
func (w *World) Partition(groups [][]ServerID) error {
	group, err := w.groupOf(groups)
	if err != nil {
		return err
	}
	w.eachLink(func(from, to ServerID) {
		w.network.link(from, to).cut = group[from-1] != group[to-1]
	})
	w.faults[FaultPartition]++
	w.Line(0, "partition", w.groupNames(group, " | "))
	return nil
}

// Bridge opens all links, then cuts those between servers of different groups, both ways. Servers in no group
// still reach everyone: the groups do not see each other, and yet share servers. Such partial partitions have
// stopped real clusters.
func (w *World) Bridge(groups [][]ServerID) error {
	group, err := w.groupOf(groups)
	if err != nil {
		return err
	}
	w.eachLink(func(from, to ServerID) {
		a, b := group[from-1], group[to-1]
		w.network.link(from, to).cut = a != b && a != 0 && b != 0
	})
	w.faults[FaultBridge]++
	w.Line(0, "bridge", w.groupNames(group, " via "))
	return nil
}

// groupOf gives each server the number of its group, from 1, or 0 for none.
func (w *World) groupOf(groups [][]ServerID) ([]int, error) {
	group := make([]int, len(w.servers))
	for g, ids := range groups {
		for _, id := range ids {
			if _, err := w.find(id); err != nil {
				return nil, err
			}
			if group[id-1] != 0 {
				return nil, fmt.Errorf("%v: %w", id, ErrGroups)
			}
			group[id-1] = g + 1
		}
	}
	return group, nil
}

// groupNames prints the groups, then the given word and the servers in no group: S1 S2 | S4 S5 via S3.
func (w *World) groupNames(group []int, behind string) string {
	last := 0
	for _, g := range group {
		last = max(last, g)
	}
	members := make([][]string, last+1)
	for i, g := range group {
		members[g] = append(members[g], w.names[i])
	}
	var parts []string
	for _, names := range members[1:] {
		if len(names) > 0 {
			parts = append(parts, strings.Join(names, " "))
		}
	}
	text := strings.Join(parts, " | ")
	if len(members[0]) > 0 {
		text += behind + strings.Join(members[0], " ")
	}
	return text
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
			w.network.links[id-1][other].cut = cut
			w.network.links[other][id-1].cut = cut
		}
	}
	if cut {
		w.faults[FaultIsolate]++
	}
	w.Line(id, kind)
	return nil
}

// Heal opens every link that is cut.
func (w *World) Heal() {
	open := func(from, to ServerID) { w.network.link(from, to).cut = false }
	w.eachLink(open)
	w.eachClientLink(open)
	w.Line(0, "heal")
}
