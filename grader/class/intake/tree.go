package intake

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// tree is the folders of an archive, made of its names.
type tree struct {
	folders map[string]*tree
	nodes   []node // all but the folders
}

// slash stands for the separator in a name that is a whole path.
const slash = "∕"

// add puts a node at its place, by the archive's name for it. A name that leaves the archive is refused, and so is one
// that lies too deep.
func (t *tree) add(name string, n node) {
	// Some programs for Windows write its separator.
	steps := strings.Split(strings.ReplaceAll(composed(name), `\`, "/"), "/")
	if why := outside(steps); why != "" {
		t.nodes = append(t.nodes, node{name: strings.Join(steps, slash), kind: refused, why: why})
		return
	}
	steps = slices.DeleteFunc(steps, func(step string) bool { return step == "" || step == "." })
	if len(steps) == 0 {
		return
	}
	at, last := t, len(steps)-1
	if n.kind == folder {
		last++
	}
	for _, step := range steps[:last] {
		next := at.folders[step]
		if next == nil {
			next = &tree{}
			if at.folders == nil {
				at.folders = map[string]*tree{}
			}
			at.folders[step] = next
		}
		at = next
	}
	if n.kind != folder {
		n.name = steps[last]
		at.nodes = append(at.nodes, n)
	}
}

// outside says why a path is refused, "" for one that is not.
func outside(steps []string) string {
	switch {
	case len(steps) > maxSteps:
		return "lies in more folders than are opened"
	case steps[0] == "" && len(steps) > 1, len(steps[0]) == 2 && steps[0][1] == ':':
		return "has a path that begins at the root of a machine"
	case slices.Contains(steps, ".."):
		return "has a path that leaves its folder"
	case slices.ContainsFunc(steps, func(step string) bool { return strings.ContainsRune(step, 0) }):
		return "has a name with a zero byte"
	}
	return ""
}

// written is when a file was written, zero if its archive does not say: such times are the first of their calendar.
func written(t time.Time) time.Time {
	if t.Year() < 1990 {
		return time.Time{}
	}
	return t
}

// list is the content of the folder.
func (t *tree) list(limit int) ([]node, error) {
	if len(t.folders)+len(t.nodes) > limit {
		return nil, errNames
	}
	nodes := slices.Clone(t.nodes)
	for _, name := range slices.Sorted(maps.Keys(t.folders)) {
		nodes = append(nodes, node{name: name, kind: folder, list: t.folders[name].list})
	}
	return sorted(nodes), nil
}
