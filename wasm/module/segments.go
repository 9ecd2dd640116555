package module

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
)

// farApart is the number of zeros between two segments from which they stay separate. Brotli stores runs of
// zeros for almost nothing, but the address and the length of a segment cost bytes.
const farApart = 256

// The instructions of a segment's address (§5.4.7, §5.4.9).
const (
	int32Const = 0x41
	end        = 0x0b
)

// segment is a piece of memory at the start.
type segment struct {
	at   uint64
	data []byte
}

// JoinSegments writes a module's data in few segments (§5.5.14). Go's linker begins another segment after each
// eight zeros, which makes the file smaller, but not the download: for 50,000 segments, brotli keeps 60 kB of
// addresses and lengths. The memory at the start is the same, because memory without data is zero.
func JoinSegments(module []byte) ([]byte, error) {
	return change(module, dataSection, func(content []byte) ([]byte, error) {
		segments, err := readSegments(content)
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(segments, func(a, b segment) int { return cmp.Compare(a.at, b.at) })
		var joined []segment
		for _, s := range segments {
			if len(s.data) == 0 {
				continue
			}
			if len(joined) == 0 {
				joined = append(joined, s)
				continue
			}
			last := &joined[len(joined)-1]
			ends := last.at + uint64(len(last.data))
			switch {
			case s.at < ends: // the order of the two would matter
				return nil, fmt.Errorf("%w: data that overlaps at %d", ErrModule, s.at)
			case s.at-ends >= farApart:
				joined = append(joined, s)
			default:
				last.data = append(append(last.data, make([]byte, s.at-ends)...), s.data...)
			}
		}
		return writeSegments(joined), nil
	})
}

// readSegments reads active segments of the only memory, each at a constant address.
func readSegments(content []byte) ([]segment, error) {
	r := reader{content}
	count, ok := r.number()
	if !ok {
		return nil, fmt.Errorf("%w: data without a number of segments", ErrModule)
	}
	var segments []segment
	for range count {
		if !r.skip(0) || !r.skip(int32Const) {
			return nil, fmt.Errorf("%w: a data segment of another kind", ErrModule)
		}
		at, ok := r.place()
		if !ok || !r.skip(end) {
			return nil, fmt.Errorf("%w: a data segment without a constant place", ErrModule)
		}
		size, ok := r.number()
		if !ok || size > uint64(len(r.rest)) {
			return nil, fmt.Errorf("%w: a data segment that is cut off", ErrModule)
		}
		segments = append(segments, segment{at, r.rest[:size:size]})
		r.rest = r.rest[size:]
	}
	if len(r.rest) > 0 {
		return nil, fmt.Errorf("%w: something behind the data", ErrModule)
	}
	return segments, nil
}

func writeSegments(segments []segment) []byte {
	content := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		content = append(content, 0, int32Const)
		content = appendPlace(content, s.at)
		content = append(content, end)
		content = binary.AppendUvarint(content, uint64(len(s.data)))
		content = append(content, s.data...)
	}
	return content
}

type reader struct{ rest []byte }

func (r *reader) skip(expected byte) bool {
	if len(r.rest) == 0 || r.rest[0] != expected {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

// number is an unsigned LEB128 (§5.2.2), which is what encoding/binary calls a uvarint.
func (r *reader) number() (uint64, bool) {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		return 0, false
	}
	r.rest = r.rest[size:]
	return n, true
}

// place is a non-negative signed LEB128: in its last byte, the highest of the seven bits is the sign.
func (r *reader) place() (uint64, bool) {
	before := r.rest
	at, ok := r.number()
	if !ok {
		return 0, false
	}
	last := before[len(before)-len(r.rest)-1]
	return at, last&0x40 == 0 && at < 1<<31
}

func appendPlace(b []byte, at uint64) []byte {
	b = binary.AppendUvarint(b, at)
	if last := len(b) - 1; b[last]&0x40 != 0 { // that bit would be the sign
		b[last] |= 0x80
		b = append(b, 0)
	}
	return b
}
