package explore

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
)

// Step is one action of a schedule, in a form for people and scenarios.
type Step struct {
	// Lines are the scenario commands of the action, one for each event.
	Lines []string `json:"lines"`
	// About names the delivered or lost message in words; "" for other actions.
	About string `json:"about,omitempty"`
}

// actions is the way on which a state was first reached.
func (s *search) actions(index uint32) []action {
	var path []action
	for index > 0 {
		how := s.visits.at(int(index))
		path = append(path, how.by)
		index = how.parent
	}
	slices.Reverse(path)
	return path
}

// path turns actions into steps. It plays them again with the messages in the order of sending, because a scenario
// names the second message of a link, not its content. A shortest path never loses a message: without the loss it
// would be shorter.
func (s *search) path(actions []action) []Step {
	var steps []Step
	locals, flights := slices.Clone(s.root), slices.Clone(s.sent)
	left := counts{ask: uint8(s.options.Requests)}
	for _, a := range actions {
		steps = append(steps, s.stepOf(a, locals, flights, left))
		flights = s.without(flights, a)
		server := s.serverOf(a) - 1
		e := s.effects[cause{locals[server], s.inputOf(a, left)}]
		if a.kind() == ask {
			left[ask]--
		}
		locals[server] = e.next
		flights = append(flights, e.sent...)
	}
	return steps
}

// without is the messages in flight without the one that an action delivers for good.
func (s *search) without(flights []uint32, a action) []uint32 {
	if a, _ = a.whole(); a.kind() != deliver {
		return flights
	}
	i := slices.Index(flights, a.argument())
	return slices.Delete(flights, i, i+1)
}

// stepOf describes an action. Of equal messages, the oldest is meant.
func (s *search) stepOf(a action, locals, flights []uint32, left counts) Step {
	if whole, before := a.whole(); before != lab.NoStep {
		id, step := s.serverOf(a), s.stepOf(whole, locals, flights, left)
		fails := fmt.Sprintf("power %v fails %v", id, before)
		step.Lines = append(append([]string{fails}, step.Lines...), "restart "+id.String())
		return step
	}
	switch a.kind() {
	case deliver, duplicate:
		return s.messageStep(a, flights)
	case wake:
		return Step{Lines: []string{"wake " + s.serverOf(a).String()}}
	case pass:
		id := s.serverOf(a)
		silences := s.system.Silences(s.locals[locals[id-1]].machine)
		return Step{Lines: []string{s.system.SilenceLine(silences[a.argument()>>serverBits], id)}}
	case ask:
		n := int(s.inputOf(a, left).argument())
		return Step{Lines: []string{s.system.RequestLine(n, s.serverOf(a))}}
	}
	id := s.serverOf(a).String()
	return Step{Lines: []string{"crash " + id, "restart " + id}}
}

// deliverWord begins the command that delivers a message.
const deliverWord = "deliver"

func (s *search) messageStep(a action, flights []uint32) Step {
	m := s.messages[a.argument()]
	nth := 0
	for _, number := range flights {
		if s.messages[number].from == m.from && s.messages[number].to == m.to {
			nth++
		}
		if number == a.argument() {
			break
		}
	}
	line := fmt.Sprintf("%s %v > %v", deliverWord, m.from, m.to)
	if nth > 1 {
		line += fmt.Sprintf(" %d", nth)
	}
	if a.kind() == duplicate {
		line += " again"
	}
	return Step{Lines: []string{line}, About: string(s.system.DescribeMessage(nil, m.payload))}
}

// Scenario writes the path of a violation as a scenario. A story.Runner plays it event by event, and finds the
// same violation. Found names, for readers, the search that found it.
func (r *Result) Scenario(system System, found string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Search: %s broken in %d actions\n#\n", r.Violation.Name, len(r.Path))
	fmt.Fprintf(&b, "# %s\n# %s.\n", found, r.Violation.Error())
	fmt.Fprintf(&b, "# No schedule of fewer actions breaks a property within these bounds.\n\n")
	fmt.Fprintf(&b, "servers %d\n", system.Servers())
	for _, line := range system.Setup() {
		fmt.Fprintln(&b, line)
	}
	b.WriteString("manual\n\n")
	r.writePath(&b)
	return b.String()
}

// writePath writes the commands, with the delivered messages as comments in a column of their own.
func (r *Result) writePath(b *strings.Builder) {
	width := 0
	for _, step := range r.Path {
		for _, line := range step.Lines {
			width = max(width, len(line))
		}
	}
	for _, step := range r.Path {
		for _, line := range step.Lines {
			if step.About != "" && strings.HasPrefix(line, deliverWord) {
				fmt.Fprintf(b, "%-*s  # %s\n", width, line, step.About)
				continue
			}
			fmt.Fprintln(b, line)
		}
	}
}
