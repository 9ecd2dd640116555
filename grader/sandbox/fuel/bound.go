package fuel

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
)

// Global is the name of the exported global with the fuel that is left, a number of 64 bits.
const Global = "fuel"

// Pages of 64 KiB cap a module's memory: 256 MiB.
const Pages = 4096

// GlobalName is the name under which the module exports its n-th own variable, from 0.
func GlobalName(n int) string { return "global" + strconv.Itoa(n) }

// ErrModule is wrapped when a module cannot be understood.
var ErrModule = errors.New("the module cannot be bounded")

// The numbers of sections.
const (
	importSection = 2
	memorySection = 5
	globalSection = 6
	exportSection = 7
	codeSection   = 10
)

// section is a part of a module.
type section struct {
	id      byte
	content []byte
}

// Bound gives a module that stops, by the instruction unreachable, when the global Global falls below 0. It falls by 1
// at each turn of a loop. The module's memory grows to Pages at most, and its variables are exported, so that a host
// can make a second instance that goes on from where the first one is.
func Bound(module []byte) ([]byte, error) {
	sections, err := split(module)
	if err != nil {
		return nil, err
	}
	var imported, global uint32
	var variables []uint32
	for i := range sections {
		s := &sections[i]
		switch s.id {
		case importSection:
			imported, err = importedGlobals(s.content)
		case globalSection:
			variables, err = changing(s.content, imported)
			if err == nil {
				global, s.content, err = withGlobal(s.content, imported)
			}
		case memorySection:
			s.content, err = boundMemory(s.content)
		case exportSection:
			if global == 0 {
				err = fmt.Errorf("%w: it has no globals", ErrModule)
				break
			}
			s.content, err = withElement(s.content, export(Global, global))
			for n, variable := range variables {
				if err == nil {
					s.content, err = withElement(s.content, export(GlobalName(n), variable))
				}
			}
		case codeSection:
			s.content, err = boundCode(s.content, global)
		}
		if err != nil {
			return nil, err
		}
	}
	out := append([]byte(nil), module[:8]...)
	for _, s := range sections {
		out = append(out, s.id)
		out = append(binary.AppendUvarint(out, uint64(len(s.content))), s.content...)
	}
	return out, nil
}

func split(module []byte) ([]section, error) {
	if !bytes.HasPrefix(module, []byte{0, 'a', 's', 'm', 1, 0, 0, 0}) {
		return nil, fmt.Errorf("%w: it is not WebAssembly", ErrModule)
	}
	r := reader{rest: module[8:]}
	var sections []section
	for len(r.rest) > 0 && r.err == nil {
		id := r.byte()
		sections = append(sections, section{id, r.take(r.number())})
	}
	return sections, r.err
}

// importedGlobals counts the globals that a module imports.
func importedGlobals(content []byte) (count uint32, err error) {
	r := reader{rest: content}
	for range r.number() {
		r.take(r.number())
		r.take(r.number())
		switch kind := r.byte(); kind {
		case 0:
			r.number()
		case 3:
			r.take(2)
			count++
		default:
			return 0, fmt.Errorf("%w: it imports something of kind %d", ErrModule, kind)
		}
		if r.err != nil {
			break
		}
	}
	return count, r.err
}

// withGlobal adds a global, and gives its number.
func withGlobal(content []byte, imported uint32) (number uint32, changed []byte, err error) {
	r := reader{rest: content}
	number = imported + uint32(r.number())
	if r.err != nil {
		return 0, nil, r.err
	}
	// A number of 64 bits that may change, and begins at its greatest value: only the host starts to count.
	fuel := []byte{0x7e, 1, i64Const, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, end}
	changed, err = withElement(content, fuel)
	return number, changed, err
}

// withElement adds an element behind those of a section.
func withElement(content, element []byte) ([]byte, error) {
	r := reader{rest: content}
	count := r.number()
	out := binary.AppendUvarint(nil, count+1)
	return append(append(out, r.rest...), element...), r.err
}

// export is an element of the section of exports: a global with a name.
func export(name string, global uint32) []byte {
	return binary.AppendUvarint(append(appendName(nil, name), 3), uint64(global))
}

func appendName(b []byte, name string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(name))), name...)
}

// reader takes a module's bytes. After the first error it gives zeros.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) fail(format string, values ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: "+format, append([]any{ErrModule}, values...)...)
	}
	r.rest = nil
}

func (r *reader) byte() byte {
	if len(r.rest) == 0 {
		r.fail("it ends too early")
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

// pass takes a number of any sign that is of no interest.
func (r *reader) pass() {
	for range 10 {
		if r.byte() < 0x80 {
			return
		}
	}
	r.fail("a number is too long")
}

// number takes a number from 0 on.
func (r *reader) number() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.fail("a number is damaged")
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.fail("it ends too early")
		return nil
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}
