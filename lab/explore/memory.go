package explore

// A search holds millions of small things. They are kept in blocks: no block is ever moved to grow,
// and what all states of a depth need goes when the depth is done.

const blockLength = 1 << 11

// list is a list that grows at its end. What is in it stays where it is.
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

// shelf keeps short slices one behind the other.
type shelf[T any] struct{ rest []T }

// keep gives a copy of s that has its place on the shelf.
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
