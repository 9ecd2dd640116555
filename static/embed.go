package static

import (
	"embed"
	"io/fs"
)

// dist holds the results of `make build`. The folder is committed with one empty .keep, because a pattern that
// matches no file is a compile error, and a fresh clone must pass `go build ./...` before anything is built.
// Without "all:", go:embed would skip a name such as .keep.
//
//go:embed all:dist
var dist embed.FS

// Site is the built web app, index.html at its root.
func Site() fs.FS {
	site, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a constant and a valid path, and fs.Sub fails for no other reason
	}
	return site
}

// Built reports whether the app was built before this program was compiled.
func Built() bool {
	_, err := fs.Stat(Site(), "index.html")
	return err == nil
}
