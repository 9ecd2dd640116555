package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unbuiltSite is a handler of a site without a compiler, and the folder in which the compiler is built.
func unbuiltSite(t *testing.T) (
	ask func(method, target string) *httptest.ResponseRecorder, put func(name, text string),
) {
	folder := t.TempDir()
	files, err := addToolchain(fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}, folder)
	require.NoError(t, err)
	handler := newHandler(files, true, true, nobody, "")
	ask = func(method, target string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, target, nil)
		r.Host = "localhost:8080"
		return answer(handler, r)
	}
	put = func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644))
	}
	return ask, put
}

func TestThePageIsServedWhileItsCompilerIsBuilt(t *testing.T) {
	ask, put := unbuiltSite(t)
	const list, link = "/toolchain/toolchain.json", "/toolchain/link-0123456789abcdef.wasm"
	assert.Equal(t, "<!doctype html>", ask(http.MethodGet, "/").Body.String())

	w := ask(http.MethodGet, list)
	assert.Equal(t, http.StatusAccepted, w.Code)
	assert.JSONEq(t, `{"made":0,"of":0}`, w.Body.String())
	assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	assert.Equal(t, http.StatusNotFound, ask(http.MethodGet, link).Code)

	put("building.json", `{"made":2,"of":6}`)
	w = ask(http.MethodGet, list)
	assert.Equal(t, http.StatusAccepted, w.Code)
	assert.Equal(t, "application/json", w.Header().Get("Content-Type"))
	assert.JSONEq(t, `{"made":2,"of":6}`, w.Body.String())

	put("link-0123456789abcdef.wasm", "the linker")
	put("toolchain.json", `{"version":1}`)
	w = ask(http.MethodGet, list)
	assert.Equal(t, http.StatusOK, w.Code)
	assert.JSONEq(t, `{"version":1}`, w.Body.String())
	w = ask(http.MethodGet, link)
	assert.Equal(t, "the linker", w.Body.String())
	assert.Equal(t, "application/wasm", w.Header().Get("Content-Type"))
	assert.Equal(t, "public, max-age=31536000, immutable", w.Header().Get("Cache-Control"))
}

func TestACompilerThatCouldNotBeBuiltSaysWhy(t *testing.T) {
	ask, put := unbuiltSite(t)
	put("failed", "no space left on device\n")
	w := ask(http.MethodGet, "/toolchain/toolchain.json")
	assert.Equal(t, http.StatusInternalServerError, w.Code)
	assert.Contains(t, w.Body.String(), "no space left")
}

func TestASiteWithACompilerKeepsItsOwn(t *testing.T) {
	files, err := addToolchain(testSite(), t.TempDir())
	require.NoError(t, err)
	assert.Equal(t, testSite(), files)
	files, err = addToolchain(testSite(), "")
	require.NoError(t, err)
	assert.Equal(t, testSite(), files)
	_, err = addToolchain(fstest.MapFS{}, filepath.Join(t.TempDir(), "missing"))
	assert.ErrorContains(t, err, "is not a folder")
}
