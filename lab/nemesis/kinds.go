package nemesis

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
)

// Kind is a kind of fault. Setup, if set, changes a dial for the whole schedule; Act is one fault during it. Links
// is true if the kind needs two servers.
type Kind struct {
	Name, Help string
	Links      bool
	Setup, Act func(s *Scheduler)
}

// kinds are the faults of every world, in the order of their list. A new kind goes to the end of its group: the
// order is part of the meaning of a seed.
var kinds = []Kind{
	{
		Name:  "loss",
		Help:  "messages are lost",
		Setup: func(s *Scheduler) { s.Printf("loss %d%%", 1+s.Faults.Below(20)) },
	},
	{
		Name:  "duplicate",
		Help:  "messages arrive twice",
		Setup: func(s *Scheduler) { s.Printf("duplicate %d%%", 1+s.Faults.Below(20)) },
	},
	{Name: "reorder", Help: "messages are overtaken", Setup: func(s *Scheduler) {
		s.Printf("reorder %d%% %dms", 1+s.Faults.Below(30), 20+s.Faults.Below(400))
	}},
	{
		Name:  "torn",
		Help:  "a crash leaves a part of a save",
		Setup: func(s *Scheduler) { s.Printf("torn %d%%", 10+s.Faults.Below(91)) },
	},
	{Name: "partition", Help: "the cluster is cut in two or three", Links: true, Act: (*Scheduler).partition},
	{Name: "bridge", Help: "two groups see each other only through others", Links: true, Act: (*Scheduler).bridge},
	{Name: "isolate", Help: "a server is cut off, often the one in charge", Links: true, Act: (*Scheduler).isolate},
	{Name: "cut", Help: "a link is cut, one way", Links: true, Act: (*Scheduler).cut},
	{Name: "flaky", Help: "a link loses many messages", Links: true, Act: (*Scheduler).flaky},
	{Name: "hold", Help: "a link's messages wait, and arrive together much later", Links: true, Act: (*Scheduler).hold},
	{Name: "crash", Help: "a server loses power, often the one in charge, and restarts", Act: (*Scheduler).crash},
	{Name: "pause", Help: "a server pauses for a while", Act: (*Scheduler).pause},
	{Name: "slow-disk", Help: "a server's disk is slow", Act: (*Scheduler).slowDisk},
	{Name: "clock", Help: "a server's clock runs fast or slow", Act: (*Scheduler).clock},
}

// outside are the faults that no protocol here claims to survive. A schedule has them only if they are asked for by
// name, and their draws only then.
var outside = []Kind{
	{Name: "wipe", Help: "a server comes back with an empty disk", Act: (*Scheduler).wipe},
	{Name: "fsync", Help: "a disk says that a save is done, and forgets it in a crash", Act: (*Scheduler).forget},
	{Name: "jump", Help: "a server's clock jumps ahead or back", Act: (*Scheduler).jump},
}

// Kinds lists all kinds of faults of the protocol's worlds: the kinds of every world, then the protocol's own.
func (p Protocol) Kinds() []Kind { return slices.Concat(kinds, p.Part().Kinds) }

// Outside lists the kinds of faults that a schedule has only if they are asked for: no protocol here claims to survive
// them.
func Outside() []Kind { return outside }

// ErrKind is wrapped when an unknown kind of fault is requested.
var ErrKind = errors.New("unknown kind of fault")

// ParseKinds reads a comma-separated list of kinds; "all" and "none" are allowed alone.
func (p Protocol) ParseKinds(list string) ([]string, error) {
	var known []string
	for _, k := range p.Kinds() {
		known = append(known, k.Name)
	}
	switch list {
	case "all":
		return known, nil
	case "none":
		return []string{}, nil
	}
	for _, k := range outside {
		known = append(known, k.Name)
	}
	var chosen []string
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("%w: %q%s; the kinds are all, none, %s", ErrKind, name,
				story.DidYouMean(name, known), strings.Join(known, ", "))
		}
		chosen = append(chosen, name)
	}
	return chosen, nil
}

// Victim is, half of the time, the server that the protocol's Part names; otherwise any server.
func (s *Scheduler) Victim() string {
	if s.Faults.Permille(500) && s.part.Victim != "" {
		return s.part.Victim
	}
	return s.Server()
}

// Server draws one of the servers.
func (s *Scheduler) Server() string {
	return lab.ServerID(1 + s.Faults.Below(uint64(s.Servers))).String()
}

// group puts each server into one of n groups, and returns the groups with bars between them; "" if only one group
// has servers.
func (s *Scheduler) group(n uint64) string {
	members := make([][]string, n)
	for id := lab.ServerID(1); int(id) <= s.Servers; id++ {
		g := s.Faults.Below(n)
		members[g] = append(members[g], id.String())
	}
	var groups []string
	for _, m := range members {
		if len(m) > 0 {
			groups = append(groups, strings.Join(m, " "))
		}
	}
	if len(groups) < 2 {
		return ""
	}
	return strings.Join(groups, " | ")
}

func (s *Scheduler) partition() {
	if groups := s.group(2 + s.Faults.Below(2)); groups != "" {
		s.Printf("partition %s", groups)
	}
}

// bridge leaves out the servers of the last group, so that they reach everyone.
func (s *Scheduler) bridge() {
	groups := strings.Split(s.group(3), " | ")
	if len(groups) == 3 {
		s.Printf("bridge %s | %s", groups[0], groups[1])
	}
}

func (s *Scheduler) isolate() { s.Printf("try isolate %s", s.Victim()) }

// link draws two different servers.
func (s *Scheduler) link() string {
	from := 1 + s.Faults.Below(uint64(s.Servers))
	to := 1 + (from-1+1+s.Faults.Below(uint64(s.Servers)-1))%uint64(s.Servers)
	return fmt.Sprintf("S%d > S%d", from, to)
}

func (s *Scheduler) cut() { s.Printf("cut %s", s.link()) }

func (s *Scheduler) flaky() { s.Printf("flaky %s %d%%", s.link(), 20+s.Faults.Below(70)) }

// hold sometimes ends at once and holds another link, so that the waiting messages arrive much later.
func (s *Scheduler) hold() {
	if s.Faults.Permille(300) {
		s.Printf("release all")
		return
	}
	s.Printf("hold %s", s.link())
}

// crash crashes a server, or restarts one.
func (s *Scheduler) crash() {
	if s.Faults.Permille(400) {
		s.Printf("try crash %s", s.Victim())
		return
	}
	s.Printf("try restart %s", s.Server())
}

func (s *Scheduler) pause() {
	if s.Faults.Permille(400) {
		s.Printf("try pause %s", s.Victim())
		return
	}
	s.Printf("try resume %s", s.Server())
}

func (s *Scheduler) wipe() {
	server := s.Server()
	s.Printf("try crash %s\ntry wipe %s\ntry restart %s", server, server, server)
}

// forget lets a disk forget, and sometimes takes the power away at once.
func (s *Scheduler) forget() {
	server := s.Server()
	s.Printf("fsync %s %s", server, []string{"forgets", "forgets", "works"}[s.Faults.Below(3)])
	if s.Faults.Permille(300) {
		s.Printf("try crash %s\ntry restart %s", server, server)
	}
}

func (s *Scheduler) jump() {
	back := []string{"", " back"}[s.Faults.Below(2)]
	s.Printf("clock %s jumps %dms%s", s.Server(), 1+s.Faults.Below(3000), back)
}

func (s *Scheduler) slowDisk() { s.Printf("slow-disk %s %dms", s.Server(), s.Faults.Below(80)) }

func (s *Scheduler) clock() {
	s.Printf("clock %s %s %d%%", s.Server(), []string{"fast", "slow"}[s.Faults.Below(2)], s.Faults.Below(60))
}
