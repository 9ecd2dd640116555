package main

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"

	"raftlab/grader/bring"
)

// brought is a folder with a whole server on this machine, "" for none, that the page is given.
type brought string

// broughtName is where the page asks for it.
const broughtName = "/brought.json"

// check refuses what cannot be given, and an address at which other machines would read the person's files.
func (b brought) check(addr *net.TCPAddr) error {
	if b == "" {
		return nil
	}
	if info, err := os.Stat(string(b)); err != nil || !info.IsDir() {
		return usagef("there is no folder %s", string(b))
	}
	if !addr.IP.IsLoopback() {
		return usagef("--with gives the files of %s to whoever reaches the page: use it without --addr, or with a "+
			"loopback address", string(b))
	}
	return nil
}

// serve answers with the files as they are now. Without a folder the answer is null, as from any server of the site.
func (b brought) serve(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	if b == "" {
		w.Header().Set("Content-Type", mediaType(broughtName))
		io.WriteString(w, "null\n") // an error means that the client has left
		return
	}
	name, files, err := b.read()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", mediaType(broughtName))
	json.NewEncoder(w).Encode(map[string]any{"name": name, "files": files}) // an error means that the client has left
}

// read reads the files within bring's bounds: those of Go alone, and none that a link leads to outside.
func (b brought) read() (name string, files []bring.File, err error) {
	folder, err := bring.Open(string(b))
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	files, err = folder.Files()
	return folder.Name(), files, err
}
