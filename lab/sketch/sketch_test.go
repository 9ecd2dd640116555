package sketch_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"raftlab/lab/sketch"
)

func read(lines ...string) *sketch.Reader {
	r := &sketch.Reader{}
	for _, line := range lines {
		r.Take([]byte(line))
	}
	return r
}

func TestATraceIsLanesWaysAndMarks(t *testing.T) {
	r := read(
		"# raftlab trace 2",
		"1 0 S1 boot records=0",
		"2 0 S2 boot records=0",
		"3 100 S1 role candidate term=1",
		"4 100 S1 send m1 S2 RequestVote term=1 last=0/0",
		"5 100 S1 send m2 S2 RequestVote term=1 last=0/0",
		"6 100 S2 drop m2 S1 RequestVote term=1 last=0/0 because=cut",
		"7 200 S2 deliver m1 S1 RequestVote term=1 last=0/0",
		"8 200 S2 term 1",
		"9 300 S1 role leader term=1",
		"10 400 S2 crash unsynced=0 unread=0",
		"11 500 S2 restart records=2",
		"12 600 S2 deliver m9 S1 RequestVote term=1", // nobody sent it
	)
	assert.Equal(t, []sketch.Lane{
		{Server: 1, Begin: 0, End: 100, Level: 0, What: sketch.Follows},
		{Server: 2, Begin: 0, End: 200, Level: 0, What: sketch.Follows},
		{Server: 1, Begin: 100, End: 300, Level: 1, What: sketch.Stands},
		{Server: 2, Begin: 200, End: 400, Level: 1, What: sketch.Follows},
		{Server: 1, Begin: 300, End: -1, Level: 1, What: sketch.Leads},
		{Server: 2, Begin: 400, End: 500, Level: 1, What: sketch.IsDown},
		{Server: 2, Begin: 500, End: -1, Level: 1, What: sketch.Follows},
	}, r.Lanes)
	assert.Equal(t, []sketch.Way{
		{
			From: 1, Begin: 100, To: 2, End: 4100, Level: 1, Lost: true,
			Kind: "RequestVote", Label: "term=1 last=0/0 because=cut",
		},
		{From: 1, Begin: 100, To: 2, End: 200, Level: 1, Kind: "RequestVote", Label: "term=1 last=0/0"},
	}, r.Ways)
	assert.Equal(t, []sketch.Mark{
		{Server: 1, At: 100, Kind: sketch.MarkStands}, {Server: 1, At: 300, Kind: sketch.MarkLeads},
		{Server: 2, At: 400, Kind: sketch.MarkCrash}, {Server: 2, At: 500, Kind: sketch.MarkRestart},
	}, r.Marks)
}

// What a server is, and the level that gives its lane a colour, are in each protocol's own words.
func TestTheWordsOfEachProtocolChangeALane(t *testing.T) {
	boots := []string{"1 0 S1 boot records=0", "2 0 S2 boot records=0", "3 0 S3 boot records=0"}
	for _, test := range []struct {
		name  string
		lines []string
		level int
		what  int
	}{
		{"a promise", []string{"promise ballot=2.1"}, 4, sketch.Follows},
		{"a proposer", []string{"promise ballot=2.1", "ballot ballot=2.1 wish=X"}, 4, sketch.Stands},
		{"a leader of Multi-Paxos", []string{"ballot ballot=1.3", "lead ballot=1.3"}, 3, sketch.Leads},
		{"it yields", []string{"lead ballot=1.3", "yield ballot=1.3"}, 3, sketch.Follows},
		{"a server that looks", []string{"standing looking round=1"}, 0, sketch.Stands},
		{"a leader of ZAB", []string{"standing leading round=1", "epoch accepted=2 current=1"}, 2, sketch.Leads},
		{"a follower of ZAB", []string{"standing following S2 round=1", "epoch current=1"}, 1, sketch.Follows},
		{"a primary", []string{"primary epoch=2"}, 2, sketch.Leads},
		{"fenced", []string{"primary epoch=2", "fenced epoch=3"}, 3, sketch.Follows},
		{"a version", []string{"version x 1(S1:2,S2:1)"}, 3, sketch.Follows},
		{"a word of nobody", []string{"blocked t1"}, 0, sketch.Follows},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := read(boots...)
			for _, line := range test.lines {
				r.Take([]byte("9 100 S1 " + line))
			}
			var last sketch.Lane
			for _, lane := range r.Lanes {
				if lane.Server == 1 {
					last = lane
				}
			}
			assert.Equal(t, []int{test.level, test.what}, []int{last.Level, last.What})
		})
	}
}

func TestAMessageHasTheLevelThatItNames(t *testing.T) {
	for text, level := range map[string]int{
		"AppendEntries term=3 prev=0/0":         3,
		"Accept slot=1 ballot=2.1 value=X":      2,
		"LEADERINFO epoch=4":                    4,
		"ReadReply r1 x=1(S1:1)":                1,
		"ReadReply r1 x=none":                   0,
		"Write r1 x=1(S1:1),2(S2:1,S1:1) y=(S1": 1,
	} {
		r := read("1 0 S1 boot records=0", "2 0 S1 send m1 S2 "+text, "3 9 S2 deliver m1 S1 "+text)
		assert.Equal(t, level, r.Ways[0].Level, text)
	}
}

func TestAnyLineIsTaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &sketch.Reader{}
		kinds := rapid.SampledFrom([]string{"boot", "term", "role", "send", "deliver", "drop", "crash", "restart", "x",
			"ballot", "version", "standing", "epoch"})
		for range rapid.IntRange(0, 20).Draw(t, "lines") {
			at := rapid.StringMatching(`\d{1,20}`).Draw(t, "time")
			details := rapid.StringMatching(`(leader|m1|S2|term=\d|ballot=\d|\(S1:\d| )*.*`).Draw(t, "details")
			r.Take([]byte("1 " + at + " S1 " + kinds.Draw(t, "kind") + " " + details))
		}
		for _, lane := range r.Lanes {
			assert.Equal(t, 1, lane.Server)
		}
	})
}
