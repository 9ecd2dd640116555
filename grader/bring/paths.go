package bring

import (
	"path"
	"strings"
	"unicode"
)

// pathOf is the import path of a package in the tree. Folders may have names that no path can have.
func (f *Folder) pathOf(u *unit, neighbour string) string {
	at := importable(f.placeOf(u, neighbour))
	if at == mainName {
		at += "_" // package main is ours
	}
	return at
}

// illegal are the signs that the language does not want in the path of a package.
const illegal = "!\"#$%&'()*,:;<=>?[\\]^`{|}\uFFFD"

// importable is a path with other signs in the place of those.
func importable(path string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || !unicode.IsGraphic(c) || strings.ContainsRune(illegal, c) {
			return '_'
		}
		return c
	}, path)
}

// placeOf is the import path of a package in the tree, as its folders are called. A package that is brought alone has
// the path that its neighbours would have.
func (f *Folder) placeOf(u *unit, neighbour string) string {
	name, root, _ := f.module(u.folder)
	below := strings.TrimPrefix(strings.TrimPrefix(u.folder, root), "/")
	switch {
	case name != "" && below != "" && below != ".":
		return path.Join(name, below)
	case name != "":
		return name
	case below != "" && below != "." && u.folder != ".":
		return below
	}
	if strings.HasPrefix(neighbour, ".") {
		return u.name
	}
	return path.Join(path.Dir(neighbour), u.name)
}
