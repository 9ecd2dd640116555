package explore

// A search holds millions of small values. They are kept in blocks: no block moves in order to grow, and the
// memory of one depth is freed when that depth is done.

const blockLength = 1 << 11

// list grows at its end. Its elements never move.
type list[T any] struct{ blocks [][]T }

func (l *list[T]) len() int {
	if len(l.blocks) == 0 {
		return 0
	}
	last := len(l.blocks) - 1
	return last*blockLength + len(l.blocks[last])
}

func (l *list[T]) at(i int) *T { return &l.blocks[i/blockLength][i%blockLength] }

func (l *list[T]) add(v T) {
	last := len(l.blocks) - 1
	if last < 0 || len(l.blocks[last]) == blockLength {
		l.blocks = append(l.blocks, make([]T, 0, blockLength))
		last++
	}
	l.blocks[last] = append(l.blocks[last], v)
}

// shelf stores short slices one after the other.
type shelf[T any] struct{ rest []T }

// keep returns a copy of s that lives on the shelf.
func (f *shelf[T]) keep(s []T) []T {
	if len(s) > len(f.rest) {
		f.rest = make([]T, max(blockLength, len(s)))
	}
	kept := f.rest[:len(s):len(s)]
	f.rest = f.rest[len(s):]
	copy(kept, s)
	return kept
}

// frontier is the states of one depth, whole.
type frontier struct {
	states list[state]
	places shelf[uint32]
	sleep  shelf[action]
}
