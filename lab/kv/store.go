package kv

import (
	"maps"
	"slices"
	"strconv"
)

// Result is the result of a command.
type Result struct {
	// Done is false for a command that was refused: a comparison that failed, an increment of something that is
	// not a number.
	Done bool
	// Value is the value that was read or written, or that made the store refuse the command.
	Value string
	// Failure says why a command of a session has no result. A store gives none.
	Failure Failure
}

// Store is the state machine. The zero value is not ready; use NewStore.
type Store struct {
	data map[string]string
	hash uint64
}

// NewStore is an empty store.
func NewStore() *Store { return &Store{data: map[string]string{}} }

// Apply carries out one command.
func (s *Store) Apply(c Command) Result {
	next, result := c.On(s.data[c.Key])
	if result.Done && c.Op != Get {
		s.set(c.Key, next)
	}
	return result
}

// On applies a command to a key that holds old. It returns the key's new value and the result. Nothing else
// decides what a command does, so the check of a history uses it too.
func (c Command) On(old string) (string, Result) {
	switch c.Op {
	case Put:
		return c.Value, Result{Done: true, Value: c.Value}
	case Get:
		return old, Result{Done: true, Value: old}
	case Increment:
		return c.increment(old)
	case CompareAndSet:
		if old != c.Value {
			return old, Result{Value: old}
		}
		return c.New, Result{Done: true, Value: c.New}
	}
	return old, Result{}
}

func (c Command) increment(old string) (string, Result) {
	start := old
	if start == "" {
		start = "0"
	}
	number, err := strconv.ParseInt(start, 10, 64)
	if err != nil {
		return old, Result{Value: start}
	}
	by, err := strconv.ParseInt(c.Value, 10, 64)
	if err != nil {
		return old, Result{Value: start}
	}
	// Overflow wraps in the same way on every server.
	sum := strconv.FormatInt(number+by, 10)
	return sum, Result{Done: true, Value: sum}
}

func (s *Store) set(key, value string) {
	if old, ok := s.data[key]; ok {
		s.hash ^= pairHash(key, old)
	}
	s.data[key] = value
	s.hash ^= pairHash(key, value)
}

// Value is what a key holds, "" if it was never set.
func (s *Store) Value(key string) string { return s.data[key] }

// Hash distinguishes stores: equal content gives equal hashes. Every command updates it, at a cost that does
// not depend on the size of the store.
func (s *Store) Hash() uint64 { return s.hash }

// Pairs is the content, sorted by key.
func (s *Store) Pairs() [][2]string {
	pairs := make([][2]string, 0, len(s.data))
	for key, value := range s.data {
		pairs = append(pairs, [2]string{key, value})
	}
	slices.SortFunc(pairs, func(a, b [2]string) int {
		if a[0] < b[0] {
			return -1
		}
		return 1
	})
	return pairs
}

// pairHash is FNV-1a over key, a zero byte and value, finished so that similar pairs have very different
// hashes.
func pairHash(key, value string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(key) {
		h = (h ^ uint64(key[i])) * 1099511628211
	}
	h *= 1099511628211 // the zero byte between them
	for i := range len(value) {
		h = (h ^ uint64(value[i])) * 1099511628211
	}
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

// StoreOf is a store with these pairs of a key and its value.
func StoreOf(pairs [][2]string) *Store {
	s := NewStore()
	for _, pair := range pairs {
		s.set(pair[0], pair[1])
	}
	return s
}

// Clone is a second store with the same content.
func (s *Store) Clone() *Store { return &Store{data: maps.Clone(s.data), hash: s.hash} }
