package digest

import (
	"encoding/hex"
	"io"
)

// Size is how many bytes a sum has.
const Size = 32

// Hash takes bytes, which never fails, and Sum appends their sum to after.
type Hash interface {
	io.Writer
	Sum(after []byte) []byte
}

// Hex is a sum as traces and reports write it.
func Hex(sum []byte) string { return hex.EncodeToString(sum) }
