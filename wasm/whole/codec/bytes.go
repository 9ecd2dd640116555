package codec

import (
	"encoding/binary"
)

// writer collects a value's bytes, and the first error.
type writer struct {
	bytes []byte
	err   error
}

func (w *writer) uint(v uint64) { w.bytes = binary.AppendUvarint(w.bytes, v) }
func (w *writer) int(v int64)   { w.bytes = binary.AppendVarint(w.bytes, v) }

func (w *writer) text(s string) {
	w.uint(uint64(len(s)))
	w.bytes = append(w.bytes, s...)
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// reader takes a value's bytes. After the first error it gives zeros.
type reader struct {
	bytes []byte
	err   error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.bytes = nil
}

func (r *reader) uint() uint64 {
	v, n := binary.Uvarint(r.bytes)
	if n <= 0 {
		r.fail(ErrBytes)
		return 0
	}
	r.bytes = r.bytes[n:]
	return v
}

func (r *reader) int() int64 {
	v, n := binary.Varint(r.bytes)
	if n <= 0 {
		r.fail(ErrBytes)
		return 0
	}
	r.bytes = r.bytes[n:]
	return v
}

// take takes that many bytes.
func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.bytes)) {
		r.fail(ErrBytes)
		return nil
	}
	b := r.bytes[:n:n]
	r.bytes = r.bytes[n:]
	return b
}

// count takes the number of elements that follow: each has at least one byte.
func (r *reader) count() int {
	n := r.uint()
	if n > uint64(len(r.bytes)) {
		r.fail(ErrBytes)
		return 0
	}
	return int(n)
}
