package codec

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"reflect"
)

// maxFrame bounds the bytes of one value.
const maxFrame = 1 << 28

// Errors that are wrapped by what Encode and Decode return.
var (
	ErrType  = errors.New("codec: the type cannot be encoded")
	ErrOther = errors.New("codec: another type was encoded here")
	ErrBytes = errors.New("codec: these bytes are damaged")
	ErrNil   = errors.New("codec: nil cannot be encoded")
)

// Encoder writes values.
type Encoder struct {
	to     io.Writer
	buffer []byte
}

// NewEncoder writes to w.
func NewEncoder(w io.Writer) *Encoder { return &Encoder{to: w} }

// Encode writes one value.
func (e *Encoder) Encode(value any) error { return e.EncodeValue(reflect.ValueOf(value)) }

// EncodeValue writes the value that v holds.
func (e *Encoder) EncodeValue(v reflect.Value) error {
	body, err := appendValue(e.buffer[:0], v)
	if err != nil {
		return err
	}
	e.buffer = body
	frame := binary.AppendUvarint(make([]byte, 0, len(body)+2), uint64(len(body)))
	if _, err := e.to.Write(append(frame, body...)); err != nil {
		return fmt.Errorf("codec: write a value: %w", err)
	}
	return nil
}

// Marshal is the bytes of one value, without a frame.
func Marshal(value any) ([]byte, error) { return appendValue(nil, reflect.ValueOf(value)) }

// Unmarshal reads what Marshal wrote into what pointer points to.
func Unmarshal(b []byte, pointer any) error { return readValue(b, reflect.ValueOf(pointer)) }

// appendValue appends the type's mark and the value.
func appendValue(b []byte, v reflect.Value) ([]byte, error) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return nil, fmt.Errorf("%w: a nil %v", ErrNil, v.Type())
		}
		v = v.Elem()
	}
	if !v.IsValid() {
		return nil, ErrNil
	}
	p, err := planOf(v.Type())
	if err != nil {
		return nil, err
	}
	w := writer{bytes: binary.LittleEndian.AppendUint32(b, p.mark)}
	p.write(&w, v)
	return w.bytes, w.err
}

// readValue reads a mark and a value into what v points to. It reads the value away for a nil v.
func readValue(b []byte, v reflect.Value) error {
	if !v.IsValid() {
		return nil
	}
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return fmt.Errorf("%w: Decode wants a pointer to a variable, not %v", ErrType, v.Type())
	}
	v = v.Elem()
	p, err := planOf(v.Type())
	if err != nil {
		return err
	}
	if len(b) < 4 {
		return ErrBytes
	}
	if binary.LittleEndian.Uint32(b) != p.mark {
		return fmt.Errorf("%w, not %v: encode and decode the same variables in the same order", ErrOther, v.Type())
	}
	warnNotZero(v)
	r := reader{bytes: b[4:]}
	p.read(&r, v)
	if r.err == nil && len(r.bytes) > 0 {
		r.fail(ErrBytes)
	}
	return r.err
}

// Decoder reads values.
type Decoder struct{ from io.Reader }

// NewDecoder reads from r.
func NewDecoder(r io.Reader) *Decoder { return &Decoder{from: r} }

// Decode reads one value into what pointer points to. At the end of what was written it gives io.EOF.
func (d *Decoder) Decode(pointer any) error {
	size, err := d.size()
	if err != nil {
		return err
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(d.from, body); err != nil {
		return fmt.Errorf("codec: read a value: %w", io.ErrUnexpectedEOF)
	}
	return readValue(body, reflect.ValueOf(pointer))
}

// size reads the length in front of a value.
func (d *Decoder) size() (uint64, error) {
	var size uint64
	var one [1]byte
	for shift := 0; ; shift += 7 {
		if _, err := io.ReadFull(d.from, one[:]); err != nil {
			if shift > 0 {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
		size |= uint64(one[0]&0x7f) << shift
		if size > maxFrame || shift > 28 {
			return 0, fmt.Errorf("%w: a value of %d bytes", ErrBytes, size)
		}
		if one[0] < 0x80 {
			return size, nil
		}
	}
}
