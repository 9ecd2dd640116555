package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func testSite() fstest.MapFS {
	return fstest.MapFS{
		".keep":              {Data: []byte("")},
		"index.html":         {Data: []byte("<!doctype html>")},
		"app.js":             {Data: []byte("export {}")},
		"app.js.br":          {Data: []byte("brotli of app.js")},
		"app.css":            {Data: []byte("body{}")},
		"engine.wasm":        {Data: []byte("\x00asm")},
		"logo.svg":           {Data: []byte("<svg/>")},
		"strings.json":       {Data: []byte("{}")},
		"notes.txt":          {Data: []byte("hello")},
		"strange.raft":       {Data: []byte("?")},
		"sub/page.html":      {Data: []byte("deeper")},
		"sub/.hidden/x.html": {Data: []byte("hidden")},

		"toolchain/toolchain.json":                  {Data: []byte("{}")},
		"toolchain/link-0123456789abcdef.wasm.br":   {Data: []byte("brotli of link")},
		"toolchain/link-0123456789abcdef.wasm.gz":   {Data: zipped("the linker")},
		"toolchain/std-0123456789abcdef.pack.br":    {Data: []byte("brotli of std")},
		"toolchain/broken-0123456789abcdef.json.gz": {Data: []byte("not gzip")},
	}
}

func zipped(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.Bytes()
}

// request is one exchange with a built site on loopback. Headers are key, value, ...
func request(method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "localhost:8080"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return answer(newHandler(testSite(), true, true, nobody, ""), r)
}

func answer(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestFilesAndTheirMediaTypes(t *testing.T) {
	tests := map[string]struct{ body, mediaType string }{
		"/":              {"<!doctype html>", "text/html; charset=utf-8"},
		"/index.html":    {"<!doctype html>", "text/html; charset=utf-8"},
		"/app.js":        {"export {}", "text/javascript; charset=utf-8"},
		"/app.css":       {"body{}", "text/css; charset=utf-8"},
		"/engine.wasm":   {"\x00asm", "application/wasm"},
		"/logo.svg":      {"<svg/>", "image/svg+xml"},
		"/strings.json":  {"{}", "application/json"},
		"/notes.txt":     {"hello", "text/plain; charset=utf-8"},
		"/strange.raft":  {"?", "application/octet-stream"},
		"/sub/page.html": {"deeper", "text/html; charset=utf-8"},
	}
	for target, want := range tests {
		t.Run(target, func(t *testing.T) {
			w := request(http.MethodGet, target)
			assert.Equal(t, http.StatusOK, w.Code)
			assert.Equal(t, want.body, w.Body.String())
			assert.Equal(t, want.mediaType, w.Header().Get("Content-Type"))
			assert.Equal(t, strconv.Itoa(len(want.body)), w.Header().Get("Content-Length"))
			assert.Equal(t, "no-cache", w.Header().Get("Cache-Control"))
		})
	}
}

func TestHiddenAndMissingFilesAreNotServed(t *testing.T) {
	targets := []string{
		"/nowhere", "/sub", "/sub/", "/app.js.br", "/toolchain/link-0123456789abcdef.wasm.gz", "/.keep",
		"/sub/.hidden/x.html", "/../serve.go", "/sub/../index.html", "/%2e%2e/serve.go", "//index.html",
		"/sub//page.html",
	}
	for _, target := range targets {
		t.Run(target, func(t *testing.T) {
			w := request(http.MethodGet, "http://localhost:8080"+target)
			assert.Equal(t, http.StatusNotFound, w.Code)
			assert.Equal(t, "no such page\n", w.Body.String())
			assert.Equal(t, "text/plain; charset=utf-8", w.Header().Get("Content-Type"))
		})
	}
}

func TestHeadIsGetWithoutTheBody(t *testing.T) {
	get, head := request(http.MethodGet, "/app.css"), request(http.MethodHead, "/app.css")
	assert.Equal(t, http.StatusOK, head.Code)
	assert.Empty(t, head.Body.String())
	assert.Equal(t, get.Header(), head.Header())
}

func TestOtherMethodsAreRefused(t *testing.T) {
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		w := request(method, "/")
		assert.Equal(t, http.StatusMethodNotAllowed, w.Code, method)
		assert.Equal(t, "GET, HEAD", w.Header().Get("Allow"), method)
	}
}

func TestEveryAnswerHasTheSecurityHeaders(t *testing.T) {
	want := map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
			"img-src 'self' data:; connect-src 'self'; worker-src 'self'; font-src 'self'; " +
			"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Resource-Policy": "same-origin",
	}
	rebound := httptest.NewRequest(http.MethodGet, "http://attacker.example/", nil)
	local := httptest.NewRequest(http.MethodGet, "http://localhost/", nil)
	answers := map[string]*httptest.ResponseRecorder{
		"found":        request(http.MethodGet, "/"),
		"not found":    request(http.MethodGet, "/nowhere"),
		"not modified": request(http.MethodGet, "/", "If-None-Match", "*"),
		"bad method":   request(http.MethodPost, "/"),
		"bad host":     answer(newHandler(testSite(), true, true, nobody, ""), rebound),
		"not built":    answer(newHandler(fstest.MapFS{}, false, true, nobody, ""), local),
	}
	codes := map[int]bool{}
	for name, w := range answers {
		codes[w.Code] = true
		for header, value := range want {
			assert.Equal(t, value, w.Header().Get(header), "%s: %s", name, header)
		}
	}
	assert.Len(t, codes, len(answers), "the six answers are six different ones")
}

func TestCompressedCopies(t *testing.T) {
	tests := []struct {
		name   string
		accept []string // Accept-Encoding headers
		want   bool
	}{
		{"no header", nil, false},
		{"a browser", []string{"gzip, deflate, br, zstd"}, true},
		{"alone", []string{"br"}, true},
		{"in capitals", []string{"BR"}, true},
		{"in a second header", []string{"gzip", "br"}, true},
		{"with a weight", []string{"gzip;q=1.0, br;q=0.001"}, true},
		{"refused", []string{"gzip, br;q=0"}, false},
		{"refused in full", []string{"br; q=0.000"}, false},
		{"weight in capitals, refused", []string{"br;Q=0"}, false},
		{"weight that cannot be read", []string{"br;q=much"}, false},
		{"parameter that is not a weight", []string{"br;x=1"}, false},
		{"parameter without value", []string{"br;q"}, false},
		{"anything", []string{"*"}, true},
		{"anything but br", []string{"*, br;q=0"}, false},
		{"br, then nothing else", []string{"br, *;q=0"}, true},
		{"nothing", []string{"*;q=0"}, false},
		{"only a name that contains it", []string{"brotli"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var headers []string
			for _, accept := range test.accept {
				headers = append(headers, "Accept-Encoding", accept)
			}
			w := request(http.MethodGet, "/app.js", headers...)
			body, encoding := "export {}", ""
			if test.want {
				body, encoding = "brotli of app.js", "br"
			}
			assert.Equal(t, body, w.Body.String())
			assert.Equal(t, encoding, w.Header().Get("Content-Encoding"))
			assert.Equal(t, "text/javascript; charset=utf-8", w.Header().Get("Content-Type"))
			assert.Equal(t, "Accept-Encoding", w.Header().Get("Vary"))
		})
	}
}

// TestToolchain asks for files of which there are only compressed copies.
func TestToolchain(t *testing.T) {
	const link, std = "/toolchain/link-0123456789abcdef.wasm", "/toolchain/std-0123456789abcdef.pack"
	tests := []struct{ name, target, accept, body, encoding, mediaType string }{
		{"brotli", link, "gzip, deflate, br", "brotli of link", "br", "application/wasm"},
		{"gzip", link, "gzip, deflate", string(zipped("the linker")), "gzip", "application/wasm"},
		{"neither", link, "", "the linker", "", "application/wasm"},
		{"a pack", std, "br", "brotli of std", "br", "application/octet-stream"},
	}
	tags := map[string]bool{}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := request(http.MethodGet, test.target, "Accept-Encoding", test.accept)
			assert.Equal(t, http.StatusOK, w.Code)
			assert.Equal(t, test.body, w.Body.String())
			assert.Equal(t, test.encoding, w.Header().Get("Content-Encoding"))
			assert.Equal(t, test.mediaType, w.Header().Get("Content-Type"))
			assert.Equal(t, "Accept-Encoding", w.Header().Get("Vary"))
			assert.Equal(t, "public, max-age=31536000, immutable", w.Header().Get("Cache-Control"))
			tags[w.Header().Get("ETag")] = true
			head := request(http.MethodHead, test.target, "Accept-Encoding", test.accept)
			assert.Empty(t, head.Body.String())
			assert.Equal(t, w.Header(), head.Header())
		})
	}
	assert.Len(t, tags, len(tests), "each representation has a tag of its own")

	t.Run("the list of all has no hash in its name", func(t *testing.T) {
		w := request(http.MethodGet, "/toolchain/toolchain.json")
		assert.Equal(t, "application/json", w.Header().Get("Content-Type"))
		assert.Equal(t, "no-cache", w.Header().Get("Cache-Control"))
	})
	t.Run("for a client that reads no coding", func(t *testing.T) {
		assert.Equal(t, http.StatusNotFound, request(http.MethodGet, std).Code)
	})
	t.Run("a broken copy", func(t *testing.T) {
		w := request(http.MethodGet, "/toolchain/broken-0123456789abcdef.json")
		assert.Equal(t, http.StatusInternalServerError, w.Code)
		assert.Contains(t, w.Body.String(), "make clean build")
		assert.Equal(t, "no-store", w.Header().Get("Cache-Control"), "the mistake is not to be kept")
	})
}

func TestFileWithoutCompressedCopy(t *testing.T) {
	w := request(http.MethodGet, "/app.css", "Accept-Encoding", "br")
	assert.Equal(t, "body{}", w.Body.String())
	assert.Empty(t, w.Header().Get("Content-Encoding"))
	assert.Empty(t, w.Header().Get("Vary"))
}

func TestETag(t *testing.T) {
	etag := func(w *httptest.ResponseRecorder) string { return w.Header().Get("ETag") }
	plain := etag(request(http.MethodGet, "/app.js"))
	assert.Regexp(t, `^"[0-9a-f]{32}"$`, plain)
	assert.Equal(t, plain, etag(request(http.MethodHead, "/app.js")), "the same content has the same tag")
	assert.NotEqual(t, plain, etag(request(http.MethodGet, "/app.css")))
	assert.NotEqual(t, plain, etag(request(http.MethodGet, "/app.js", "Accept-Encoding", "br")),
		"a cache must tell the compressed copy from the file")

	for _, match := range []string{plain, "W/" + plain, `"other", ` + plain, "*"} {
		w := request(http.MethodGet, "/app.js", "If-None-Match", match)
		assert.Equal(t, http.StatusNotModified, w.Code, match)
		assert.Empty(t, w.Body.String(), match)
		assert.Equal(t, plain, etag(w), match)
		assert.Equal(t, "Accept-Encoding", w.Header().Get("Vary"), match)
	}
	for _, other := range []string{`"other"`, "", plain + "x", "nonsense"} {
		w := request(http.MethodGet, "/app.js", "If-None-Match", other)
		assert.Equal(t, http.StatusOK, w.Code, other)
	}
}

func TestUnbuiltSiteSaysWhatToDo(t *testing.T) {
	w := answer(newHandler(fstest.MapFS{}, false, false, nobody, ""), httptest.NewRequest(http.MethodGet, "/", nil))
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
	assert.Contains(t, w.Body.String(), "make build")
}

func TestReboundHostsAreRefusedOnLoopback(t *testing.T) {
	tests := map[string]bool{
		"localhost":              true,
		"localhost:8080":         true,
		"LocalHost:8080":         true,
		"127.0.0.1":              true,
		"127.0.0.1:8080":         true,
		"[::1]":                  true,
		"[::1]:8080":             true,
		"attacker.example":       false,
		"attacker.example:8080":  false,
		"localhost.example:8080": false,
		"127.0.0.1.example":      false,
		"192.168.1.7:8080":       false,
		"0.0.0.0:8080":           false,
		"":                       false,
	}
	for host, allowed := range tests {
		t.Run(host, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Host = host
			want := http.StatusForbidden
			if allowed {
				want = http.StatusOK
			}
			assert.Equal(t, want, answer(newHandler(testSite(), true, true, nobody, ""), r).Code)
			assert.Equal(t, http.StatusOK, answer(newHandler(testSite(), true, false, nobody, ""), r).Code,
				"a server for the whole network is asked for by any name")
		})
	}
}

func TestListenStaysOnThisMachine(t *testing.T) {
	for _, addr := range []string{":0", "127.0.0.1:0", "localhost:0"} {
		listener, err := listen(addr)
		require.NoError(t, err, addr)
		tcp := listener.Addr().(*net.TCPAddr)
		assert.True(t, tcp.IP.IsLoopback(), "%s listens on %s", addr, tcp)
		assert.NotZero(t, tcp.Port)
		require.NoError(t, listener.Close())
	}
}

func TestTakenPortIsNamed(t *testing.T) {
	first, err := listen("127.0.0.1:0")
	require.NoError(t, err)
	defer first.Close()
	addr := first.Addr().String()

	code, stdout, stderr := runForTest("serve", "--addr", addr)
	assert.Equal(t, exitFailed, code)
	assert.Empty(t, stdout)
	assert.Contains(t, stderr, "port "+strconv.Itoa(first.Addr().(*net.TCPAddr).Port)+" of 127.0.0.1 is taken")
	assert.Contains(t, stderr, "--addr 127.0.0.1:0")
}

func TestListeningOnAForeignAddressFails(t *testing.T) {
	_, err := listen("192.0.2.1:0") // RFC 5737: no machine has it
	require.Error(t, err)
	assert.Contains(t, err.Error(), "listen on 192.0.2.1:0: ")
}

func TestSiteURL(t *testing.T) {
	tests := map[string]string{
		"127.0.0.1": "http://127.0.0.1:80/",
		"::1":       "http://[::1]:80/",
		"0.0.0.0":   "http://127.0.0.1:80/",
		"::":        "http://127.0.0.1:80/",
	}
	for ip, want := range tests {
		assert.Equal(t, want, siteURL(&net.TCPAddr{IP: net.ParseIP(ip), Port: 80}), ip)
	}
}

// slowWriter reports when it is called, and answers when the test lets it.
type slowWriter struct{ asked, allowed chan struct{} }

func (s slowWriter) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	close(s.asked)
	<-s.allowed
	io.WriteString(w, "finished")
}

func TestStoppingLetsRequestsFinish(t *testing.T) {
	listener, err := listen("127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	slow := slowWriter{asked: make(chan struct{}), allowed: make(chan struct{})}
	stopped := make(chan error, 1)
	go func() { stopped <- serve(ctx, listener, slow) }()

	body := make(chan string, 1)
	go func() {
		response, err := http.Get(siteURL(listener.Addr().(*net.TCPAddr)))
		if err != nil {
			body <- err.Error()
			return
		}
		defer response.Body.Close()
		var b bytes.Buffer
		b.ReadFrom(response.Body)
		body <- b.String()
	}()
	<-slow.asked
	stop()
	close(slow.allowed)
	assert.Equal(t, "finished", <-body)
	select {
	case err := <-stopped:
		assert.NoError(t, err)
	case <-time.After(2 * shutdownTimeout):
		t.Fatal("serve did not stop")
	}
}

func TestServeReportsABrokenListener(t *testing.T) {
	listener, err := listen("127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	assert.ErrorIs(t, serve(t.Context(), listener, http.NotFoundHandler()), net.ErrClosed)
}

func TestOnlyTheGivenOriginMayFrameTheSite(t *testing.T) {
	for origin, want := range map[string]string{
		"":                         "'none'",
		"https://course.example":   "https://course.example",
		"http://localhost:4000":    "http://localhost:4000",
		"https://[2001:db8::1]:80": "https://[2001:db8::1]:80",
	} {
		got, err := framer(origin)
		require.NoError(t, err, origin)
		assert.Equal(t, want, got)
		w := answer(newHandler(testSite(), true, false, got, ""), httptest.NewRequest(http.MethodGet, "/", nil))
		assert.Regexp(t, `; frame-ancestors \Q`+want+`\E$`, w.Header().Get("Content-Security-Policy"))
	}
	for _, wrong := range []string{
		"*", "https:", "course.example", "https://*.example", "https://course.example/", "https://course.example/page",
		"ftp://course.example", "https://a.example; script-src *", "https://a.example https://b.example", "'self'",
		"https://user@course.example", "https://a.example,b", "javascript://x", "https://", "https://course.example?x",
	} {
		code, _, stderr := runForTest("serve", "--addr", "127.0.0.1:0", "--embed", wrong)
		assert.Equal(t, exitUsage, code, wrong)
		assert.Contains(t, stderr, "is not an origin", wrong)
	}
}
