package digest

import (
	"encoding/hex"
	"io"
)

// Size is how many bytes a sum has.
const Size = 32

// Hash takes bytes in, which never fails, and appends the sum of those that it has to others.
type Hash interface {
	io.Writer
	Sum(after []byte) []byte
}

// Hex is a sum as it is written in traces and reports.
func Hex(sum []byte) string { return hex.EncodeToString(sum) }
