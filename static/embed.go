package static

import (
	"embed"
	"io/fs"
)

// dist holds what `make build` puts there. The folder is committed with one
// empty .keep, because a pattern that matches no file is a compile error: a
// fresh clone must pass `go build ./...` before anything is built. "all:" is
// there for that .keep, whose name go:embed would otherwise pass over.
//
//go:embed all:dist
var dist embed.FS

// Site is the built web app, index.html at its root.
func Site() fs.FS {
	site, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a constant and a valid path: fs.Sub has nothing else to refuse
	}
	return site
}

// Built says whether the app was built before this program was compiled.
func Built() bool {
	_, err := fs.Stat(Site(), "index.html")
	return err == nil
}
