package wholecluster

import "raftlab/lab"

// mostReachEachOther reports whether some servers can elect a leader: most of all, which run, and whose messages reach
// each other in both directions. Without them, nobody can be blamed that there is no leader.
func (c *Cluster) mostReachEachOther(w *lab.World) bool {
	return c.group(w, nil, 1, len(c.servers)/2+1)
}

// group reports whether a group can be made as large as is needed with servers from one on.
func (c *Cluster) group(w *lab.World, group []lab.ServerID, from lab.ServerID, need int) bool {
	if len(group) == need {
		return true
	}
	for id := from; int(id) <= len(c.servers); id++ {
		if c.joins(w, group, id) && c.group(w, append(group[:len(group):len(group)], id), id+1, need) {
			return true
		}
	}
	return false
}

// joins reports whether a server runs and reaches each of a group in both directions.
func (c *Cluster) joins(w *lab.World, group []lab.ServerID, id lab.ServerID) bool {
	if s := w.Status(id); !s.Up || s.Paused {
		return false
	}
	for _, other := range group {
		if !w.Open(id, other) || !w.Open(other, id) {
			return false
		}
	}
	return true
}

// leaderReachesMost reports whether a server leads, and reaches most servers in both directions.
func (c *Cluster) leaderReachesMost(w *lab.World) bool {
	leader := c.Leader(w)
	if leader == 0 {
		return false
	}
	reached := 1
	for i := range c.servers {
		if id := lab.ServerID(i + 1); id != leader && c.joins(w, []lab.ServerID{leader}, id) {
			reached++
		}
	}
	return reached > len(c.servers)/2
}
