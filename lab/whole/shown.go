package whole

import (
	"raftlab/raft/wire"
)

// Shown is what a person sees of a program, who looks at a server after a step. It decides nothing.
type Shown struct {
	// Fields are the receiver's fields, names and values as people read them, in their order in the source.
	Fields []Field
	// Stacks are the program's goroutines, alike ones together, in the order of where they are.
	Stacks []Stack
	// From is the index of the first of Texts, the commands of the log's last entries.
	From  int
	Texts []string
}

// Field is a field by name, with its value as people read it.
type Field struct{ Name, Value string }

// Stack is goroutines of a program that are at the same place: what they wait for, such as sleep, the program's own
// functions with their places, and how many they are.
type Stack struct {
	State, Where string
	Count        int
}

// AppendShown appends s in its byte format, which is nothing at all for nothing.
func AppendShown(b []byte, s Shown) []byte {
	if len(s.Fields)+len(s.Stacks)+len(s.Texts) == 0 {
		return b
	}
	b = wire.AppendUint(b, uint64(len(s.Fields)))
	for _, f := range s.Fields {
		b = wire.AppendBytes(wire.AppendBytes(b, []byte(f.Name)), []byte(f.Value))
	}
	b = wire.AppendUint(b, uint64(len(s.Stacks)))
	for _, one := range s.Stacks {
		b = appendInts(wire.AppendBytes(wire.AppendBytes(b, []byte(one.State)), []byte(one.Where)), one.Count)
	}
	b = wire.AppendUint(appendInts(b, s.From), uint64(len(s.Texts)))
	for _, text := range s.Texts {
		b = wire.AppendBytes(b, []byte(text))
	}
	return b
}

// readShown reads what AppendShown wrote. It lets the outer reader fail.
func readShown(outer *wire.Reader, b []byte) (s Shown) {
	if len(b) == 0 {
		return s
	}
	r := wire.NewReader(b)
	for range r.Count() {
		s.Fields = append(s.Fields, Field{string(r.Bytes()), string(r.Bytes())})
	}
	for range r.Count() {
		s.Stacks = append(s.Stacks, Stack{string(r.Bytes()), string(r.Bytes()), readInt(r)})
	}
	s.From = readInt(r)
	for range r.Count() {
		s.Texts = append(s.Texts, string(r.Bytes()))
	}
	if err := r.End(); err != nil {
		outer.Fail(err)
	}
	return s
}
