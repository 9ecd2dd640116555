package main

import (
	"bytes"
	"compress/gzip"
	"path"
	"sync"
)

// Browsers read Brotli only from a secure origin. Over plain HTTP, as from another machine of a classroom, they ask for
// gzip. Copies for them are made when one is first requested: among the files of this program they would only take
// room.

// zippable are the extensions of files that gzip makes smaller.
var zippable = map[string]bool{
	".css": true, ".html": true, ".js": true, ".json": true, ".map": true, ".md": true, ".mjs": true,
	".svg": true, ".txt": true, ".wasm": true,
}

// zipLevel makes the engine 1 % larger than the best level does, in a third of its time.
const zipLevel = 6

// zipper makes the gzip copy of each file once, and keeps it.
type zipper struct {
	mu     sync.Mutex
	copies map[string]func() *asset // by the file's name
}

// zip is the copy of a file of the site, or nil if it would be no smaller. Whoever requests it while it is made waits.
func (z *zipper) zip(name string, plain *asset) *asset {
	if !zippable[path.Ext(name)] {
		return nil
	}
	z.mu.Lock()
	zipped, ok := z.copies[name]
	if !ok {
		zipped = sync.OnceValue(func() *asset { return zipOf(plain) })
		z.copies[name] = zipped
	}
	z.mu.Unlock()
	return zipped()
}

func zipOf(plain *asset) *asset {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, zipLevel)
	if err != nil {
		panic(err) // the level is a constant, and one that there is
	}
	w.Write(plain.body) // a buffer takes everything
	w.Close()
	if b.Len() >= len(plain.body) {
		return nil
	}
	return newAsset(b.Bytes())
}
