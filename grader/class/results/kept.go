package results

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"raftlab/grader"
	"raftlab/lab/digest"
)

// Kept is a report that was made.
type Kept struct {
	// Key is the hash of all that decides the report. Took is how long it took: it is only shown.
	Key    string             `json:"key"`
	Took   time.Duration      `json:"took"`
	Report *grader.ReportJSON `json:"report"`
}

// sealed is a Kept as it stands in its file.
type sealed struct {
	// Sum is the SHA-256 of Kept's bytes.
	Sum  string          `json:"sum"`
	Kept json.RawMessage `json:"kept"`
}

func sumOf(content []byte) string {
	sum := digest.Sum(content)
	return digest.Hex(sum[:])
}

// byHash is the name of a file in a folder with very many.
func byHash(folder, hash, extension string) string {
	return folder + "/" + hash[:2] + "/" + hash + extension
}

func isHash(text string) bool {
	bytes, err := hex.DecodeString(text)
	return err == nil && len(bytes) == 32
}

// Keep keeps a report for good. To keep it twice changes nothing.
func (f *Folder) Keep(kept Kept) error {
	if !isHash(kept.Key) {
		return fmt.Errorf("keep a report: its key %q is no hash", kept.Key)
	}
	body, err := json.Marshal(kept)
	if err != nil {
		return fmt.Errorf("keep a report: %w", err)
	}
	text, err := json.Marshal(sealed{sumOf(body), body})
	if err != nil {
		return fmt.Errorf("keep a report: %w", err)
	}
	return f.Write(byHash(reportsName, kept.Key, ".json"), text)
}

// Report is the report with a key, nil if there is none that is whole. The error is about the disk.
func (f *Folder) Report(key string) (*Kept, error) {
	if !isHash(key) {
		return nil, nil
	}
	text, err := os.ReadFile(f.Path(byHash(reportsName, key, ".json")))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read a report: %w", err)
	}
	return unseal(key, text), nil
}

// unseal is nil for a text that is no whole report with that key.
func unseal(key string, text []byte) *Kept {
	var file sealed
	var kept Kept
	if json.Unmarshal(text, &file) != nil || sumOf(file.Kept) != file.Sum || json.Unmarshal(file.Kept, &kept) != nil ||
		kept.Key != key || kept.Report == nil {
		return nil
	}
	return &kept
}

// KeepSource keeps a judged file, and gives its hash.
func (f *Folder) KeepSource(source []byte) (string, error) {
	sum := sumOf(source)
	return sum, f.Write(byHash(sourcesName, sum, ".go"), source)
}

// ErrDamaged is wrapped when a file does not have the content that its name says.
var ErrDamaged = errors.New("it was changed or damaged")

// Source is a judged file, by its hash.
func (f *Folder) Source(sum string) ([]byte, error) {
	if !isHash(sum) {
		return nil, fmt.Errorf("read a judged file: %q is no hash", sum)
	}
	name := byHash(sourcesName, sum, ".go")
	source, err := os.ReadFile(f.Path(name))
	if err != nil {
		return nil, fmt.Errorf("read a judged file: %w", err)
	}
	if sumOf(source) != sum {
		return nil, fmt.Errorf("read %s: %w", name, ErrDamaged)
	}
	return source, nil
}
