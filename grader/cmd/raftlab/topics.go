package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"raftlab/lab/protocols/known"
	"raftlab/lab/story"
)

// newScenarioTopic is what `raftlab help scenario` shows. It has no Run function: for cobra that makes it a topic,
// not a command.
func newScenarioTopic() *cobra.Command {
	return &cobra.Command{
		Use:   "scenario",
		Short: "The language of scenarios, on one page",
		Long:  scenarioPage(),
	}
}

const scenarioIntroduction = `A scenario is a text file, one command a line, that tells a story and plays it:

    # A4: One vote per term, first come first served
    #
    # The comment lines before the first command are the story.

    servers 3
    elect S1                  # a comment may follow a command
    crash leader
    run 300ms
    await leader
    expect term S2 2

The first line is "# SUBJECT: TITLE". Setup stands before all other commands. A command begins
when the one before it is over. Servers are S1 to S9, or "leader" for the present one; times are
500us, 150ms, 2s; shares are 5% or 0.5%. An expectation that is not met fails the scenario, and so
does a property that breaks at any step, unless the setup says that it breaks. raftlab list names
the scenarios that are here; raftlab run ID, or run FILE.txt, plays one.
`

// scenarioPage is made from the verbs themselves, so that none can be missing.
func scenarioPage() string {
	var b strings.Builder
	b.WriteString(scenarioIntroduction)
	var topics []string
	verbs := map[string][]story.Verb{}
	take := func(topic string, verb story.Verb) {
		if verbs[topic] == nil {
			topics = append(topics, topic)
		}
		verbs[topic] = append(verbs[topic], verb)
	}
	for i, protocol := range known.Protocols() {
		own := protocol.New().Verbs()
		if i == 0 {
			own = append(story.Verbs(), own...)
		}
		for _, verb := range own {
			topic := verb.Topic
			if i > 0 {
				topic = fmt.Sprintf("protocol %s (%s): %s", protocol.ID(), protocol.Title(), topic)
			}
			take(topic, verb)
		}
	}
	for _, topic := range topics {
		fmt.Fprintf(&b, "\n%s\n", topic)
		for _, verb := range verbs[topic] {
			writeVerb(&b, verb)
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// writeVerb puts the help beside a short usage, and under a long one.
func writeVerb(b *strings.Builder, verb story.Verb) {
	const column = 30
	forms := strings.Split(verb.Usage, "\n")
	for _, form := range forms[:len(forms)-1] {
		fmt.Fprintf(b, "  %s\n", form)
	}
	last := forms[len(forms)-1]
	if len(last) > column-2 {
		fmt.Fprintf(b, "  %s\n", last)
		last = ""
	}
	lines := wrap(verb.Help, 100-column-2)
	fmt.Fprintf(b, "  %-*s%s\n", column, last, lines[0])
	for _, line := range lines[1:] {
		fmt.Fprintf(b, "  %-*s%s\n", column, "", line)
	}
}

// wrap breaks a text into lines of at most so many characters, between words.
func wrap(text string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := len(lines) - 1
		switch {
		case lines[last] == "":
			lines[last] = word
		case len(lines[last])+1+len(word) <= width:
			lines[last] += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}
