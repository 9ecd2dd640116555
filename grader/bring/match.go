package bring

import (
	"go/build/constraint"
	"path"
	"slices"
	"strconv"
	"strings"

	"raftlab/grader/gotools/flags"
)

// The systems and processors that a file's name can end with, as package go/build knows them. That package is not
// imported: it brings a third of a megabyte into the page, for two functions.
var (
	systems = strings.Fields("aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd " +
		"plan9 solaris wasip1 windows zos")
	processors = strings.Fields("386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le " +
		"mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm")
)

// matches reports whether the go command compiles a file for wasip1: by its name, and by the constraints above its
// package clause.
func matches(name string, text []byte) bool {
	return matchesName(path.Base(name)) && matchesText(string(text))
}

// matchesName: only what comes after the first _ counts, so that linux.go is a name like any other.
func matchesName(base string) bool {
	name, _, _ := strings.Cut(base, ".")
	_, rest, ok := strings.Cut(name, "_")
	if !ok {
		return true
	}
	parts := strings.Split(rest, "_")
	last := parts[len(parts)-1]
	switch {
	case len(parts) > 1 && slices.Contains(systems, parts[len(parts)-2]) && slices.Contains(processors, last):
		return isTrue(parts[len(parts)-2]) && isTrue(last)
	case slices.Contains(systems, last) || slices.Contains(processors, last):
		return isTrue(last)
	}
	return true
}

// isTrue reports whether a tag of a constraint holds.
func isTrue(tag string) bool {
	if release, ok := strings.CutPrefix(tag, "go1."); ok {
		minor, err := strconv.Atoi(release)
		return err == nil && minor >= 1 && minor <= minorOf(flags.Release)
	}
	return slices.Contains([]string{"wasip1", "wasm", "gc", "cgo"}, tag)
}

// matchesText: a line //go:build decides alone; lines // +build, which are older, must all hold, and have an empty line
// behind them.
func matchesText(text string) bool {
	header, ended := header(text)
	isNo := func(line string) bool {
		parsed, err := constraint.Parse(line)
		return err == nil && !parsed.Eval(isTrue)
	}
	if at := slices.IndexFunc(header, constraint.IsGoBuild); at >= 0 {
		// With a second one, the go command refuses the file.
		return slices.ContainsFunc(header[at+1:], constraint.IsGoBuild) || !isNo(header[at])
	}
	return !slices.ContainsFunc(header[:ended], func(line string) bool {
		return constraint.IsPlusBuild(line) && isNo(line)
	})
}

// header is the lines of comments above the package clause; the first ended of them have an empty line behind them.
func header(text string) (lines []string, ended int) {
	inBlock, hadBlock := false, false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" && !hadBlock {
			ended = len(lines)
		}
		if !inBlock && strings.HasPrefix(line, "//") {
			lines = append(lines, line)
			continue
		}
		for line != "" { // blocks of comments, of which a line may have several
			if inBlock {
				_, after, ok := strings.Cut(line, "*/")
				if !ok {
					break
				}
				inBlock, line = false, strings.TrimSpace(after)
				continue
			}
			rest, ok := strings.CutPrefix(line, "/*")
			if !ok {
				return lines, ended
			}
			inBlock, hadBlock, line = true, true, strings.TrimSpace(rest)
		}
	}
	return lines, ended
}
