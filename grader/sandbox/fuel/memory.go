package fuel

import (
	"encoding/binary"
	"fmt"
)

// boundMemory gives each memory of a module a limit.
func boundMemory(content []byte) ([]byte, error) {
	r := reader{rest: content}
	count := r.number()
	out := binary.AppendUvarint(nil, count)
	for range count {
		kind, least := r.byte(), r.number()
		most := uint64(Pages)
		if kind == 1 {
			most = min(most, r.number())
		}
		if kind > 1 || least > most {
			r.fail("it wants a memory of kind %d with %d pages", kind, least)
		}
		if r.err != nil {
			return nil, r.err
		}
		out = binary.AppendUvarint(binary.AppendUvarint(append(out, 1), least), most)
	}
	return append(out, r.rest...), nil
}

// changing are the numbers of the globals that may change.
func changing(content []byte, imported uint32) (numbers []uint32, err error) {
	r := reader{rest: content}
	count := r.number()
	for n := range count {
		if n > maxGlobals {
			return nil, fmt.Errorf("%w: it has %d globals", ErrModule, count)
		}
		r.byte()
		if r.byte() == 1 {
			numbers = append(numbers, imported+uint32(n))
		}
		for op := r.byte(); op != end && r.err == nil; op = r.byte() {
			r.skip(op)
		}
		if r.err != nil {
			return nil, r.err
		}
	}
	return numbers, nil
}

// maxGlobals bounds the variables of a module: Go's have eight.
const maxGlobals = 100
