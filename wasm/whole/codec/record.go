package codec

import (
	"fmt"
	"reflect"
	"strings"
)

// field is one field of a struct that travels.
type field struct {
	index int
	plan  *plan
	// always is true for an array and a struct, which gob sends even if all of it is zero.
	always bool
}

// record is the plan of a struct: its exported fields that are not zero, each with how many fields it is after the
// last.
func (m *maker) record(p *plan, t reflect.Type) error {
	var fields []field
	var shape strings.Builder
	shape.WriteString("struct{")
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			if f.Name != "_" {
				warnUnexported(t, f.Name)
			}
			continue
		}
		if unsent(f.Type) {
			continue
		}
		of, err := m.plan(f.Type)
		if err != nil {
			return fmt.Errorf("field %s of %v: %w", f.Name, t, err)
		}
		shape.WriteString(f.Name + " " + of.shape + ";")
		fields = append(fields, field{i, of, f.Type.Kind() == reflect.Array || f.Type.Kind() == reflect.Struct})
	}
	if len(fields) == 0 && t.NumField() > 0 {
		return fmt.Errorf("%w: %v has no exported field", ErrType, t)
	}
	shape.WriteString("}")
	p.shape = shape.String()
	p.write = func(w *writer, v reflect.Value) { writeRecord(w, v, fields) }
	p.read = func(r *reader, v reflect.Value) { readRecord(r, v, fields) }
	return nil
}

// unsent reports whether gob leaves out fields of a type: channels and functions, and pointers to them.
func unsent(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Chan || t.Kind() == reflect.Func
}

func writeRecord(w *writer, v reflect.Value, fields []field) {
	last := -1
	for i, f := range fields {
		value := v.Field(f.index)
		if !f.always && left(value) {
			continue
		}
		w.uint(uint64(i - last))
		f.plan.write(w, value)
		last = i
	}
	w.uint(0)
}

// left reports whether a field is left out: it is zero, or empty.
func left(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice:
		return v.Len() == 0
	case reflect.Map:
		return v.IsNil()
	case reflect.Pointer:
		// gob follows pointers, and leaves out what is zero at their end.
		if v.IsNil() {
			return true
		}
		kind := v.Elem().Kind()
		return kind != reflect.Struct && kind != reflect.Array && left(v.Elem())
	}
	return v.IsZero()
}

func readRecord(r *reader, v reflect.Value, fields []field) {
	at := uint64(0)
	for r.err == nil {
		step := r.uint()
		if step == 0 {
			return
		}
		if at += step; step > uint64(len(fields)) || at > uint64(len(fields)) {
			r.fail(ErrBytes)
			return
		}
		f := fields[at-1]
		f.plan.read(r, v.Field(f.index))
	}
}
