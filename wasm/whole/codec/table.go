package codec

import (
	"bytes"
	"reflect"
	"slices"
)

// table is the plan of a map. The pairs are written in the order of their keys' bytes, so that equal maps have equal
// bytes.
func (m *maker) table(p *plan, t reflect.Type) error {
	key, err := m.plan(t.Key())
	if err != nil {
		return err
	}
	value, err := m.plan(t.Elem())
	if err != nil {
		return err
	}
	p.shape = "map[" + key.shape + "]" + value.shape
	p.write = func(w *writer, v reflect.Value) { writeTable(w, v, key, value) }
	p.read = func(r *reader, v reflect.Value) {
		n := r.count()
		if v.IsNil() {
			v.Set(reflect.MakeMapWithSize(t, n))
		}
		for range n {
			k, e := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			key.read(r, k)
			value.read(r, e)
			if r.err != nil {
				return
			}
			v.SetMapIndex(k, e)
		}
	}
	return nil
}

func writeTable(w *writer, v reflect.Value, key, value *plan) {
	type pair struct {
		key   []byte
		value reflect.Value
	}
	var pairs []pair
	for each := v.MapRange(); each.Next(); {
		k := writer{}
		key.write(&k, each.Key())
		if k.err != nil {
			w.fail(k.err)
		}
		pairs = append(pairs, pair{k.bytes, each.Value()})
	}
	slices.SortFunc(pairs, func(a, b pair) int { return bytes.Compare(a.key, b.key) })
	w.uint(uint64(len(pairs)))
	for _, one := range pairs {
		w.bytes = append(w.bytes, one.key...)
		value.write(w, one.value)
	}
}
