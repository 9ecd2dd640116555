package seat

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"raftlab/lab/whole"
)

// maxTexts is how many of the log's last entries are shown with their commands, and shownStacks how many places of
// goroutines.
const (
	maxTexts    = 48
	shownStacks = 20
)

// Show is what a person sees of the server now that all is at rest, in the form of whole.AppendShown. It allocates, and
// walks the stacks of goroutines: both would change what the program does later, so the host sets the guest back
// afterwards. While a step is not over there is nothing.
func (m *Machine) Show() []byte {
	if m.server == nil || len(m.events) > 0 {
		return nil
	}
	s := whole.Shown{Fields: fields(m.peer.receiver), Stacks: stacks(allStacks(1 << 17))}
	s.From, s.Texts = m.log.texts(&m.peer)
	return whole.AppendShown(nil, s)
}

// stacks are the goroutines that are in the program's own functions.
func stacks(all string) []whole.Stack {
	var list []whole.Stack
	for text := range strings.SplitSeq(all, "\n\n") {
		state, where := parseStack(text)
		if where == "" {
			continue
		}
		at := slices.IndexFunc(list, func(s whole.Stack) bool { return s.State == state && s.Where == where })
		if at < 0 {
			at, list = len(list), append(list, whole.Stack{State: state, Where: where})
		}
		list[at].Count++
	}
	slices.SortFunc(list, func(a, b whole.Stack) int {
		return cmp.Or(cmp.Compare(a.Where, b.Where), cmp.Compare(a.State, b.State))
	})
	return list[:min(len(list), shownStacks)]
}

// texts are the commands of the log's last entries, from an index on; none if the log is not known.
func (g *logLooker) texts(l *looker) (from int, texts []string) {
	slice := l.at(g.path)
	if !slice.IsValid() || !g.shape.Trusted || g.command < 0 {
		return 0, nil
	}
	first, ok := g.from(l, slice)
	if !ok {
		return 0, nil
	}
	skip := max(0, slice.Len()-maxTexts)
	for i := skip; i < slice.Len(); i++ {
		text := ""
		if entry := g.entry(slice, i); entry.IsValid() {
			text = commandText(entry.Field(g.command))
		}
		texts = append(texts, text)
	}
	return first + skip, texts
}

// commandText is a command as people read it, without the tag that tells equal ones apart; "" for none.
func commandText(v reflect.Value) string {
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if !v.IsValid() {
		return ""
	}
	if v.Kind() == reflect.String {
		text, _, _ := strings.Cut(v.String(), " #")
		return string(appendShort(nil, text))
	}
	return string(appendText(nil, v, 0))
}
