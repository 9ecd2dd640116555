package wire

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUintReadsOnlyTheShortestForm(t *testing.T) {
	cases := []struct {
		situation string
		bytes     []byte
		want      uint64
		err       error
	}{
		{"zero", []byte{0}, 0, nil},
		{"the largest of one byte", []byte{0x7f}, 127, nil},
		{"the smallest of two bytes", []byte{0x80, 1}, 128, nil},
		{"the largest number", []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, math.MaxUint64, nil},
		{"nothing", nil, 0, ErrShort},
		{"an unfinished number", []byte{0x80}, 0, ErrShort},
		{"zero in two bytes", []byte{0x80, 0}, 0, ErrVarint},
		{"one in three bytes", []byte{0x81, 0x80, 0}, 0, ErrVarint},
		{"65 bits", []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2}, 0, ErrVarint},
		{"eleven bytes", bytes.Repeat([]byte{0x80}, 11), 0, ErrVarint},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			r := NewReader(c.bytes)
			got := r.Uint()
			if got != c.want || !errors.Is(r.End(), c.err) {
				t.Errorf("Uint(%x) = %d, %v, want %d, %v", c.bytes, got, r.Err(), c.want, c.err)
			}
		})
	}
}

func TestValuesComeBackInTheirOrder(t *testing.T) {
	b := AppendUint(nil, 300)
	b = AppendBool(b, true)
	b = AppendBytes(b, []byte("abc"))
	b = AppendBool(b, false)
	b = AppendBytes(b, nil)
	b = append(b, 9)
	r := NewReader(b)
	assert.Equal(t, uint64(300), r.Uint())
	assert.True(t, r.Bool())
	assert.Equal(t, []byte("abc"), r.Bytes())
	assert.False(t, r.Bool())
	assert.Empty(t, r.Bytes())
	assert.Equal(t, 1, r.Len())
	assert.Equal(t, byte(9), r.Byte())
	assert.NoError(t, r.End())
}

func TestReaderRefuses(t *testing.T) {
	cases := []struct {
		situation string
		bytes     []byte
		read      func(*Reader)
		want      error
	}{
		{"a byte that is not there", nil, func(r *Reader) { r.Byte() }, ErrShort},
		{"a truth value of 2", []byte{2}, func(r *Reader) { r.Bool() }, ErrValue},
		{"a byte string longer than the rest", []byte{3, 1, 2}, func(r *Reader) { r.Bytes() }, ErrShort},
		{"a byte string longer than memory", AppendUint(nil, math.MaxUint64), func(r *Reader) { r.Bytes() }, ErrShort},
		{"a list longer than the rest", []byte{3, 1, 2}, func(r *Reader) { r.Count() }, ErrShort},
		{"a list longer than an int", AppendUint(nil, math.MaxUint64), func(r *Reader) { r.Count() }, ErrShort},
		{"bytes left over", []byte{1, 2}, func(r *Reader) { r.Byte() }, ErrExcess},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			r := NewReader(c.bytes)
			c.read(r)
			assert.ErrorIs(t, r.End(), c.want)
		})
	}
}

func TestFirstErrorSticks(t *testing.T) {
	r := NewReader([]byte{2, 5, 1, 7})
	r.Bool() // 2 is not a truth value
	first := r.Err()
	require.ErrorIs(t, first, ErrValue)
	assert.Zero(t, r.Uint())
	assert.Zero(t, r.Byte())
	assert.False(t, r.Bool())
	assert.Nil(t, r.Bytes())
	assert.Zero(t, r.Count())
	r.Fail(ErrVersion)
	assert.Equal(t, first, r.End())
	assert.Contains(t, first.Error(), "at byte 1 of 4")
}

// TestBytesCannotGrowIntoTheirNeighbours: a byte string shares the reader's memory, so its capacity
// must end where it ends.
func TestBytesCannotGrowIntoTheirNeighbours(t *testing.T) {
	b := []byte{1, 'a', 'z'}
	taken := NewReader(b).Bytes()
	_ = append(taken, '!')
	assert.Equal(t, []byte{1, 'a', 'z'}, b)
}

// FuzzReader reads any bytes in a fixed order and writes the values again: the bytes are the same, or the
// reader refused them.
func FuzzReader(f *testing.F) {
	f.Add([]byte{0, 1, 2, 'a', 'b', 9})
	f.Add([]byte{0x80, 0, 1, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		r := NewReader(b)
		number, truth, text, last := r.Uint(), r.Bool(), r.Bytes(), r.Byte()
		if r.End() != nil {
			return
		}
		again := append(AppendBytes(AppendBool(AppendUint(nil, number), truth), text), last)
		if !bytes.Equal(again, b) {
			t.Errorf("encode(decode(%x)) = %x", b, again)
		}
	})
}

// FuzzRoundTrip: written values are read again unchanged.
func FuzzRoundTrip(f *testing.F) {
	f.Add(uint64(0), false, []byte(nil))
	f.Add(uint64(math.MaxUint64), true, []byte("abc"))
	f.Fuzz(func(t *testing.T, number uint64, truth bool, text []byte) {
		r := NewReader(AppendBytes(AppendBool(AppendUint(nil, number), truth), text))
		gotNumber, gotTruth, gotText := r.Uint(), r.Bool(), r.Bytes()
		if r.End() != nil || gotNumber != number || gotTruth != truth || !bytes.Equal(gotText, text) {
			t.Errorf("decode(encode(%d, %v, %x)) = %d, %v, %x, %v", number, truth, text, gotNumber, gotTruth, gotText,
				r.Err())
		}
	})
}
