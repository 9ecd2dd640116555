package nemesis

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
)

// kind is a kind of trouble. Setup, if there is one, turns a dial for the whole schedule; act does
// something in its course.
type kind struct {
	name, help string
	setup, act func(s *scheduler)
}

// kinds are all of them, in the order in which their names are listed. New ones go to the end of
// their group: the order is part of what a seed means.
var kinds = []kind{
	{name: "loss", help: "messages are lost", setup: func(s *scheduler) { s.printf("loss %d%%", 1+s.faults.Below(20)) }},
	{name: "duplicate", help: "messages arrive twice", setup: func(s *scheduler) { s.printf("duplicate %d%%", 1+s.faults.Below(20)) }},
	{name: "reorder", help: "messages are overtaken", setup: func(s *scheduler) {
		s.printf("reorder %d%% %dms", 1+s.faults.Below(30), 20+s.faults.Below(400))
	}},
	{name: "torn", help: "a crash leaves a part of what was being written", setup: func(s *scheduler) { s.printf("torn %d%%", 10+s.faults.Below(91)) }},
	{name: "partition", help: "the cluster is cut in two or three", act: (*scheduler).partition},
	{name: "bridge", help: "two groups see each other only through others", act: (*scheduler).bridge},
	{name: "isolate", help: "a server is cut off, often the leader", act: (*scheduler).isolate},
	{name: "cut", help: "a link is cut, one way", act: (*scheduler).cut},
	{name: "flaky", help: "a link loses much", act: (*scheduler).flaky},
	{name: "hold", help: "a link's messages wait, and come all at once much later", act: (*scheduler).hold},
	{name: "crash", help: "a server loses power, often the leader, and comes back", act: (*scheduler).crash},
	{name: "pause", help: "a server stands still and goes on", act: (*scheduler).pause},
	{name: "slow-disk", help: "a server's disk is slow", act: (*scheduler).slowDisk},
	{name: "clock", help: "a server's clock runs fast or slow", act: (*scheduler).clock},
	{name: "timeout", help: "a server campaigns though it has a leader", act: (*scheduler).timeout},
	{name: "usurp", help: "a server campaigns and, if it wins, is lost soon after", act: (*scheduler).usurp},
	{name: "bounce", help: "voters lose power in the middle of an election, and are back at once", act: (*scheduler).bounce},
}

// Kinds lists the names of all kinds of faults, with what each does.
func Kinds() (names, helps []string) {
	for _, k := range kinds {
		names, helps = append(names, k.name), append(helps, k.help)
	}
	return names, helps
}

// ErrKind is wrapped when a kind of fault is asked for that is none.
var ErrKind = errors.New("there is no such kind of fault")

// ParseKinds reads a list of kinds with commas between them; "all" and "none" stand for themselves.
func ParseKinds(list string) ([]string, error) {
	known, _ := Kinds()
	switch list {
	case "all":
		return known, nil
	case "none":
		return []string{}, nil
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

// victim is the leader in one half of the cases, else anyone.
func (s *scheduler) victim() string {
	if s.faults.Permille(500) {
		return "leader"
	}
	return s.server()
}

func (s *scheduler) server() string {
	return lab.ServerID(1 + s.faults.Below(uint64(s.servers))).String()
}

// group draws each server into one of n groups, and gives them with bars between; "" when only one
// of them has servers.
func (s *scheduler) group(n uint64) string {
	members := make([][]string, n)
	for id := lab.ServerID(1); int(id) <= s.servers; id++ {
		g := s.faults.Below(n)
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

func (s *scheduler) partition() {
	if groups := s.group(2 + s.faults.Below(2)); groups != "" {
		s.printf("partition %s", groups)
	}
}

// bridge leaves the servers of the last group out, so that they reach everyone.
func (s *scheduler) bridge() {
	groups := strings.Split(s.group(3), " | ")
	if len(groups) == 3 {
		s.printf("bridge %s | %s", groups[0], groups[1])
	}
}

func (s *scheduler) isolate() { s.printf("try isolate %s", s.victim()) }

// link draws two different servers.
func (s *scheduler) link() string {
	from := 1 + s.faults.Below(uint64(s.servers))
	to := 1 + (from-1+1+s.faults.Below(uint64(s.servers)-1))%uint64(s.servers)
	return fmt.Sprintf("S%d > S%d", from, to)
}

func (s *scheduler) cut() { s.printf("cut %s", s.link()) }

func (s *scheduler) flaky() { s.printf("flaky %s %d%%", s.link(), 20+s.faults.Below(70)) }

// hold is sometimes ended at once for another link, so that what waited arrives in a later term.
func (s *scheduler) hold() {
	if s.faults.Permille(300) {
		s.printf("release all")
		return
	}
	s.printf("hold %s", s.link())
}

// crash takes a server down, or brings one back.
func (s *scheduler) crash() {
	if s.faults.Permille(400) {
		s.printf("try crash %s", s.victim())
		return
	}
	s.printf("try restart %s", s.server())
}

func (s *scheduler) pause() {
	if s.faults.Permille(400) {
		s.printf("try pause %s", s.victim())
		return
	}
	s.printf("try resume %s", s.server())
}

func (s *scheduler) slowDisk() { s.printf("slow-disk %s %dms", s.server(), s.faults.Below(80)) }

func (s *scheduler) clock() {
	s.printf("clock %s %s %d%%", s.server(), []string{"fast", "slow"}[s.faults.Below(2)], s.faults.Below(60))
}

// timeout lets one or two servers campaign at nearly the same time.
func (s *scheduler) timeout() {
	for range 1 + s.faults.Below(2) {
		s.printf("try timeout %s", s.server())
	}
}

// bounce lets two servers campaign at nearly the same time, in the same term if they are lucky, while
// the voters restart between the one's request and the other's: what they forgot, they vote again.
func (s *scheduler) bounce() {
	a, b := s.server(), s.server()
	s.printf("try timeout %s\nrun %dms\ntry timeout %s\nrun %dms", a, 1+s.faults.Below(8), b, 1+s.faults.Below(2*s.latency))
	for id := lab.ServerID(1); int(id) <= s.servers; id++ {
		if name := id.String(); name != a && name != b {
			s.printf("try crash %s\ntry restart %s", name, name)
		}
	}
}

// usurp gives the cluster leaders that live just long enough to append something and copy it to a
// few: what Figure 8 is made of.
func (s *scheduler) usurp() {
	for range 2 + s.faults.Below(4) {
		s.usurpOnce()
	}
}

// usurpOnce brings all back but, mostly, the usurper before, so that there is a majority. Mostly two
// rivals take turns: each returns with what it wrote while it led, and overwrites the other's.
func (s *scheduler) usurpOnce() {
	id := s.rivals[0]
	if s.faults.Permille(200) {
		id = s.server()
	}
	s.rivals[0], s.rivals[1] = s.rivals[1], s.rivals[0]
	s.printf("heal")
	for other := lab.ServerID(1); int(other) <= s.servers; other++ {
		if other.String() != s.usurper || id == s.usurper || s.faults.Permille(200) {
			s.printf("try restart %v", other)
		} else {
			s.printf("isolate %v", other)
		}
	}
	s.usurper = id
	s.printf("try elect %s", id)
	for range s.faults.Below(4) {
		s.operations++
		s.printf("try put a %d via %s", s.operations, id)
	}
	// Too short for a copy, or long enough for the copies of some of its entries.
	s.printf("run %dms", s.faults.Below([]uint64{1, 6}[s.faults.Below(2)]*s.latency))
	if s.faults.Permille(500) {
		s.printf("try crash %s", id)
	} else {
		s.printf("isolate %s", id)
	}
}
