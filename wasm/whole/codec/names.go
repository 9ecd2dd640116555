package codec

import (
	"fmt"
	"reflect"
	"sync"
)

// registry has the types of values in interfaces. The course's interface makes it one for a program. A name stands
// for a type and for pointers to it: what is decoded is what was registered.
type registry struct {
	mu     sync.Mutex
	byName map[string]reflect.Type
	byType map[reflect.Type]string
}

var registered = basic()

// basic knows the types that need no registration.
func basic() *registry {
	r := &registry{byName: map[string]reflect.Type{}, byType: map[reflect.Type]string{}}
	for _, value := range []any{
		false, "", 0, int8(0), int16(0), int32(0), int64(0), uint(0), uint8(0), uint16(0), uint32(0), uint64(0),
		uintptr(0), float32(0), float64(0), complex64(0), complex128(0), []byte(nil), []bool(nil), []string(nil),
		[]int(nil), []int8(nil), []int16(nil), []int32(nil), []int64(nil), []uint(nil), []uint16(nil), []uint32(nil),
		[]uint64(nil), []float32(nil), []float64(nil),
	} {
		r.add(reflect.TypeOf(value).String(), reflect.TypeOf(value))
	}
	return r
}

// Register makes the type of a value known, so that interfaces may hold it.
func Register(value any) { RegisterName(reflect.TypeOf(value).String(), value) }

// RegisterName is Register under another name.
func RegisterName(name string, value any) { registered.add(name, reflect.TypeOf(value)) }

func (r *registry) add(name string, t reflect.Type) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.byName[name] = t
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	r.byType[t] = name
}

func (r *registry) name(t reflect.Type) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	name, ok := r.byType[t]
	if !ok {
		return "", fmt.Errorf("%w: an interface holds a %v: call labgob.Register(%v{}) first", ErrType, t, t)
	}
	return name, nil
}

func (r *registry) typeOf(name string) (reflect.Type, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, ok := r.byName[name]
	if !ok {
		return nil, fmt.Errorf("%w: an interface holds a %s: call labgob.Register(%s{}) first", ErrType, name, name)
	}
	return t, nil
}
