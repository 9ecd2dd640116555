package main

import (
	"io/fs"
	"net/http"
	"os"
	"strings"
)

// The page's compiler takes minutes to build, and nothing else of the page needs it. So `make run` serves a fresh clone
// before, with --toolchain, and the page waits for its compiler.

const (
	toolchainFolder = "toolchain/"
	// toolchainList lists all files of the compiler; wasm/toolchain writes it when they are there. Until then,
	// toolchainBuilt says how far it is, and toolchainFailed why it will never be there.
	toolchainList   = "toolchain.json"
	toolchainBuilt  = "building.json"
	toolchainFailed = "failed"
)

// withToolchain is a site whose compiler is in a folder of this machine.
type withToolchain struct {
	fs.FS
	folder fs.FS
}

// Open opens a file of the site, or of the compiler.
func (w withToolchain) Open(name string) (fs.File, error) {
	if file, ok := strings.CutPrefix(name, toolchainFolder); ok {
		return w.folder.Open(file)
	}
	return w.FS.Open(name)
}

// serveUnbuilt answers a request for the list of the compiler's files while there is none, and reports whether it did.
// 202 means that it will be there.
func (w withToolchain) serveUnbuilt(to http.ResponseWriter, name string) bool {
	if name != toolchainFolder+toolchainList {
		return false
	}
	if _, err := fs.Stat(w.folder, toolchainList); err == nil {
		return false
	}
	to.Header().Set("Cache-Control", "no-store")
	if why, err := fs.ReadFile(w.folder, toolchainFailed); err == nil {
		http.Error(to, string(why), http.StatusInternalServerError)
		return true
	}
	state, err := fs.ReadFile(w.folder, toolchainBuilt)
	if err != nil {
		state = []byte(`{"made":0,"of":0}`)
	}
	to.Header().Set("Content-Type", mediaType(toolchainList))
	to.Header().Set("Retry-After", "1")
	to.WriteHeader(http.StatusAccepted)
	to.Write(state) // an error means that the client has left
	return true
}

// addToolchain gives a site the compiler of a folder, unless the site has its own.
func addToolchain(site fs.FS, folder string) (fs.FS, error) {
	if folder == "" {
		return site, nil
	}
	if _, err := fs.Stat(site, toolchainFolder+toolchainList); err == nil {
		return site, nil
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, usagef("--toolchain %q is not a folder: `make toolchain` writes build/toolchain", folder)
	}
	return withToolchain{site, os.DirFS(folder)}, nil
}
