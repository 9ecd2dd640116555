package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What Chromium and Firefox send to a site that is not HTTPS.
const overPlainHTTP = "gzip, deflate"

var longScript = strings.Repeat("export const x = 1;\n", 500)

func longSite() http.Handler {
	return newHandler(fstest.MapFS{
		"long.js":     {Data: []byte(longScript)},
		"twice.js":    {Data: []byte(longScript)},
		"twice.js.br": {Data: []byte("brotli of twice.js")},
		"short.js":    {Data: []byte("x")},
		"long.webp":   {Data: []byte(longScript)},
	}, true, true, nobody, "")
}

func ask(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "localhost:8080"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return answer(h, r)
}

func unzipped(t *testing.T, body []byte) string {
	r, err := gzip.NewReader(bytes.NewReader(body))
	require.NoError(t, err)
	text, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(text)
}

func TestGzipWhereBrotliIsNotRead(t *testing.T) {
	site := longSite()
	for _, target := range []string{"/long.js", "/twice.js"} {
		w := ask(site, http.MethodGet, target, "Accept-Encoding", overPlainHTTP)
		assert.Equal(t, "gzip", w.Header().Get("Content-Encoding"), target)
		assert.Equal(t, "Accept-Encoding", w.Header().Get("Vary"), target)
		assert.Equal(t, "text/javascript; charset=utf-8", w.Header().Get("Content-Type"), target)
		assert.Equal(t, strconv.Itoa(w.Body.Len()), w.Header().Get("Content-Length"), target)
		assert.Less(t, w.Body.Len(), len(longScript)/10, target)
		assert.Equal(t, longScript, unzipped(t, w.Body.Bytes()), target)

		head := ask(site, http.MethodHead, target, "Accept-Encoding", overPlainHTTP)
		assert.Empty(t, head.Body.String(), target)
		assert.Equal(t, w.Header(), head.Header(), target)
	}
	w := ask(site, http.MethodGet, "/twice.js", "Accept-Encoding", "gzip, br")
	assert.Equal(t, "br", w.Header().Get("Content-Encoding"), "the better coding wins")
}

func TestARefusedOrUselessGzip(t *testing.T) {
	site := longSite()
	tests := []struct{ target, accept, vary string }{
		{"/long.js", "", "Accept-Encoding"},
		{"/long.js", "gzip;q=0", "Accept-Encoding"},
		{"/short.js", overPlainHTTP, ""},
		{"/long.webp", overPlainHTTP, ""}, // such a file is compressed already
	}
	for _, test := range tests {
		w := ask(site, http.MethodGet, test.target, "Accept-Encoding", test.accept)
		assert.Empty(t, w.Header().Get("Content-Encoding"), "%+v", test)
		assert.Equal(t, test.vary, w.Header().Get("Vary"), "%+v", test)
	}
}

func TestTheGzipCopyHasATagOfItsOwn(t *testing.T) {
	site := longSite()
	plain := ask(site, http.MethodGet, "/long.js").Header().Get("ETag")
	zipped := ask(site, http.MethodGet, "/long.js", "Accept-Encoding", overPlainHTTP).Header().Get("ETag")
	assert.NotEqual(t, plain, zipped)
	again := ask(longSite(), http.MethodGet, "/long.js", "Accept-Encoding", overPlainHTTP).Header().Get("ETag")
	assert.Equal(t, zipped, again, "also after the server has begun again")

	w := ask(site, http.MethodGet, "/long.js", "Accept-Encoding", overPlainHTTP, "If-None-Match", zipped)
	assert.Equal(t, http.StatusNotModified, w.Code)
	assert.Equal(t, "Accept-Encoding", w.Header().Get("Vary"))
	w = ask(site, http.MethodGet, "/long.js", "Accept-Encoding", overPlainHTTP, "If-None-Match", plain)
	assert.Equal(t, http.StatusOK, w.Code, "the plain file's tag is another representation's")
}

// TestAPartIsAnsweredWithTheWhole holds RFC 9110 §14.2: a server may ignore Range, and then says 200.
func TestAPartIsAnsweredWithTheWhole(t *testing.T) {
	for _, accept := range []string{"", overPlainHTTP, "br"} {
		w := ask(longSite(), http.MethodGet, "/twice.js", "Accept-Encoding", accept, "Range", "bytes=0-9")
		assert.Equal(t, http.StatusOK, w.Code, accept)
		assert.Equal(t, "none", w.Header().Get("Accept-Ranges"), accept)
		assert.Empty(t, w.Header().Get("Content-Range"), accept)
		assert.Equal(t, strconv.Itoa(w.Body.Len()), w.Header().Get("Content-Length"), accept)
	}
}

func TestManyWhoAskAtOnceGetOneCopy(t *testing.T) {
	site := longSite()
	bodies := make([]string, 20)
	var all sync.WaitGroup
	for i := range bodies {
		all.Go(func() {
			bodies[i] = ask(site, http.MethodGet, "/long.js", "Accept-Encoding", "gzip").Body.String()
		})
	}
	all.Wait()
	for _, body := range bodies {
		assert.Equal(t, bodies[0], body)
	}
	assert.Equal(t, longScript, unzipped(t, []byte(bodies[0])))
}
