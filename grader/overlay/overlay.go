package overlay

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Write writes texts, by the absolute path of the file that each replaces, into an existing folder. It returns
// the file to pass to the go command, and the place of each text.
func Write(folder string, texts map[string][]byte) (name string, files map[string]string, err error) {
	files = map[string]string{}
	for i, path := range slices.Sorted(maps.Keys(texts)) {
		if !filepath.IsAbs(path) {
			return "", nil, fmt.Errorf("overlay: %s: the go command needs an absolute path", path)
		}
		// Two folders may have files of the same name.
		files[path] = filepath.Join(folder, fmt.Sprintf("%d-%s", i, filepath.Base(path)))
		if err := os.WriteFile(files[path], texts[path], 0o600); err != nil {
			return "", nil, fmt.Errorf("overlay: %w", err)
		}
	}
	list, err := json.Marshal(map[string]map[string]string{"Replace": files})
	if err != nil {
		return "", nil, fmt.Errorf("overlay: %w", err)
	}
	name = filepath.Join(folder, "overlay.json")
	if err := os.WriteFile(name, list, 0o600); err != nil {
		return "", nil, fmt.Errorf("overlay: %w", err)
	}
	return name, files, nil
}
