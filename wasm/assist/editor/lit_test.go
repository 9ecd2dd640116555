package editor_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lit is what the helper says of a call, a line of text for each line of the file, and what was not read.
func lit(t *testing.T, source, rule string, lines []int, values ...string) (notes []string, unread []string) {
	t.Helper()
	request, err := json.Marshal(map[string]any{
		"kind": "lit", "source": source, "rule": rule, "lines": lines, "values": strings.Join(values, "\n") + "\n",
	})
	require.NoError(t, err)
	type value struct{ Name, Before, Now string }
	var told struct {
		Error string
		Notes []struct {
			Line, Times            int
			Answer                 string
			Values, Changes, Gives []value
		}
		Unread []string
	}
	require.NoError(t, json.Unmarshal(newEditor(t).Handle(request), &told))
	require.Empty(t, told.Error)
	for _, n := range told.Notes {
		words := []string{fmt.Sprint(n.Line, ":")}
		if n.Times > 1 {
			words = append(words, fmt.Sprintf("x%d", n.Times))
		}
		for _, v := range n.Values {
			words = append(words, v.Name+"="+v.Now)
		}
		for _, v := range n.Changes {
			words = append(words, v.Name+" "+v.Before+"→"+v.Now)
		}
		for _, v := range n.Gives {
			words = append(words, "gives "+v.Name+"="+v.Now)
		}
		if n.Answer != "" {
			words = append(words, n.Answer)
		}
		notes = append(notes, strings.Join(words, " "))
	}
	return notes, told.Unread
}

const litVote = `package vote

import "raftlab/raft"

func HandleRequestVote(
	s *raft.State, req raft.RequestVote,
) raft.RequestVoteReply {
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	} else if req.Term < s.CurrentTerm {
		return no(s)
	}
	if s.VotedFor != raft.None &&
		s.VotedFor != req.CandidateID {
		return no(s)
	}
	mine := s.Log.LastTerm()
	if req.LastLogTerm < mine {
		return no(s)
	}
	s.VotedFor = req.CandidateID
	return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
}

func no(s *raft.State) raft.RequestVoteReply {
	return raft.RequestVoteReply{Term: s.CurrentTerm}
}
`

// before is what S2 sees when S3 asks it for its vote in a later term.
var before = []string{
	"0 0.CurrentTerm 4", "0 0.VotedFor S1", "0 0.Role candidate", "0 0.Heard true", "0 0.Log.LastIndex() 2",
	"0 0.Log.LastTerm() 4", "0 1.Term 5", "0 1.CandidateID S3", "0 1.LastLogIndex 7", "0 1.LastLogTerm 4",
}

func TestLitLinesCarryWhatTheyRead(t *testing.T) {
	notes, unread := lit(t, litVote, "HandleRequestVote", []int{8, 9, 13, 17, 18, 21, 22}, append(before,
		"2 0.CurrentTerm 5", "2 0.VotedFor none", "2 0.Role follower", "2 0.Heard false", "6 0.VotedFor S3",
		"7 =0.Term 5", "7 =0.VoteGranted true", "7 end ")...)
	assert.Equal(t, []string{
		"8: req.Term=5 s.CurrentTerm=4 yes",
		"9: req.Term=5 CurrentTerm 4→5 VotedFor S1→none Role candidate→follower",
		"14: s.VotedFor=none req.CandidateID=S3 no",
		"17: s.Log.LastTerm()=4",
		"18: req.LastLogTerm=4 no",
		"21: req.CandidateID=S3 VotedFor none→S3",
		"22: s.CurrentTerm=5 gives Term=5 gives VoteGranted=true",
	}, notes)
	assert.Equal(t, []string{"req.LastLogIndex"}, unread)
}

func TestLitConditionsOfAChain(t *testing.T) {
	values := append([]string{}, before...)
	values = append(values, "3 =0.Term 4", "3 =0.VoteGranted false", "3 end ")
	values[6] = "0 1.Term 3"
	notes, unread := lit(t, litVote, "HandleRequestVote", []int{8, 11, 26}, values...)
	assert.Equal(t, []string{
		"8: req.Term=3 s.CurrentTerm=4 no",
		"10: req.Term=3 s.CurrentTerm=4 yes",
		"11: gives Term=4 gives VoteGranted=false",
		"26: s.CurrentTerm=4",
	}, notes, "the helper has the same state, and the rule gives what the helper gave")
	assert.Equal(t, []string{"req.CandidateID", "req.LastLogIndex", "req.LastLogTerm"}, unread)
	notes, _ = lit(t, litVote, "HandleRequestVote", []int{8}, values[:len(before)]...)
	assert.Equal(t, []string{"8: req.Term=3 s.CurrentTerm=4"}, notes, "after a panic nobody knows the answer")
}

// body is a rule with that body, whose first line is line 4.
func body(signature, text string) string {
	return "package x\nimport \"raftlab/raft\"\nfunc " + signature + " {\n" + text + "\n}\n"
}

const onCommit = "AdvanceCommitIndex(s *raft.State)"

func TestLitIndexesAreLookedUp(t *testing.T) {
	source := body("AppendEntriesTo(s *raft.State, to raft.NodeID, limit int) (a raft.AppendEntries)",
		"prev := s.NextIndex[to] - 1\n_ = s.MatchIndex[s.ID] + s.Log.Term(2) + s.Log.Term(9) + s.Log.Term(prev)\n"+
			"if len(s.Servers) > limit {\nreturn\n}\nreturn")
	notes, _ := lit(t, source, "AppendEntriesTo", []int{4, 5, 6, 9}, "0 0.ID S1", "0 0.NextIndex[1] 4",
		"0 0.NextIndex[2] 3", "0 0.MatchIndex[1] 3", "0 0.Log.LastIndex() 3", "0 0.Log.Term(2) 1", "0 0.Servers.len 3",
		"0 1 S2", "0 2 3", "4 =0.Entries.len 0", "4 end ")
	assert.Equal(t, []string{
		"4: s.NextIndex[to]=3", "5: s.MatchIndex[s.ID]=3 s.Log.Term(2)=1 s.Log.Term(9)=0",
		"6: len(s.Servers)=3 limit=3 no", "9: gives Entries=0",
	}, notes)
}

func TestLitLoopsTellTheLastTime(t *testing.T) {
	source := body(onCommit, "for _, id := range s.Servers {\nif id > 1 {\ns.CommitIndex++\n}\n}")
	notes, _ := lit(t, source, onCommit[:18], []int{4, 5, 6, 5, 6, 5}, "0 0.CommitIndex 1", "3 0.CommitIndex 2",
		"5 0.CommitIndex 3", "6 end ")
	assert.Equal(t, []string{"5: x3 no", "6: x2 CommitIndex 2→3"}, notes)
}

func TestLitSwitchWithoutATag(t *testing.T) {
	source := body("HandleRequestVoteReply(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply)",
		"switch {\ncase reply.Term > s.CurrentTerm:\ns.BecomeFollower(reply.Term, 0)\n"+
			"case reply.VoteGranted:\ns.VotesGranted.Add(from)\ndefault:\nreturn\n}")
	notes, unread := lit(t, source, "HandleRequestVoteReply", []int{4, 8}, "0 0.CurrentTerm 4", "0 0.VotesGranted {S1}",
		"0 1 S2", "0 2.Term 4", "0 2.VoteGranted true", "2 0.VotesGranted {S1, S2}", "2 end ")
	assert.Equal(t, []string{
		"5: reply.Term=4 s.CurrentTerm=4 no", "7: reply.VoteGranted=true yes", "8: from=S2 VotesGranted {S1}→{S1, S2}",
	}, notes)
	assert.Empty(t, unread)
}

// TestLitIsNeverWrong: what is not certain is not told.
func TestLitIsNeverWrong(t *testing.T) {
	values := []string{"0 0.CurrentTerm 4", "0 0.CommitIndex 1", "0 1.Term 5"}
	const signature = "HandleAppendEntries(s *raft.State, req raft.AppendEntries) (a raft.AppendEntriesReply)"
	for name, one := range map[string]struct {
		body  string
		lines []int
		more  []string
		notes []string
	}{
		"a request that is written to": {
			"req.Term = 9\nif req.Term > s.CurrentTerm {\nreturn\n}\nreturn", []int{4, 5, 6},
			[]string{"3 end "}, []string{"5: s.CurrentTerm=4 yes"},
		},
		"a request whose address is taken": {
			"p := &req\np.Term = 9\n_ = req.Term\nreturn", []int{4, 5, 6, 7}, []string{"4 end "}, nil,
		},
		"a name that hides another": {
			"{\nreq := raft.AppendEntries{Term: 9}\n_ = req.Term\n}\nreturn", []int{4, 5, 6, 8}, nil, nil,
		},
		"another state in a helper": {
			"return of(&raft.State{})\n}\n" +
				"func of(s *raft.State) (a raft.AppendEntriesReply) {\n_ = s.CurrentTerm\nreturn",
			[]int{4, 7, 8}, nil, nil,
		},
		"a value that the condition changes by a helper": {
			"if moved(s) && s.CommitIndex > 1 {\nreturn\n}\nreturn\n}\n" +
				"func moved(s *raft.State) bool {\ns.CommitIndex++\nreturn true",
			[]int{4, 10, 11, 5}, []string{"2 0.CommitIndex 2", "4 end "}, []string{"4: yes", "10: CommitIndex 1→2"},
		},
		"what happens behind the return of a helper": {
			"s.CommitIndex = two(s)\nreturn\n}\nfunc two(s *raft.State) raft.Index {\nreturn 2", []int{4, 8, 5},
			[]string{"2 0.CommitIndex 2", "3 end "}, nil,
		},
		"two statements on a line": {
			"s.CurrentTerm++; _ = s.CurrentTerm\nreturn", []int{4, 5}, []string{"1 0.CurrentTerm 5"}, nil,
		},
		"a function within": {
			"up := func() bool { s.CommitIndex++; return true }\nif up() && s.CommitIndex > 1 {\nreturn\n}\nreturn",
			[]int{4, 5, 4, 6}, []string{"3 0.CommitIndex 2"}, nil,
		},
		"a function that calls itself": {
			"if s.CommitIndex > 1 {\nreturn\n}\ns.CommitIndex++\nreturn HandleAppendEntries(s, req)",
			[]int{4, 7, 8, 4, 5}, []string{"2 0.CommitIndex 2"}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			source := body(signature, one.body)
			notes, _ := lit(t, source, "HandleAppendEntries", one.lines, append(values, one.more...)...)
			assert.Equal(t, one.notes, notes)
		})
	}
}

func TestLitOfAFileThatDoesNotCompile(t *testing.T) {
	for _, source := range []string{"", "package x\nfunc HandleRequestVote(", body(onCommit, "if s.Nope > 1 {")} {
		notes, unread := lit(t, source, "AdvanceCommitIndex", []int{3, 4, 99}, "0 0.CommitIndex 1", "x", "1")
		assert.Empty(t, notes)
		assert.Empty(t, unread)
	}
}
