package kv

import (
	"fmt"
	"strconv"

	"raftlab/raft/wire"
)

// numberedMark begins a numbered command. It is no operation of a plain command, so the two formats differ in their
// first byte.
const numberedMark = 6

// IsNumbered reports whether bytes are a numbered command, or the request to open a session, and not a plain command.
func IsNumbered(b []byte) bool { return len(b) > 0 && b[0] == numberedMark }

// Encode returns the numbered command's bytes.
func (n Numbered) Encode() []byte {
	b := wire.AppendUint([]byte{numberedMark}, uint64(n.Client))
	b = wire.AppendUint(b, n.Sequence)
	b = wire.AppendUint(b, n.Lowest)
	b = wire.AppendUint(b, uint64(n.Stamp))
	if n.Opens() {
		return b
	}
	return append(b, n.Command.Encode()...)
}

// DecodeNumbered reads what Encode wrote.
func DecodeNumbered(b []byte) (Numbered, error) {
	r := wire.NewReader(b)
	if mark := r.Byte(); r.Err() == nil && mark != numberedMark {
		r.Fail(fmt.Errorf("mark %d of a numbered command: %w", mark, wire.ErrValue))
	}
	n := Numbered{Client: ClientID(r.Uint()), Sequence: r.Uint(), Lowest: r.Uint(), Stamp: Time(r.Uint())}
	err := r.Err()
	switch {
	case err != nil:
	case n.Opens():
		err = r.End()
	default:
		n.Command, err = Decode(b[len(b)-r.Len():])
	}
	if err != nil {
		return Numbered{}, fmt.Errorf("decode numbered command: %w", err)
	}
	return n, nil
}

// String is the numbered command in words: increment n 1 session=2 request=1.
func (n Numbered) String() string {
	text := "open session"
	if !n.Opens() {
		text = n.Command.String() + " session=" + decimal(n.Client) + " request=" + decimal(n.Sequence)
		if n.Lowest > 1 {
			text += " lowest=" + decimal(n.Lowest)
		}
	}
	if n.Stamp > 0 {
		text += " stamp_us=" + decimal(n.Stamp)
	}
	return text
}

// Short is the numbered command in a few characters, for a cell of a log: n+=1 #1.
func (n Numbered) Short() string {
	if n.Opens() {
		return "session"
	}
	return n.Command.Short() + " #" + decimal(n.Sequence)
}

func decimal[N ClientID | Time | uint64](n N) string { return strconv.FormatUint(uint64(n), 10) }

// AppendResult appends a result in its byte format.
func AppendResult(b []byte, result Result) []byte {
	b = wire.AppendBytes(wire.AppendBool(b, result.Done), []byte(result.Value))
	return append(b, byte(result.Failure))
}

// ReadResult takes a result from a reader.
func ReadResult(r *wire.Reader) Result {
	result := Result{Done: r.Bool(), Value: string(r.Bytes()), Failure: Failure(r.Byte())}
	if result.Failure > TooOld {
		r.Fail(fmt.Errorf("failure %d: %w", result.Failure, wire.ErrValue))
	}
	return result
}
