package protocol

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"raftlab/lab/face"
	"raftlab/wasm/json"
)

// Encode is the JSON of a message. It takes structs whose fields have json tags, slices and arrays, strings,
// integers, booleans, and pointers to structs, which are left out where they are nil; any other type is a mistake in
// this program.
func Encode(message any) []byte { return appendValue(nil, reflect.ValueOf(message)) }

func appendValue(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Struct:
		return appendStruct(b, v)
	case reflect.Slice, reflect.Array:
		if texts, ok := v.Interface().([]string); ok {
			return appendTexts(b, texts)
		}
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, v.Index(i))
		}
		return append(b, ']')
	case reflect.String:
		return json.AppendText(b, v.String())
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case reflect.Int, reflect.Int64:
		return strconv.AppendInt(b, v.Int(), 10)
	case reflect.Uint64:
		return strconv.AppendUint(b, v.Uint(), 10)
	}
	panic("protocol: a message has a field of kind " + v.Kind().String())
}

// appendTexts is for trace lines, of which there may be a hundred thousand.
func appendTexts(b []byte, texts []string) []byte {
	size := 2
	for _, text := range texts {
		size += len(text) + 3
	}
	b = append(slices.Grow(b, size), '[')
	for i, text := range texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = json.AppendText(b, text)
	}
	return append(b, ']')
}

var partType = reflect.TypeFor[face.Part]()

func appendStruct(b []byte, v reflect.Value) []byte {
	b = append(b, '{')
	for i := range v.NumField() {
		name, value := v.Type().Field(i).Tag.Get("json"), v.Field(i)
		if value.Type() == partType {
			// The key of a protocol's own part is the protocol's name.
			part := value.Interface().(face.Part)
			if name, value = part.Name, reflect.ValueOf(part.Value); name == "" {
				continue
			}
		}
		if value.Kind() == reflect.Pointer { // an optional part
			if value.IsNil() {
				continue
			}
			value = value.Elem()
		}
		if b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		b = json.AppendText(b, name)
		b = append(b, ':')
		b = appendValue(b, value)
	}
	return append(b, '}')
}

// maxRequest bounds the bytes of a request: a scenario's text with every character escaped is shorter.
const maxRequest = 1 << 20

// readFlat reads an object of texts and whole numbers.
func readFlat(text string) (map[string]any, error) {
	if len(text) > maxRequest {
		return nil, fmt.Errorf("it has %d bytes, at most %d are read", len(text), maxRequest)
	}
	r := json.Read(text)
	fields := map[string]any{}
	r.Object(func(name string) {
		if _, twice := fields[name]; twice {
			r.Fail("duplicate field " + strconv.Quote(name))
		}
		fields[name] = r.Any()
	})
	return fields, r.End()
}

// DecodeCalls reads the called rules of a learner's program: a list of objects with a rule, its lines
// and what it saw. Server and Event are not in it.
func DecodeCalls(text string) ([]CallView, error) {
	r := json.Read(text)
	var calls []CallView
	r.List(func() {
		call := CallView{Lines: []int{}}
		r.Object(func(name string) {
			switch name {
			case "rule":
				call.Rule = r.Text()
			case "lines":
				r.List(func() { call.Lines = append(call.Lines, int(r.Number())) })
			case "values":
				call.Values = r.Text()
			default:
				r.Fail("unknown field " + strconv.Quote(name))
			}
		})
		calls = append(calls, call)
	})
	if err := r.End(); err != nil {
		return nil, fmt.Errorf("the calls of a program cannot be read: %w", err)
	}
	return calls, nil
}
