package judging

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"raftlab/grader"
	"raftlab/lab/digest"
)

// Task is one file to judge.
type Task struct {
	Exercise grader.About
	Source   []byte
	// Seed is the first seed of the random schedules, and Schedules is how many there are.
	Seed      uint64
	Schedules int
}

// Key is the hash of all that decides the task's report, in hex: the grader with its version of Go, the exercise, the
// seeds and the file.
func (t Task) Key(by grader.BuildJSON) string {
	head := fmt.Appendf(nil, "raftlab class 1\n%q %q\n%q %d %d %d\n",
		by.Hash, by.Go, t.Exercise.ID, t.Seed, t.Schedules, len(t.Source))
	sum := digest.Sum(append(head, t.Source...))
	return digest.Hex(sum[:])
}

// Shard is one of several equal parts of the work, for several machines without a queue. The zero Shard is all of it.
type Shard struct{ Number, Of int }

// Has reports whether a task belongs to the shard, by its key: whatever else is handed in, it stays there.
func (s Shard) Has(key string) bool {
	if s.Of <= 1 {
		return true
	}
	bytes, err := hex.DecodeString(key)
	if err != nil || len(bytes) < 8 {
		return s.Number == 1
	}
	return binary.BigEndian.Uint64(bytes)%uint64(s.Of) == uint64(s.Number-1)
}

// ParseShard reads a shard such as 3/10.
func ParseShard(text string) (Shard, error) {
	var s Shard
	var rest string
	if n, _ := fmt.Sscanf(text+"\n", "%d/%d%s", &s.Number, &s.Of, &rest); n != 2 || s.Of < 1 || s.Of > 10_000 ||
		s.Number < 1 || s.Number > s.Of {
		return Shard{}, fmt.Errorf("want a shard such as 3/10, the third of ten, got %q", text)
	}
	return s, nil
}

// String is the shard as ParseShard reads it.
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Number, s.Of) }
