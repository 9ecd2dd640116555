package wholetest

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Edit is a mistake that is planted into the server: an old text that a file has once, and a new one.
type Edit struct{ File, Old, New string }

// Build compiles the server with some edits, as the guest of package seat. It works in a folder, which must exist.
func Build(folder string, edits ...Edit) ([]byte, error) {
	_, here, _, _ := runtime.Caller(0)
	source := filepath.Join(filepath.Dir(here), "testdata", "server")
	overlay, err := plant(source, folder, edits)
	if err != nil {
		return nil, err
	}
	program := filepath.Join(folder, "server.wasm")
	command := exec.Command("go", "build", "-overlay", overlay, "-buildmode=c-shared", "-ldflags=-w", "-o", program,
		".")
	command.Dir, command.Env = source, append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	if said, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("compile the test server: %w: %s", err, said)
	}
	return os.ReadFile(program)
}

// plant writes the changed files into the folder, and the list that tells Go's tool about them.
func plant(source, folder string, edits []Edit) (list string, err error) {
	replaced := map[string]string{}
	for _, e := range edits {
		file, changed := filepath.Join(source, e.File), filepath.Join(folder, e.File)
		from := file
		if replaced[file] != "" {
			from = changed
		}
		text, err := os.ReadFile(from)
		if err != nil {
			return "", fmt.Errorf("plant a mistake: %w", err)
		}
		if n := strings.Count(string(text), e.Old); n != 1 {
			return "", fmt.Errorf("plant a mistake: %s has the old text %d times: %s", e.File, n, e.Old)
		}
		text = []byte(strings.Replace(string(text), e.Old, e.New, 1))
		if err := os.WriteFile(changed, text, 0o600); err != nil {
			return "", fmt.Errorf("plant a mistake: %w", err)
		}
		replaced[file] = changed
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return "", fmt.Errorf("plant a mistake: %w", err)
	}
	list = filepath.Join(folder, "overlay.json")
	return list, os.WriteFile(list, overlay, 0o600)
}
