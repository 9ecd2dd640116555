package codec

import (
	"reflect"
	"slices"
	"sync"
)

// warnings are sentences about a program's types and variables, each once.
type warnings struct {
	mu   sync.Mutex
	list []string
}

// maxWarnings bounds the list: a program has few types.
const maxWarnings = 20

var noted warnings

func (w *warnings) add(sentence string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.list) < maxWarnings && !slices.Contains(w.list, sentence) {
		w.list = append(w.list, sentence)
	}
}

// Warnings are what a program should know about its types and variables, in the order in which it was seen.
func Warnings() []string {
	noted.mu.Lock()
	defer noted.mu.Unlock()
	return noted.list[:len(noted.list):len(noted.list)]
}

// warnUnexported notes a field that does not travel.
func warnUnexported(t reflect.Type, field string) {
	noted.add("field " + field + " of " + t.String() + " is not encoded: its name does not begin with a capital letter")
}

// warnNotZero notes a variable that is decoded into, though it has a value: fields that were zero are left out of the
// bytes, and keep that value.
func warnNotZero(v reflect.Value) {
	if v.Kind() == reflect.Struct && !v.IsZero() {
		noted.add("a " + v.Type().String() + " had a value before it was decoded into: what was zero is left out of " +
			"the bytes, and keeps its old value")
	}
}
