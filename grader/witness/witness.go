package witness

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
)

// size is that of a note: the number of calls, and the name of the last one's rule, with zeros behind it.
const size = 8 + 56

// Create makes the file of a note.
func Create(path string) error {
	if err := os.WriteFile(path, make([]byte, size), 0o600); err != nil {
		return fmt.Errorf("note calls: %w", err)
	}
	return nil
}

// Read is the call that was made last: its number, from 1, and its rule. Calls is 0 if there was none.
func Read(path string) (calls uint64, rule string) {
	note, err := os.ReadFile(path)
	if err != nil || len(note) != size {
		return 0, ""
	}
	name, _, _ := bytes.Cut(note[8:], []byte{0})
	return binary.LittleEndian.Uint64(note), string(name)
}
