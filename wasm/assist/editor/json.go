package editor

import (
	"fmt"
	"strconv"

	"raftlab/wasm/json"
)

// object is a JSON object with ordered fields.
type object []field

type field struct {
	name  string
	value any
}

// appendJSON writes an object, a list of values, a text, a whole number or a truth value.
func appendJSON(b []byte, value any) []byte {
	switch value := value.(type) {
	case object:
		b = append(b, '{')
		for i, f := range value {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(json.AppendText(b, f.name), ':')
			b = appendJSON(b, f.value)
		}
		return append(b, '}')
	case []any:
		b = append(b, '[')
		for i, v := range value {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, v)
		}
		return append(b, ']')
	case int:
		return strconv.AppendInt(b, int64(value), 10)
	case bool:
		return strconv.AppendBool(b, value)
	case string:
		return json.AppendText(b, value)
	}
	panic(fmt.Sprintf("editor: a reply has a %T", value))
}
