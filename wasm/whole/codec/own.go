package codec

import (
	"encoding"
	"encoding/gob"
	"fmt"
	"reflect"
)

// methods are how a type that encodes itself is asked to.
type methods struct {
	encode func(any) ([]byte, error)
	decode func(any, []byte) error
}

var (
	gobMethods = methods{
		encode: func(v any) ([]byte, error) { return v.(gob.GobEncoder).GobEncode() },
		decode: func(v any, b []byte) error { return v.(gob.GobDecoder).GobDecode(b) },
	}
	binaryMethods = methods{
		encode: func(v any) ([]byte, error) { return v.(encoding.BinaryMarshaler).MarshalBinary() },
		decode: func(v any, b []byte) error { return v.(encoding.BinaryUnmarshaler).UnmarshalBinary(b) },
	}
)

// own is the plan of a type that encodes itself.
func own(p *plan, t reflect.Type, how methods) {
	p.shape = "own " + t.String()
	p.write = func(w *writer, v reflect.Value) {
		if !v.CanAddr() {
			copied := reflect.New(t).Elem()
			copied.Set(v)
			v = copied
		}
		b, err := how.encode(v.Addr().Interface())
		if err != nil {
			w.fail(fmt.Errorf("codec: %v encodes itself: %w", t, err))
		}
		w.text(string(b))
	}
	p.read = func(r *reader, v reflect.Value) {
		b := r.take(r.uint())
		if r.err != nil {
			return
		}
		if err := how.decode(v.Addr().Interface(), b); err != nil {
			r.fail(fmt.Errorf("codec: %v decodes itself: %w", t, err))
		}
	}
}
