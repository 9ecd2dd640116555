package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"raftlab/grader/schedules"
)

// fuzzReport is the summary as JSON has it. The version is raised when a field changes its meaning.
type fuzzReport struct {
	Version     int            `json:"version"`
	Protocol    string         `json:"protocol"`
	Rules       string         `json:"rules"`
	On          []string       `json:"on,omitempty"`
	FirstSeed   uint64         `json:"firstSeed"`
	Asked       int            `json:"asked"`
	Schedules   int            `json:"schedules"`
	Interrupted bool           `json:"interrupted"`
	Events      uint64         `json:"events"`
	Seconds     float64        `json:"seconds"`
	PerSecond   uint64         `json:"eventsPerSecond"`
	Faults      []namedCount   `json:"faults"`
	Checks      []namedCount   `json:"checks"`
	Sometimes   []namedCount   `json:"sometimes"`
	Broken      []brokenReport `json:"broken"`
	Unjudged    []seedError    `json:"unjudged"`
	// Coverage is there if it was asked for.
	Coverage *coverageReport `json:"coverage,omitempty"`
	// again are the flags that choose the same rules.
	again string
}

type namedCount struct {
	Name  string `json:"name"`
	Count uint64 `json:"count"`
}

type brokenReport struct {
	Seed     uint64 `json:"seed"`
	Property string `json:"property"`
	Name     string `json:"name"`
	Section  string `json:"section"`
	Sentence string `json:"sentence"`
	Event    uint64 `json:"event"`
	// Small is the schedule after shrinking, "" for one that was not shrunk; Commands is how many
	// commands or events it has, Before how many there were, Minimal whether none can be left out.
	Small    string   `json:"small,omitempty"`
	Commands int      `json:"commands,omitempty"`
	Before   int      `json:"before,omitempty"`
	Minimal  bool     `json:"minimal,omitempty"`
	Files    []string `json:"files,omitempty"`
}

type seedError struct {
	Seed  uint64 `json:"seed"`
	Error string `json:"error"`
}

func newFuzzReport(o *fuzzOptions, s *schedules.Summary, took time.Duration) *fuzzReport {
	r := &fuzzReport{
		Version: 1, Protocol: o.protocol,
		Rules: o.own.name(o.rules), again: o.own.flags(o.rules), On: names(o.chapters),
		FirstSeed: o.seed, Asked: o.schedules, Schedules: s.Schedules,
		Interrupted: s.Interrupted, Events: s.Events,
		Seconds: took.Seconds(), PerSecond: uint64(float64(s.Events) / took.Seconds()),
		Broken: []brokenReport{}, Unjudged: []seedError{}, Coverage: o.covered(),
	}
	s.Faults.Each(func(name string, count uint64) { r.Faults = append(r.Faults, namedCount{name, count}) })
	for i, check := range s.Checks {
		r.Checks = append(r.Checks, namedCount{check.ID, s.Judged[i]})
	}
	for _, sometimes := range s.Sometimes {
		r.Sometimes = append(r.Sometimes, namedCount{sometimes.ID, sometimes.Count})
	}
	for _, b := range s.Broken {
		v := b.Violation
		r.Broken = append(r.Broken, brokenReport{
			Seed: b.Options.Seed, Property: v.ID, Name: v.Name, Section: v.Section,
			Sentence: v.Sentence, Event: v.Event,
		})
	}
	for _, u := range s.Unjudged {
		r.Unjudged = append(r.Unjudged, seedError{u.Options.Seed, u.Err.Error()})
	}
	return r
}

// listedBroken is how many broken schedules the text names; the rest are counted.
const listedBroken = 10

func (r *fuzzReport) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s schedules from seed %d · %s events · %.1f s · %s events/s · rules %s",
		grouped(uint64(r.Schedules)), r.FirstSeed,
		grouped(r.Events), r.Seconds, grouped(r.PerSecond), r.Rules)
	if len(r.On) > 0 {
		fmt.Fprintf(&b, " · on %s", strings.Join(r.On, ", "))
	}
	b.WriteByte('\n')
	writeCounts(&b, "faults", r.Faults)
	writeCounts(&b, "checks", r.Checks)
	writeCounts(&b, "sometimes", r.Sometimes)
	if r.Coverage != nil {
		b.WriteString(r.Coverage.text())
	}
	for i, broken := range r.Broken {
		if i == listedBroken {
			fmt.Fprintf(&b, "\n  and %d more\n", len(r.Broken)-i)
			break
		}
		fmt.Fprintf(&b, "\n✗ seed %d: %s (%s)\n  %s\n", broken.Seed, broken.Name, broken.Section, broken.Sentence)
		r.writeSmall(&b, broken)
	}
	if len(r.Broken) == 0 {
		b.WriteString("nothing broke\n")
	}
	return b.String()
}

func (r *fuzzReport) writeSmall(b *strings.Builder, broken brokenReport) {
	if broken.Small == "" {
		return
	}
	minimal := "and none can be left out"
	if !broken.Minimal {
		minimal = "and perhaps some more could be left out"
	}
	fmt.Fprintf(b, "  %d commands are left of %d, %s\n", broken.Commands, broken.Before, minimal)
	if len(broken.Files) > 0 {
		fmt.Fprintf(b, "  kept in %s\n  see it: raftlab run %s%s\n",
			strings.Join(broken.Files, " and "), broken.Files[0], r.again)
		return
	}
	for line := range strings.Lines(broken.Small) {
		b.WriteString("    " + line)
	}
}

// writeCounts lists counts in lines of a readable width, the zeros last.
func writeCounts(b *strings.Builder, title string, counts []namedCount) {
	var words, never []string
	for _, c := range counts {
		if c.Count == 0 {
			never = append(never, c.Name)
			continue
		}
		words = append(words, c.Name+" "+grouped(c.Count))
	}
	if len(never) > 0 {
		words = append(words, "never: "+strings.Join(never, ", "))
	}
	if len(words) == 0 {
		return
	}
	line := fmt.Sprintf("%-10s", title)
	for i, word := range words {
		if i > 0 && len(line)+len(word) > 100 {
			b.WriteString(line + "\n")
			line = strings.Repeat(" ", 10)
		} else if i > 0 {
			line += " ·"
		}
		line += " " + word
	}
	b.WriteString(line + "\n")
}

// grouped is a number with commas between the thousands.
func grouped(n uint64) string {
	digits := strconv.FormatUint(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
