package bring

import (
	"slices"
	"strings"
)

// Joined is several files as one text, in the order of their names: each has a line with its name before it, such as
// "-- raft1/raft.go --". A file of Go cannot begin like this. People can read it, and so a class keeps a folder that
// was handed in.
func Joined(files []File) string {
	sorted := slices.Clone(files)
	slices.SortFunc(sorted, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	var b strings.Builder
	for _, f := range sorted {
		b.WriteString(head + strings.ReplaceAll(f.Path, "\n", "_") + tail)
		b.WriteString(strings.TrimSuffix(f.Text, "\n") + "\n")
	}
	return b.String()
}

const head, tail = "-- ", " --\n"

// Parted are the files of a text that Joined made. Without a name before it, it is one file alone: ok is false.
func Parted(text string) (files []File, ok bool) {
	for line := range strings.Lines(text) {
		if name, isHead := nameIn(line); isHead {
			files = append(files, File{Path: name})
		} else if len(files) == 0 {
			return nil, false
		} else {
			files[len(files)-1].Text += line
		}
	}
	return files, len(files) > 0
}

// nameIn is the name in a line before a file: of Go, or go.mod.
func nameIn(line string) (name string, ok bool) {
	name, begins := strings.CutPrefix(line, head)
	name, ends := strings.CutSuffix(name, tail)
	return name, begins && ends && (strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "go.mod"))
}

// HoldText is the folder that a text stands for: the files that are joined in it, or one file with this name.
func HoldText(name, text string) (*Folder, error) {
	if files, ok := Parted(text); ok {
		return Hold(strings.TrimSuffix(name, ".go"), files)
	}
	return Hold(strings.TrimSuffix(name, ".go"), []File{{name, text}})
}
