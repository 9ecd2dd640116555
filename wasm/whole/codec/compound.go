package codec

import (
	"fmt"
	"reflect"
	"strconv"
)

// pointer is as what it points to: gob has no pointers.
func (m *maker) pointer(p *plan, t reflect.Type) error {
	of, err := m.plan(t.Elem())
	if err != nil {
		return err
	}
	p.shape = of.shape
	p.write = func(w *writer, v reflect.Value) {
		if v.IsNil() {
			w.fail(fmt.Errorf("%w: an element is a nil %v", ErrNil, t))
			return
		}
		of.write(w, v.Elem())
	}
	p.read = func(r *reader, v reflect.Value) {
		if v.IsNil() {
			v.Set(reflect.New(t.Elem()))
		}
		of.read(r, v.Elem())
	}
	return nil
}

func (m *maker) slice(p *plan, t reflect.Type) error {
	if t.Elem() == bytesOfAnyway {
		p.shape, p.write, p.read = "bytes", writeBytes, readBytes
		return nil
	}
	of, err := m.plan(t.Elem())
	if err != nil {
		return err
	}
	p.shape = "[]" + of.shape
	p.write = func(w *writer, v reflect.Value) {
		n := v.Len()
		w.uint(uint64(n))
		for i := range n {
			of.write(w, v.Index(i))
		}
	}
	p.read = func(r *reader, v reflect.Value) {
		n := r.count()
		if v.Cap() < n {
			v.Set(reflect.MakeSlice(t, n, n))
		} else {
			v.SetLen(n) // as gob does: the elements keep what the bytes leave out
		}
		for i := range n {
			of.read(r, v.Index(i))
		}
	}
	return nil
}

func writeBytes(w *writer, v reflect.Value) {
	b := v.Bytes()
	w.uint(uint64(len(b)))
	w.bytes = append(w.bytes, b...)
}

func readBytes(r *reader, v reflect.Value) {
	b := r.take(r.uint())
	if r.err != nil {
		return
	}
	if v.Cap() < len(b) {
		v.SetBytes(append(make([]byte, 0, len(b)), b...))
		return
	}
	v.SetLen(len(b))
	copy(v.Bytes(), b)
}

func (m *maker) array(p *plan, t reflect.Type) error {
	of, err := m.plan(t.Elem())
	if err != nil {
		return err
	}
	p.shape = "[" + strconv.Itoa(t.Len()) + "]" + of.shape
	p.write = func(w *writer, v reflect.Value) {
		for i := range t.Len() {
			of.write(w, v.Index(i))
		}
	}
	p.read = func(r *reader, v reflect.Value) {
		for i := range t.Len() {
			of.read(r, v.Index(i))
		}
	}
	return nil
}

// writeInterface writes the name of the type of what is inside, and then that. Nil has no name.
func writeInterface(w *writer, v reflect.Value) {
	if v.IsNil() {
		w.text("")
		return
	}
	inside := v.Elem()
	for inside.Kind() == reflect.Pointer && !inside.IsNil() {
		inside = inside.Elem()
	}
	name, err := registered.name(inside.Type())
	if err != nil {
		w.fail(err)
		return
	}
	p, err := planOf(inside.Type())
	if err != nil {
		w.fail(err)
		return
	}
	w.text(name)
	p.write(w, inside)
}

func readInterface(r *reader, v reflect.Value) {
	name := string(r.take(r.uint()))
	if r.err != nil || name == "" {
		v.SetZero()
		return
	}
	t, err := registered.typeOf(name)
	if err == nil && !t.AssignableTo(v.Type()) {
		err = fmt.Errorf("%w: a %v cannot be a %v", ErrOther, t, v.Type())
	}
	if err != nil {
		r.fail(err)
		return
	}
	p, err := planOf(t)
	if err != nil {
		r.fail(err)
		return
	}
	inside := reflect.New(t).Elem()
	p.read(r, inside)
	if r.err == nil {
		v.Set(inside)
	}
}
