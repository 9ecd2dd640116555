package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The ways in which bytes can be wrong. Every error of a Reader wraps one of them.
var (
	ErrShort   = errors.New("the bytes end too early")
	ErrVarint  = errors.New("a number is not written in its shortest form")
	ErrExcess  = errors.New("bytes are left over")
	ErrVersion = errors.New("the version is not known here")
	ErrValue   = errors.New("a value is out of its range")
)

// AppendUint adds v as a varint: seven bits a byte, the lowest first.
func AppendUint(b []byte, v uint64) []byte { return binary.AppendUvarint(b, v) }

// AppendBool adds one byte, 1 for true.
func AppendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

// AppendBytes adds the length of p and then p itself.
func AppendBytes(b, p []byte) []byte {
	return append(binary.AppendUvarint(b, uint64(len(p))), p...)
}

// Reader takes values off the front of a byte slice. Its first error sticks: every later read returns zero, so
// a decoder reads straight through and asks Err once at the end.
type Reader struct {
	bytes []byte
	at    int
	err   error
}

// NewReader reads b, which must not change while byte strings taken from it are in use.
func NewReader(b []byte) *Reader { return &Reader{bytes: b} }

// Len is the number of bytes not read yet.
func (r *Reader) Len() int { return len(r.bytes) - r.at }

// Fail makes err the reader's error, unless it already has one. Decoders call it for values that are well
// formed but invalid.
func (r *Reader) Fail(err error) {
	if r.err == nil {
		r.err = fmt.Errorf("at byte %d of %d: %w", r.at, len(r.bytes), err)
	}
}

// Uint reads a varint.
func (r *Reader) Uint() uint64 {
	if r.err != nil {
		return 0
	}
	v, n := binary.Uvarint(r.bytes[r.at:])
	switch {
	case n == 0:
		r.Fail(ErrShort)
		return 0
	case n < 0, n > 1 && r.bytes[r.at+n-1] == 0:
		r.Fail(ErrVarint)
		return 0
	}
	r.at += n
	return v
}

// Byte reads one byte.
func (r *Reader) Byte() byte {
	if r.err != nil {
		return 0
	}
	if r.Len() == 0 {
		r.Fail(ErrShort)
		return 0
	}
	r.at++
	return r.bytes[r.at-1]
}

// Bool reads one byte that must be 0 or 1.
func (r *Reader) Bool() bool {
	v := r.Byte()
	if v > 1 {
		r.Fail(ErrValue)
	}
	return v == 1
}

// Bytes reads a byte string, which shares the reader's memory.
func (r *Reader) Bytes() []byte {
	n := r.Uint()
	if r.err != nil {
		return nil
	}
	if n > uint64(r.Len()) {
		r.Fail(ErrShort)
		return nil
	}
	start := r.at
	r.at += int(n)
	return r.bytes[start:r.at:r.at]
}

// Count reads the length of a list whose elements need at least one byte each. It refuses a length greater than
// the number of bytes left.
func (r *Reader) Count() int {
	n := r.Uint()
	if n > uint64(r.Len()) {
		r.Fail(ErrShort)
		return 0
	}
	return int(n)
}

// Err is the first thing that went wrong, or nil.
func (r *Reader) Err() error { return r.err }

// End is Err, or an error when bytes are left over.
func (r *Reader) End() error {
	if r.err == nil && r.Len() > 0 {
		r.Fail(ErrExcess)
	}
	return r.err
}
