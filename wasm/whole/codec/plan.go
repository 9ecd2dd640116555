package codec

import (
	"encoding"
	"encoding/gob"
	"fmt"
	"hash/fnv"
	"math"
	"reflect"
	"sync"
)

// plan is how a type is written and read. Shape describes the type: equal shapes can read each other.
type plan struct {
	shape string
	mark  uint32
	write func(w *writer, v reflect.Value)
	read  func(r *reader, v reflect.Value)
}

// plans has the finished plans. It grows with the program's types, and changes nothing that is in it.
var plans sync.Map

// planOf is the plan of a type.
func planOf(t reflect.Type) (*plan, error) {
	if p, ok := plans.Load(t); ok {
		return p.(*plan), nil
	}
	m := maker{plans: map[reflect.Type]*plan{}}
	p, err := m.plan(t)
	if err != nil {
		return nil, err
	}
	for t, p := range m.plans {
		h := fnv.New32a()
		h.Write([]byte(p.shape))
		p.mark = h.Sum32()
		plans.Store(t, p)
	}
	return p, nil
}

// maker makes the plans of a type and of all that it holds. A type may hold itself.
type maker struct{ plans map[reflect.Type]*plan }

func (m *maker) plan(t reflect.Type) (*plan, error) {
	if p, ok := plans.Load(t); ok {
		return p.(*plan), nil
	}
	if p, ok := m.plans[t]; ok {
		return p, nil
	}
	p := &plan{shape: t.String()} // for a type that holds itself
	m.plans[t] = p
	if err := m.fill(p, t); err != nil {
		return nil, err
	}
	return p, nil
}

var (
	gobEncoder    = reflect.TypeFor[gob.GobEncoder]()
	gobDecoder    = reflect.TypeFor[gob.GobDecoder]()
	marshaler     = reflect.TypeFor[encoding.BinaryMarshaler]()
	unmarshaler   = reflect.TypeFor[encoding.BinaryUnmarshaler]()
	bytesOfAnyway = reflect.TypeFor[byte]()
)

func (m *maker) fill(p *plan, t reflect.Type) error {
	switch pointer := reflect.PointerTo(t); {
	case pointer.Implements(gobEncoder) && pointer.Implements(gobDecoder):
		own(p, t, gobMethods)
		return nil
	case pointer.Implements(marshaler) && pointer.Implements(unmarshaler):
		own(p, t, binaryMethods)
		return nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		return m.pointer(p, t)
	case reflect.Slice:
		return m.slice(p, t)
	case reflect.Array:
		return m.array(p, t)
	case reflect.Map:
		return m.table(p, t)
	case reflect.Struct:
		return m.record(p, t)
	case reflect.Interface:
		p.shape, p.write, p.read = "interface", writeInterface, readInterface
		return nil
	}
	return scalar(p, t)
}

func scalar(p *plan, t reflect.Type) error {
	switch t.Kind() {
	case reflect.Bool:
		p.shape, p.write, p.read = "bool", writeBool, readBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.shape, p.write, p.read = "int", writeInt, readInt
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		p.shape, p.write, p.read = "uint", writeUint, readUint
	case reflect.Float32, reflect.Float64:
		p.shape, p.write, p.read = "float", writeFloat, readFloat
	case reflect.Complex64, reflect.Complex128:
		p.shape, p.write, p.read = "complex", writeComplex, readComplex
	case reflect.String:
		p.shape, p.write, p.read = "string", writeString, readString
	default:
		return fmt.Errorf("%w: %v", ErrType, t)
	}
	return nil
}

func writeBool(w *writer, v reflect.Value) {
	if v.Bool() {
		w.uint(1)
	} else {
		w.uint(0)
	}
}
func readBool(r *reader, v reflect.Value)    { v.SetBool(r.uint() != 0) }
func writeInt(w *writer, v reflect.Value)    { w.int(v.Int()) }
func writeUint(w *writer, v reflect.Value)   { w.uint(v.Uint()) }
func writeFloat(w *writer, v reflect.Value)  { w.uint(math.Float64bits(v.Float())) }
func writeString(w *writer, v reflect.Value) { w.text(v.String()) }
func readString(r *reader, v reflect.Value)  { v.SetString(string(r.take(r.uint()))) }
func writeComplex(w *writer, v reflect.Value) {
	w.uint(math.Float64bits(real(v.Complex())))
	w.uint(math.Float64bits(imag(v.Complex())))
}

func readInt(r *reader, v reflect.Value) {
	n := r.int()
	if v.OverflowInt(n) {
		r.fail(fmt.Errorf("%w: %d does not fit into %v", ErrBytes, n, v.Type()))
		return
	}
	v.SetInt(n)
}

func readUint(r *reader, v reflect.Value) {
	n := r.uint()
	if v.OverflowUint(n) {
		r.fail(fmt.Errorf("%w: %d does not fit into %v", ErrBytes, n, v.Type()))
		return
	}
	v.SetUint(n)
}

func readFloat(r *reader, v reflect.Value) { v.SetFloat(math.Float64frombits(r.uint())) }

func readComplex(r *reader, v reflect.Value) {
	re, im := math.Float64frombits(r.uint()), math.Float64frombits(r.uint())
	v.SetComplex(complex(re, im))
}
