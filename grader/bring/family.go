package bring

import (
	"regexp"
	"slices"
	"strings"
)

// family is the shapes that make a server by the same function, and that the same text in a package's files marks.
type family struct {
	// maker is the function that makes a server, and makes finds it.
	maker string
	makes *regexp.Regexp
	// marks finds what one of the files has besides.
	marks *regexp.Regexp
	// neighbour is the last part of a package that every server of the family imports from the course, "" for none.
	neighbour string
	// fit finds the shape of a package, and what package main needs to know.
	fit func(l *look, collected *notes) (shape, program, []Complaint, error)
}

// families are looked for in each package. A package is of one at most.
var families = []family{
	{"Make", regexp.MustCompile(`(?m)^func Make\(`),
		regexp.MustCompile(`(?m)^(import)?\s+(\w+ )?"([^"]*/)?labrpc"`), "labrpc", (*look).fitCourse},
	{"New", newFunction, regexp.MustCompile(`(?m)^func \(\w* ?\*?\w+\) Step\(`), "", (*look).fitStep},
	{"New", newFunction,
		regexp.MustCompile(`(?m)^(import)?\s+(\w+ )?"go\.etcd\.io/raft/v3"`), "", (*look).fitRawNode},
}

var newFunction = regexp.MustCompile(`(?m)^func New\(`)

// found is a package with a server, and its family.
type found struct {
	folder string
	family
}

// candidate is the package with the server. Exactly one must be there.
func (f *Folder) candidate() (found, error) {
	folders, err := f.packages()
	if err != nil {
		return found{}, err
	}
	var all []found
	var near []string
	for _, folder := range folders {
		of, closely, err := f.familyOf(folder)
		switch {
		case err != nil:
			return found{}, err
		case of != nil:
			all = append(all, found{folder, *of})
		case closely:
			near = append(near, f.shown(folder))
		}
	}
	switch {
	case len(all) == 1:
		return all[0], nil
	case len(all) > 1:
		var shown []string
		for _, one := range all {
			shown = append(shown, f.shown(one.folder))
		}
		return found{}, about("name one of them", "there are %d packages with a server: %s", len(all), describe(shown))
	case len(near) > 0:
		return found{}, about("a server calls the others with labrpc.ClientEnd; see raftlab help bring for the shapes",
			"%s has a function Make, but does not import labrpc", describe(near))
	}
	return found{}, about("name the package's folder, such as src/raft; see raftlab help bring for the shapes",
		"in %d packages of Go there is none with a function Make that imports labrpc, with New and a method Step, or "+
			"with New and go.etcd.io/raft/v3", len(folders))
}

// familyOf is the family of a package, nil for none; near is true if it has at least a function Make.
func (f *Folder) familyOf(folder string) (of *family, near bool, err error) {
	names, err := f.programs(folder)
	if err != nil {
		return nil, false, err
	}
	var texts []string
	for _, name := range names {
		text, err := f.text(name)
		if err != nil {
			return nil, false, err
		}
		texts = append(texts, string(text))
	}
	for i, one := range families {
		makes := slices.ContainsFunc(texts, one.makes.MatchString)
		if makes && slices.ContainsFunc(texts, one.marks.MatchString) {
			return &families[i], false, nil
		}
		near = near || makes && one.maker == "Make"
	}
	return nil, near, nil
}

// maker is the function that makes a server.
func (l *look) maker() declared { return l.functions[l.family.maker] }

// without is the error about a package without the function that makes a server.
func (l *look) without() error {
	return about("", "there is no function %s in %s", l.family.maker, l.unit.sources[0].shown)
}

// otherwise is a complaint about a function whose type is not the one of its shape.
func (d declared) otherwise(name, wanted string) Complaint {
	return d.complain("expected "+strings.ReplaceAll(wanted, "\n", "\n      "), "%s is %s", name,
		d.in.signature(d.function))
}
