package pages

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/replay"
	"raftlab/lab/sketch"
)

// run is a trace, read for people.
type run struct {
	servers int
	events  int
	steps   []step
	sketch  sketch.Reader
	hash    string
}

// step is one event of a server or of the world, with all that follows from it at once.
type step struct {
	at     int
	server int // 0 for the world, or a client
	// deeds are what a server did, for the picture: the weightiest first. Words are the step in a sentence.
	deeds []deed
	words []string
	bad   bool
}

// deed is a step in two or three words.
type deed struct {
	text   string
	weight int
}

// The weights of deeds: if there is no room for all, the lighter ones are not written into the picture.
const (
	routine = iota + 1
	telling
	turning
)

// linesMax bounds what is read of a trace: longer runs have no picture.
const linesMax = 200_000

// readRun reads a trace. It takes any text: what it does not know, it leaves out.
func readRun(trace string) *run {
	r := &run{}
	kinds := append(lab.LineKinds(), raftcluster.LineKinds()...)
	count := 0
	for text := range strings.Lines(trace) {
		text = strings.TrimSuffix(text, "\n")
		if hash, ok := strings.CutPrefix(text, "# end "); ok {
			_, r.hash, _ = strings.Cut(hash, "sha256=")
		}
		line, ok := replay.ParseLine(text)
		if !ok {
			continue
		}
		if count++; count > linesMax {
			return r
		}
		r.events++
		r.sketch.Take([]byte(text))
		r.take(line, lab.FindLineKind(kinds, line.Kind).Input)
	}
	return r
}

// take adds a line to the step that it belongs to: a server's input begins one, and so does anything of the world.
func (r *run) take(line replay.Line, isInput bool) {
	server := serverOf(line.Subject)
	r.servers = max(r.servers, server)
	if line.Kind == "boot" {
		return
	}
	last := len(r.steps) - 1
	if isInput || last < 0 || server == 0 || r.steps[last].server != server || r.steps[last].at != int(line.Time) {
		r.steps = append(r.steps, step{at: int(line.Time), server: server})
		last++
	}
	r.steps[last].add(line)
}

// serversMax is how many servers a picture has at most, as many as a cluster of the lab.
const serversMax = 9

// serverOf is the number of the server S1, S2, …, and 0 for anything else.
func serverOf(name string) int {
	number, isServer := strings.CutPrefix(name, "S")
	n, err := strconv.Atoi(number)
	if !isServer || err != nil || n < 1 || n > serversMax {
		return 0
	}
	return n
}

// add writes one line into the step.
func (s *step) add(line replay.Line) {
	details := strings.Fields(line.Details)
	first := ""
	if len(details) > 0 {
		first = details[0]
	}
	switch line.Kind {
	case "role":
		s.takeRole(line.Subject, first, details)
	case "vote":
		if to := strings.TrimPrefix(first, "for="); serverOf(to) != 0 && to != line.Subject {
			s.say(telling, "votes for "+to, line.Subject+" votes for "+to)
		}
	case "deliver":
		if len(details) > 2 {
			words := fmt.Sprintf("%s receives %s from %s", line.Subject, message(details[2:]), details[1])
			s.say(routine, details[2], words)
		}
	case "send":
		if len(details) > 2 && slices.Contains(details, "refused") {
			s.say(routine, "refuses "+details[1], line.Subject+" refuses")
		}
	case "drop":
		if len(details) > 2 {
			s.say(0, "", fmt.Sprintf("%s from %s to %s is lost", message(details[2:]), details[1], line.Subject))
		}
	case "crash", "restart", "pause", "resume":
		s.say(turning, line.Kind+"s", line.Subject+" "+line.Kind+"s")
	case "request":
		s.say(0, "", fmt.Sprintf("%s asks: %s", line.Subject, strings.Join(details[min(1, len(details)):], " ")))
	case "answer":
		s.say(0, "", fmt.Sprintf("%s is answered: %s", line.Subject, strings.Join(details[min(1, len(details)):], " ")))
	case "violation":
		_, sentence, _ := strings.Cut(line.Details, " ")
		s.say(0, "", sentence)
		s.bad = true
	case "isolate", "rejoin", "partition", "heal", "recover", "cut", "clock":
		s.say(0, "", strings.TrimSpace(strings.TrimPrefix(line.Subject, "-")+" "+line.Kind+" "+line.Details))
	default:
		s.remark(line)
	}
}

// remark says the rest with the words that the lab has for a line.
func (s *step) remark(line replay.Line) {
	text := (*raftcluster.Cluster)(nil).Remark(line.Subject, line.Kind, line.Details)
	if text == "" || line.Kind == "term" {
		return
	}
	s.say(telling, strings.TrimPrefix(text, line.Subject+" "), text)
}

func (s *step) takeRole(subject, role string, details []string) {
	term := "?"
	for _, word := range details {
		if text, ok := strings.CutPrefix(word, "term="); ok {
			term = text
		}
	}
	switch role {
	case "leader":
		s.say(turning, "leads term "+term, subject+" leads term "+term)
	case "candidate":
		s.say(turning, "stands, term "+term, subject+" stands for election in term "+term)
	case "pre-candidate":
		s.say(turning, "asks first", subject+" asks whether it could be elected")
	default:
		s.say(telling, "follows, term "+term, subject+" follows in term "+term)
	}
}

// say adds a deed for the picture, if it has a weight, and words.
func (s *step) say(weight int, short, words string) {
	if weight > 0 {
		s.deeds = append(s.deeds, deed{shown(short, 40), weight})
		slices.SortStableFunc(s.deeds, func(a, b deed) int { return b.weight - a.weight })
	}
	s.words = append(s.words, shown(words, 400))
}

// message is a message in words: its name and its content.
func message(details []string) string {
	if len(details) == 1 {
		return details[0]
	}
	return details[0] + " (" + strings.Join(details[1:], " ") + ")"
}

// told are the steps that say something, in sentences; if there are more than most, the last ones.
func (r *run) told(most int) (sentences []Sentence, before int) {
	for _, s := range r.steps {
		if len(s.words) > 0 {
			text := strings.Join(s.words, "; ")
			sentences = append(sentences, Sentence{At: seconds(s.at), Text: text, Bad: s.bad})
		}
	}
	before = max(0, len(sentences)-most)
	return sentences[before:], before
}

// seconds is a moment of a run.
func seconds(micros int) string { return fmt.Sprintf("%d.%03d s", micros/1_000_000, micros/1000%1000) }

// Sentence is a step of a run in words.
type Sentence struct {
	At, Text string
	Bad      bool
}
