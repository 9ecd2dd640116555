package pages

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/gradable"
	"raftlab/grader/plaintext"
)

// Standing is a verdict, or what stands in its place, in the words of the lab. No colour says anything alone:
// each has a mark.
type Standing struct {
	// Mark and Tag are a sign and a word or two. Tone is good, bad, warn or plain.
	Mark, Tag, Tone string
	// Title and Note are a sentence each, for a page.
	Title, Note string
}

var standings = map[grader.Verdict]Standing{
	grader.Pass:       {"✓", "passed", "good", "Passed.", "Every check passes."},
	grader.Safety:     {"✗", "breaks", "bad", "Not right.", "The rule does something that the paper does not allow."},
	grader.Liveness:   {"✗", "gets stuck", "bad", "Gets stuck.", "A cluster with this rule makes no progress."},
	grader.Crash:      {"✗", "crashes", "bad", "Crashed.", "The code ended without an answer."},
	grader.Compile:    {"✗", "does not compile", "bad", "Does not compile.", "The compiler says what is wrong."},
	grader.Refused:    {"!", "refused", "warn", "Refused.", "The file does something that no exercise may do."},
	grader.Unfinished: {"–", "not written", "plain", "Not written yet.", "The rule still panics with TODO."},
	grader.Inconclusive: {
		"–", "no verdict", "warn", "No verdict.",
		"A check reached its limit without a verdict. That is neither a pass nor a failure.",
	},
	grader.Infrastructure: {
		"–", "not judged", "warn", "Not judged.",
		"This machine could not judge the file. That is nobody's fault in the class, and costs no points.",
	},
}

var problems = map[string]Standing{
	class.Missing:    {"–", "missing", "warn", "Missing.", "No file was handed in for this exercise."},
	class.Refused:    {"!", "refused", "warn", "Refused.", "What was handed in may not be read."},
	class.Unreadable: {"!", "unreadable", "warn", "Unreadable.", "What was handed in cannot be read."},
}

// standingOf is how a row stands.
func standingOf(row *class.Row) Standing {
	switch {
	case row.Problem != nil:
		if known, ok := problems[row.Problem.Code]; ok {
			return known
		}
		return problems[class.Refused]
	case row.Report == nil:
		return Standing{"–", "waits", "plain", "Not judged yet.", "Its turn has not come."}
	}
	standing, ok := standings[row.Report.Verdict]
	if !ok {
		tag := shown(string(row.Report.Verdict), 20)
		standing = Standing{"–", tag, "warn", "A verdict that this page does not know.", ""}
	}
	if f := gravest(row); f != nil && row.Report.Verdict == grader.Safety && f.Property != "" {
		standing.Title = shown(f.Check, 80) + " is broken."
	} else if row.Report.Verdict == grader.Safety {
		standing.Tag = "not right"
	}
	return standing
}

// gravest is the finding that decides a row's verdict, nil without one.
func gravest(row *class.Row) *grader.FindingJSON {
	if row.Report == nil || len(row.Report.Findings) == 0 {
		return nil
	}
	return &row.Report.Findings[0]
}

// isOpen reports whether a row has no verdict, and so no points: it waits, or this machine could not judge it.
func isOpen(row *class.Row) bool { return row.Marks == nil }

// firstCause is why a row has not all points, in a few words, "" if it has.
func firstCause(row *class.Row) string {
	switch {
	case row.Problem != nil:
		return capital(shown(problem(row), 120))
	case row.Marks != nil && row.Marks.Cause != nil:
		return capital(shown(row.Marks.Cause.Title, 120))
	}
	if f := gravest(row); f != nil && row.Report.Verdict != grader.Pass {
		return shown(f.Sentence, 120)
	}
	return ""
}

// notesOf are the remarks about a row, the late one first.
func notesOf(row *class.Row) []string {
	var notes []string
	if row.Late {
		notes = append(notes, "late")
	}
	for _, note := range row.Notes {
		if text := shown(note.Text, 160); text != "" && !(row.Late && text == "late") {
			notes = append(notes, text)
		}
	}
	return notes
}

// nameLimit is how much of a name is shown.
const nameLimit = 60

// shown is a stranger's text on one line.
func shown(text string, limit int) string { return plaintext.Line(text, limit) }

// nameOf is a student's name as it is shown.
func nameOf(s class.Student) string {
	if name := shown(s.Shown(), nameLimit); name != "" {
		return name
	}
	if id := shown(s.ID, nameLimit); id != "" {
		return id
	}
	return "(no name)"
}

// titles are the exercises' titles.
var titles = func() map[string]string {
	all := map[string]string{}
	for _, judge := range gradable.All() {
		all[judge.About().ID] = judge.About().Title
	}
	return all
}()

// isWhole reports whether an exercise is a whole server.
func isWhole(exercise string) bool {
	found, ok := gradable.Find(exercise)
	return ok && found.Whole()
}

// titleOf is an exercise's title, or its ID.
func titleOf(exercise string) string {
	if title, ok := titles[exercise]; ok {
		return title
	}
	return shown(exercise, nameLimit)
}

// counted is a number, with commas, and what it counts.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return commas(n) + " " + what + "s"
}

func commas(n int) string {
	digits := strconv.Itoa(n)
	if n < 1000 {
		return digits
	}
	return commas(n/1000) + "," + digits[len(digits)-3:]
}

// moment is a time for people, "" if it is not known.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2 January 2006, 15:04 MST")
}

// span is how long something took.
func span(took time.Duration) string {
	switch {
	case took <= 0:
		return ""
	case took < time.Minute:
		tenths := (took + 50*time.Millisecond) / (100 * time.Millisecond)
		return fmt.Sprintf("%d.%d s", tenths/10, tenths%10)
	}
	seconds := (took + time.Second/2) / time.Second
	return fmt.Sprintf("%d min %d s", seconds/60, seconds%60)
}

// joined are the parts that are there.
func joined(separator string, parts ...string) string {
	var there []string
	for _, part := range parts {
		if part != "" {
			there = append(there, part)
		}
	}
	return strings.Join(there, separator)
}

// problem is the reason why there is nothing to judge. Where the file is named beside it, it is only "it".
func problem(row *class.Row) string {
	if rest, named := strings.CutPrefix(row.Problem.Text, row.File+" "); named && row.File != "" {
		return "it " + rest
	}
	return row.Problem.Text
}
