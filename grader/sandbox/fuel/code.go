package fuel

import (
	"encoding/binary"
)

// The instructions that are looked for, or written.
const (
	block       = 0x02
	loop        = 0x03
	ifThen      = 0x04
	end         = 0x0b
	brTable     = 0x0e
	callThrough = 0x11
	selectTyped = 0x1c
	globalGet   = 0x23
	globalSet   = 0x24
	i64Const    = 0x42
	f32Const    = 0x43
	f64Const    = 0x44
	i64LessThan = 0x53
	i64Sub      = 0x7d
	unreachable = 0x00
	empty       = 0x40
	more        = 0xfc
)

// boundCode changes the functions of a module.
func boundCode(content []byte, global uint32) ([]byte, error) {
	r := reader{rest: content}
	count := r.number()
	out := binary.AppendUvarint(make([]byte, 0, len(content)+len(content)/4), count)
	toll := appendToll(nil, global)
	var body []byte
	for range count {
		var err error
		if body, err = boundBody(body[:0], r.take(r.number()), toll); err != nil {
			return nil, err
		}
		if r.err != nil {
			return nil, r.err
		}
		out = append(binary.AppendUvarint(out, uint64(len(body))), body...)
	}
	return out, r.err
}

// appendToll appends what is done at each turn of a loop.
func appendToll(b []byte, global uint32) []byte {
	g := binary.AppendUvarint(nil, uint64(global))
	b = append(append(b, globalGet), g...)
	b = append(b, i64Const, 1, i64Sub)
	b = append(append(b, globalSet), g...)
	b = append(append(b, globalGet), g...)
	return append(b, i64Const, 0, i64LessThan, ifThen, empty, unreachable, end)
}

// boundBody appends a function with the toll behind each loop's beginning.
func boundBody(out, body, toll []byte) ([]byte, error) {
	r := reader{rest: body}
	for range r.number() { // the types of its variables
		r.number()
		r.byte()
		if r.err != nil {
			return nil, r.err
		}
	}
	copied := 0
	for len(r.rest) > 0 {
		op := r.byte()
		r.skip(op)
		if r.err != nil {
			return nil, r.err
		}
		if op == loop {
			at := len(body) - len(r.rest)
			out = append(append(out, body[copied:at]...), toll...)
			copied = at
		}
	}
	return append(out, body[copied:]...), nil
}

// skip takes what belongs to an instruction.
func (r *reader) skip(op byte) {
	switch {
	case op == brTable:
		for range r.number() + 1 {
			if r.pass(); r.err != nil {
				return
			}
		}
	case op == callThrough, op >= 0x28 && op <= 0x3e: // a call through a table; loads and stores
		r.pass()
		r.pass()
	case op == selectTyped:
		r.take(r.number())
	case op == f32Const:
		r.take(4)
	case op == f64Const:
		r.take(8)
	case op == more:
		r.skipMore(r.number())
	case op >= block && op <= ifThen, op == 0x0c, op == 0x0d, op == 0x10, op >= 0x20 && op <= 0x26,
		op >= 0x3f && op <= i64Const, op == 0xd0, op == 0xd2:
		r.pass()
	case op <= 0x01, op == 0x05, op == end, op == 0x0f, op == 0x1a, op == 0x1b, op >= 0x45 && op <= 0xc4, op == 0xd1:
	default:
		r.fail("instruction %#x is unknown", op)
	}
}

// skipMore takes what belongs to an instruction behind the prefix of the later ones: conversions have nothing, and what
// copies or fills has one or two numbers.
func (r *reader) skipMore(op uint64) {
	switch {
	case op <= 7:
	case op == 8, op == 10, op == 12, op == 14:
		r.pass()
		r.pass()
	case op <= 17:
		r.pass()
	default:
		r.fail("instruction 0xfc %d is unknown", op)
	}
}
