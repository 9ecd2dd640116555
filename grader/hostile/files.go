package hostile

import (
	"fmt"
	"strings"

	"raftlab/grader"
)

// File is a hostile file for exercise vote.
type File struct {
	// Kind is what it tries, Name which way it takes.
	Kind, Name string
	Source     string
	// Verdicts are those that it may get, mostly one. Says is a part of the first finding's sentence, the same on every
	// host; "" if the verdict says everything.
	Verdicts []grader.Verdict
	Says     string
}

// signature is that of the rule.
const signature = "func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {\n"

// right is the rest of a rule that is right.
const right = `	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	reply := raft.RequestVoteReply{Term: s.CurrentTerm}
	if req.Term < s.CurrentTerm || s.VotedFor != raft.None && s.VotedFor != req.CandidateID {
		return reply
	}
	lastTerm, lastIndex := s.Log.LastTerm(), s.Log.LastIndex()
	if req.LastLogTerm < lastTerm || req.LastLogTerm == lastTerm && req.LastLogIndex < lastIndex {
		return reply
	}
	s.VotedFor = req.CandidateID
	reply.VoteGranted = true
	return reply
}
`

// file is a file with these imports, besides raft, and this code after them.
func file(imports, code string) string {
	var b strings.Builder
	b.WriteString("package vote\n\nimport (\n")
	for name := range strings.FieldsSeq(imports) {
		fmt.Fprintf(&b, "\t%q\n", name)
	}
	b.WriteString("\t\"raftlab/raft\"\n)\n\n")
	return b.String() + code
}

// rule is a right rule that does something else first.
func rule(imports, first string) string { return file(imports, signature+first+right) }

// beside is a right rule, and other declarations before it.
func beside(imports, declarations string) string {
	return file(imports, declarations+"\n\n"+signature+right)
}

// nested is a text in that many brackets.
func nested(depth int) string { return strings.Repeat("(", depth) + "1" + strings.Repeat(")", depth) }

// doubled are constants, each of twice the length of the one before.
func doubled(times int) string {
	var b strings.Builder
	b.WriteString("\tconst c0 = \"0123456789abcdef\"\n")
	for i := range times {
		fmt.Fprintf(&b, "\tconst c%d = c%d + c%d\n", i+1, i, i)
	}
	fmt.Fprintf(&b, "\tif len(c%d) == int(req.Term) {\n\t\tprintln(c%d[req.Term:])\n\t}\n", times, times)
	return b.String()
}

// only is one verdict.
func only(v grader.Verdict) []grader.Verdict { return []grader.Verdict{v} }

// Bombs is the kind of files that are small, and of which a compiler would make a large program.
const Bombs = "bomb for the compiler"

// Files are all hostile files.
func Files() []File {
	var all []File
	add := func(kind string, verdict grader.Verdict, files ...File) {
		for _, f := range files {
			f.Kind = kind
			if f.Verdicts == nil {
				f.Verdicts = only(verdict)
			}
			all = append(all, f)
		}
	}
	add("loop", grader.Crash, loops()...)
	add("memory", grader.Crash, memory()...)
	add(Bombs, grader.Compile, bombs()...)
	add("forged report", grader.Pass, forgeries()...)
	add("way out", grader.Refused, escapes()...)
	add("parser", grader.Refused, tricks()...)
	add("shared memory", grader.Refused, shared()...)
	add("answer key", grader.Refused, keys()...)
	add("broken state", grader.Crash, states()...)
	add("words", grader.Crash, words()...)
	return all
}
