package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// site serves a file system whose files never change: it is compiled in, but for a compiler that is still built.
type site struct {
	files fs.FS

	mu    sync.Mutex
	cache map[string]*asset // by path in files, those requested so far
}

// asset is one file as the server sends it.
type asset struct {
	body []byte
	etag string // a hash of body: only a file that has changed is fetched again
}

// hashed matches names that carry a hash of their content: such a name always has the same content.
var hashed = regexp.MustCompile(`^toolchain/[a-z]+-[0-9a-f]{16}\.[a-z]+$`)

func (s *site) serveFile(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" {
		name = "index.html"
	}
	if !servable(name) {
		http.Error(w, "no such page", http.StatusNotFound)
		return
	}
	if building, ok := s.files.(withToolchain); ok && building.serveUnbuilt(w, name) {
		return
	}
	chosen, err := s.choose(name, r.Header.Values("Accept-Encoding"))
	if err != nil {
		http.Error(w, "no such page", http.StatusNotFound)
		return
	}
	h := w.Header()
	if chosen.varies {
		h.Set("Vary", "Accept-Encoding")
	}
	h.Set("ETag", chosen.etag)
	h.Set("Cache-Control", cacheControl(name))
	if matchesETag(r.Header.Values("If-None-Match"), chosen.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", mediaType(name))
	chosen.send(w, r.Method == http.MethodGet)
}

func cacheControl(name string) string {
	if hashed.MatchString(name) {
		return "public, max-age=31536000, immutable"
	}
	// The browser keeps the file, and asks each time whether it is current: without a hash in the names, a cached
	// engine must never meet a newer page.
	return "no-cache"
}

// codings are the compressed copies that a file may have beside it, the best first.
var codings = []struct{ name, extension string }{{"br", ".br"}, {"gzip", ".gz"}}

// representation is a file in the form that a client requested (RFC 9110 §8).
type representation struct {
	*asset
	coding string // its Content-Encoding, or none
	varies bool   // there are others
	// inflate is for clients that read no coding, and files that exist only as compressed copies: uncompressed, the
	// toolchain would make this program three times as large.
	inflate bool
}

func (s *site) choose(name string, accept []string) (representation, error) {
	copies := map[string]*asset{}
	for _, coding := range codings {
		copied, err := s.load(name + coding.extension)
		if err != nil {
			continue
		}
		copies[coding.name] = copied
		if accepts(accept, coding.name) {
			return representation{asset: copied, coding: coding.name, varies: true}, nil
		}
	}
	plain, err := s.load(name)
	if zipped, ok := copies["gzip"]; ok && err != nil {
		unzipped := &asset{zipped.body, strings.TrimSuffix(zipped.etag, `"`) + `-plain"`}
		return representation{asset: unzipped, varies: true, inflate: true}, nil
	}
	return representation{asset: plain, varies: len(copies) > 0}, err
}

// send writes the rest of the answer. It ignores an error of writing: the client has left.
func (p representation) send(w http.ResponseWriter, body bool) {
	if p.coding != "" {
		w.Header().Set("Content-Encoding", p.coding)
	}
	if !p.inflate {
		w.Header().Set("Content-Length", strconv.Itoa(len(p.body)))
		if body {
			w.Write(p.body)
		}
		return
	}
	plain, err := gzip.NewReader(bytes.NewReader(p.body))
	if err != nil {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Del("ETag")
		http.Error(w, "this file was not built well: run `make clean build`", http.StatusInternalServerError)
		return
	}
	if body {
		io.Copy(w, plain)
	}
}

// servable reports whether a client may request name. A compressed copy is a representation of another file, a leading
// dot marks what only the build needs, and fs.ValidPath refuses every path that leads out of the site.
func servable(name string) bool {
	return fs.ValidPath(name) && !strings.HasSuffix(name, ".br") && !strings.HasSuffix(name, ".gz") &&
		!strings.HasPrefix(name, ".") && !strings.Contains(name, "/.")
}

func (s *site) load(name string) (*asset, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, ok := s.cache[name]; ok {
		return a, nil
	}
	body, err := fs.ReadFile(s.files, name) // a directory is an error too: nothing is listed
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	a := &asset{body: body, etag: `"` + hex.EncodeToString(sum[:16]) + `"`}
	s.cache[name] = a
	return a, nil
}

func mediaType(name string) string {
	if t, ok := mediaTypes[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}

// accepts reads Accept-Encoding (RFC 9110 §12.5.3): a coding is acceptable when
// it is listed with a weight above zero or, not being listed, "*" is.
func accepts(values []string, coding string) bool {
	star := false
	for item := range strings.SplitSeq(strings.Join(values, ","), ",") {
		listed, params, _ := strings.Cut(item, ";")
		switch strings.ToLower(strings.TrimSpace(listed)) {
		case coding:
			return positiveWeight(params)
		case "*":
			star = positiveWeight(params)
		}
	}
	return star
}

// positiveWeight reads the parameter "q=0.5" of a coding; none means 1, and one
// that cannot be read means 0: an uncompressed answer is right for everybody.
func positiveWeight(params string) bool {
	key, value, found := strings.Cut(strings.TrimSpace(params), "=")
	if !found {
		return strings.TrimSpace(params) == ""
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	return strings.EqualFold(strings.TrimSpace(key), "q") && err == nil && q > 0
}

// matchesETag reads If-None-Match (RFC 9110 §13.1.2), whose comparison is weak.
func matchesETag(values []string, etag string) bool {
	for candidate := range strings.SplitSeq(strings.Join(values, ","), ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == "*" || candidate == etag {
			return true
		}
	}
	return false
}
