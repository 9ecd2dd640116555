package kv

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/raft/wire"
)

// Op is what a command does.
type Op byte

// The operations. They are part of the byte format: never renumbered.
const (
	// Put sets a key to a value.
	Put Op = 1
	// Get reads a key. A key that was never set reads as "".
	Get Op = 2
	// Increment adds a whole number to a key's value. A key that was never set counts as 0.
	Increment Op = 3
	// CompareAndSet sets a key to New if it holds Value now.
	CompareAndSet Op = 4
	// A Get with another mode than the log: one byte says both.
	staleGet Op = 5
	indexGet Op = 16
	leaseGet Op = 17
)

// ReadMode is how a Get is answered.
type ReadMode byte

// The modes.
const (
	// ThroughLog: the read is an entry like any other command.
	ThroughLog ReadMode = iota
	// Stale: one server answers from its own store, without the log and without asking any other server. It is quick,
	// but the value may be old: the other servers may have elected a new leader and written since (§8).
	Stale
	// ByIndex: the leader makes sure that it still leads, and no entry is written (§8, thesis §6.4).
	ByIndex
	// ByLease: as ByIndex, but the leader's lease is enough (thesis §6.4.1).
	ByLease
)

// getOps are the operations of a Get's modes, modeWords their words.
var (
	getOps    = [...]Op{ThroughLog: Get, Stale: staleGet, ByIndex: indexGet, ByLease: leaseGet}
	modeWords = [...]string{ThroughLog: "", Stale: "stale", ByIndex: "index", ByLease: "lease"}
)

// Command is one command of a client.
type Command struct {
	Op         Op
	Key, Value string
	New        string
	// Mode is how a Get is answered.
	Mode ReadMode
}

// The greatest lengths of a key and of a value, in bytes.
const (
	MaxKey   = 64
	MaxValue = 256
)

// ErrWords is wrapped by every error of Parse.
var ErrWords = errors.New("expected put KEY VALUE, get KEY [stale|index|lease], increment KEY [NUMBER] " +
	"or compare-and-set KEY OLD NEW")

// Parse reads a command as people write it.
func Parse(words []string) (Command, error) {
	if len(words) == 0 {
		return Command{}, ErrWords
	}
	var c Command
	args := words[1:]
	switch {
	case words[0] == "put" && len(args) == 2:
		c = Command{Op: Put, Key: args[0], Value: args[1]}
	case words[0] == "get" && len(args) == 1:
		c = Command{Op: Get, Key: args[0]}
	case words[0] == "get" && len(args) == 2 && slices.Contains(modeWords[Stale:], args[1]):
		c = Command{Op: Get, Key: args[0], Mode: ReadMode(slices.Index(modeWords[:], args[1]))}
	case words[0] == "increment" && len(args) == 1:
		c = Command{Op: Increment, Key: args[0], Value: "1"}
	case words[0] == "increment" && len(args) == 2:
		if _, err := strconv.ParseInt(args[1], 10, 64); err != nil {
			return Command{}, fmt.Errorf("increment by %q, which is not a whole number: %w", args[1], ErrWords)
		}
		c = Command{Op: Increment, Key: args[0], Value: args[1]}
	case words[0] == "compare-and-set" && len(args) == 3:
		c = Command{Op: CompareAndSet, Key: args[0], Value: args[1], New: args[2]}
	default:
		return Command{}, fmt.Errorf("%q: %w", strings.Join(words, " "), ErrWords)
	}
	if len(c.Key) > MaxKey || len(c.Value) > MaxValue || len(c.New) > MaxValue {
		return Command{}, fmt.Errorf("a key may have %d bytes and a value %d: %w", MaxKey, MaxValue, ErrWords)
	}
	return c, nil
}

// String is the command as Parse reads it.
func (c Command) String() string {
	switch c.Op {
	case Put:
		return "put " + c.Key + " " + c.Value
	case Get:
		return strings.TrimSuffix("get "+c.Key+" "+modeWords[c.Mode], " ")
	case Increment:
		return "increment " + c.Key + " " + c.Value
	case CompareAndSet:
		return "compare-and-set " + c.Key + " " + c.Value + " " + c.New
	}
	return "command " + strconv.Itoa(int(c.Op))
}

// Short is the command in a few characters, for a cell of a log: x←3.
func (c Command) Short() string {
	switch c.Op {
	case Put:
		return c.Key + "←" + c.Value
	case Get:
		return c.Key + "?"
	case Increment:
		return c.Key + "+=" + c.Value
	case CompareAndSet:
		return c.Key + ":" + c.Value + "→" + c.New
	}
	return "?"
}

// Encode returns the command's bytes.
func (c Command) Encode() []byte {
	op := c.Op
	if op == Get {
		op = getOps[c.Mode]
	}
	b := []byte{byte(op)}
	b = wire.AppendBytes(b, []byte(c.Key))
	b = wire.AppendBytes(b, []byte(c.Value))
	return wire.AppendBytes(b, []byte(c.New))
}

// Decode reads what Encode wrote.
func Decode(b []byte) (Command, error) {
	r := wire.NewReader(b)
	c := Command{Op: Op(r.Byte()), Key: string(r.Bytes()), Value: string(r.Bytes()), New: string(r.Bytes())}
	if mode := slices.Index(getOps[:], c.Op); mode >= 0 {
		c.Op, c.Mode = Get, ReadMode(mode)
	} else if c.Op < Put || c.Op > CompareAndSet {
		r.Fail(fmt.Errorf("operation %d: %w", c.Op, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return Command{}, fmt.Errorf("decode command: %w", err)
	}
	return c, nil
}
