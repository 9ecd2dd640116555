package rpc

import (
	"fmt"
	"reflect"
	"sort"
	"strings"

	"raftlab/wasm/whole/codec"
)

// Service is the methods of a server that its peers may call: exported, with arguments and a pointer to a reply, and
// no result.
type Service struct {
	of      string
	methods map[string]method
}

type method struct {
	call        reflect.Value
	args, reply reflect.Type
	// pointer is true if the method takes a pointer to its arguments.
	pointer bool
}

// NewService finds the methods of a receiver.
func NewService(receiver any) *Service {
	v := reflect.ValueOf(receiver)
	s := &Service{of: v.Type().String(), methods: map[string]method{}}
	for i := range v.NumMethod() {
		t := v.Method(i).Type()
		if t.NumIn() != 2 || t.NumOut() != 0 || t.In(1).Kind() != reflect.Pointer {
			continue
		}
		one := method{call: v.Method(i), args: t.In(0), reply: t.In(1).Elem()}
		if one.pointer = one.args.Kind() == reflect.Pointer; one.pointer {
			one.args = one.args.Elem()
		}
		s.methods[v.Type().Method(i).Name] = one
	}
	return s
}

// Handle calls a method with arguments that a peer has sent, and returns the bytes of the reply, and the reply. A
// method that does not exist, or with other arguments, is a mistake of the program, and panics.
func (s *Service) Handle(name string, args []byte) (reply []byte, value any) {
	m, ok := s.methods[name[strings.LastIndexByte(name, '.')+1:]]
	if !ok {
		panic(fmt.Sprintf("a peer calls %s, but %s has no such method with arguments and a pointer to a reply; it has %s",
			name, s.of, s.names()))
	}
	in, out := reflect.New(m.args), reflect.New(m.reply)
	if err := codec.Unmarshal(args, in.Interface()); err != nil {
		panic(fmt.Sprintf("the arguments of %s cannot be read: %v", name, err))
	}
	if !m.pointer {
		in = in.Elem()
	}
	m.call.Call([]reflect.Value{in, out})
	reply, err := codec.Marshal(out.Interface())
	if err != nil {
		panic(fmt.Sprintf("the reply of %s cannot be sent: %v", name, err))
	}
	return reply, out.Interface()
}

func (s *Service) names() string {
	var names []string
	for name := range s.methods {
		names = append(names, name)
	}
	sort.Strings(names)
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
