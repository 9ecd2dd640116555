package seat

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab/whole"
)

// Values as people read them. They are short: a list shows its last elements, a text its first characters.
const (
	maxText     = 60
	maxElements = 4
	maxNumbers  = 12 // of a field that is a list with a number for each server
	maxDepth    = 3
)

// describe is the fields of what is sent, by name: Term=3 CandidateId=1.
func describe(value any) string {
	v := reflect.ValueOf(value)
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		if !v.IsValid() {
			return ""
		}
		return string(appendText(nil, v, 0))
	}
	b := make([]byte, 0, 96)
	for i := range v.NumField() {
		if len(b) > 0 {
			b = append(b, ' ')
		}
		b = append(append(b, v.Type().Field(i).Name...), '=')
		b = appendText(b, v.Field(i), 1)
	}
	return string(b)
}

// fields are a receiver's fields, without locks, channels, timers and what leads to other servers.
func fields(receiver reflect.Value) []whole.Field {
	for receiver.Kind() == reflect.Pointer {
		receiver = receiver.Elem()
	}
	if receiver.Kind() != reflect.Struct {
		return nil
	}
	var list []whole.Field
	for i := range receiver.NumField() {
		f := receiver.Type().Field(i)
		if dull(f.Type) {
			continue
		}
		list = append(list, whole.Field{Name: f.Name, Value: string(appendText(nil, receiver.Field(i), 0))})
	}
	return list
}

// dull reports whether a field of this type shows nothing.
func dull(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return true
	}
	switch t.PkgPath() {
	case "sync", "time", "math/rand", "log", "raftlab/wasm/whole/rpc", "raftlab/wasm/whole/persist":
		return t.Kind() == reflect.Struct || t.Kind() == reflect.Interface
	}
	return false
}

// appendText appends a value. Unexported fields can be read, but not taken out.
func appendText(b []byte, v reflect.Value, depth int) []byte {
	switch v.Kind() {
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.AppendInt(b, v.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return strconv.AppendUint(b, v.Uint(), 10)
	case reflect.Float32, reflect.Float64:
		return strconv.AppendFloat(b, v.Float(), 'g', 6, 64)
	case reflect.String:
		return appendShort(b, v.String())
	case reflect.Pointer, reflect.Interface:
		switch {
		case v.IsNil():
			return append(b, "nil"...)
		case depth >= maxDepth:
			return append(b, '*')
		}
		return appendText(b, v.Elem(), depth+1)
	case reflect.Slice, reflect.Array:
		return appendList(b, v, depth)
	case reflect.Struct:
		return appendStruct(b, v, depth)
	case reflect.Map:
		return appendMap(b, v, depth)
	}
	return append(b, v.Kind().String()...)
}

func appendShort(b []byte, s string) []byte {
	short := s
	if len(s) > maxText {
		short = s[:maxText]
	}
	for _, c := range []byte(short) {
		if c < ' ' || c > '~' {
			c = '.' // a trace line is one line, and ASCII
		}
		b = append(b, c)
	}
	if len(short) < len(s) {
		b = append(b, "..."...)
	}
	return b
}

func appendList(b []byte, v reflect.Value, depth int) []byte {
	n := v.Len()
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return append(strconv.AppendInt(b, int64(n), 10), " bytes"...)
	}
	b = append(b, '[')
	from, most := 0, maxElements
	if depth == 0 && number(v.Type().Elem()) {
		most = maxNumbers
	}
	if n > most || depth >= maxDepth && n > 0 {
		from = n - most
		if depth >= maxDepth {
			from = n
		}
		b = append(append(strconv.AppendInt(b, int64(from), 10), " more"...), ' ')
	}
	for i := from; i < n; i++ {
		if i > from {
			b = append(b, ' ')
		}
		b = appendText(b, v.Index(i), depth+1)
	}
	return append(b, ']')
}

// appendMap appends a map's pairs in the order of their texts, numbers first by size: Go's own order is random.
func appendMap(b []byte, v reflect.Value, depth int) []byte {
	if v.Len() > maxElements*2 || depth >= maxDepth && v.Len() > 0 {
		return append(strconv.AppendInt(b, int64(v.Len()), 10), " pairs"...)
	}
	var pairs []string
	for each := v.MapRange(); each.Next(); {
		pair := append(appendText(nil, each.Key(), depth+1), ':')
		pairs = append(pairs, string(appendText(pair, each.Value(), depth+1)))
	}
	slices.SortFunc(pairs, func(x, y string) int {
		return cmp.Or(cmp.Compare(digits(x), digits(y)), cmp.Compare(x, y))
	})
	return append(append(append(b, '{'), strings.Join(pairs, " ")...), '}')
}

// digits is how many digits a text begins with: a number with fewer is the smaller.
func digits(text string) int {
	return len(text) - len(strings.TrimLeft(text, "0123456789"))
}

func appendStruct(b []byte, v reflect.Value, depth int) []byte {
	if v.Type().PkgPath() == "sync/atomic" {
		if inner := v.FieldByName("v"); inner.IsValid() {
			return appendText(b, inner, depth)
		}
	}
	if depth >= maxDepth || foreign(v.Type()) {
		return append(b, "{}"...)
	}
	b = append(b, '{')
	for i := range v.NumField() {
		if dull(v.Type().Field(i).Type) {
			continue
		}
		if b[len(b)-1] != '{' {
			b = append(b, ' ')
		}
		b = append(append(b, v.Type().Field(i).Name...), ':')
		b = appendText(b, v.Field(i), depth+1)
	}
	return append(b, '}')
}
