package life

import (
	"encoding/binary"
	"errors"
)

// A host that is written in another language is reached by bytes. A call has, in this order, numbers in little endian:
//
//	1 byte   how it begins: callBegins, callSteps or 0, added
//	8 bytes  the clock
//	of the first call of a life only:
//	8 bytes  the state of the random numbers
//	4 bytes  maxRestless
//	8 bytes  MaxLoops
//	4 bytes  maxPrinted
//	1 byte   1 if a person looks
//	the rest is for the program
//
// and its reply:
//
//	1 byte   0, or an EndKind
//	8 bytes  the deadline
//	list     what was printed in this step
//	list     what the program shows
//	if it ended: 4 bytes the code; a list, the name of the trap; 4 bytes and so many lists, the frames
//	otherwise the rest is the program's
//
// where a list is 4 bytes, its length, and so many bytes. static/src/engine/whole-guest.ts is the other half.
const (
	callBegins = 1
	callSteps  = 2
)

// AppendCall appends a call with bytes for the program.
func (l *Life) AppendCall(b, input []byte) []byte {
	how := byte(0)
	if !l.begun {
		how |= callBegins
	}
	if l.fresh {
		how |= callSteps
	}
	b = binary.LittleEndian.AppendUint64(append(b, how), l.Clock())
	if !l.begun {
		b = binary.LittleEndian.AppendUint64(b, l.seed)
		b = binary.LittleEndian.AppendUint32(b, maxRestless)
		b = binary.LittleEndian.AppendUint64(b, MaxLoops)
		b = binary.LittleEndian.AppendUint32(b, maxPrinted)
		show := byte(0)
		if l.show {
			show = 1
		}
		b = append(b, show)
	}
	l.begun, l.fresh = true, false
	return append(b, input...)
}

// errReply is the error for a reply that cannot be read.
var errReply = errors.New("the host of a whole server gave a reply that cannot be read: load the page again")

// TakeReply takes a reply: the program's bytes, or an *End.
func (l *Life) TakeReply(b []byte) (output []byte, err error) {
	r := reply{rest: b}
	kind, deadline := EndKind(r.take(1)[0]), binary.LittleEndian.Uint64(r.take(8))
	printed, shown := r.list(), r.list()
	if kind == 0 {
		if r.short {
			return nil, errReply
		}
		l.deadline = deadline
		l.printed, l.shown = append(l.printed[:0], printed...), append(l.shown[:0], shown...)
		return r.rest, nil
	}
	end := &End{Kind: kind, Code: r.number(), Text: string(r.list())}
	for range min(r.number(), MaxFrames) {
		end.Frames = append(end.Frames, string(r.list()))
	}
	if r.short || kind > Trap {
		return nil, errReply
	}
	l.printed = append(l.printed[:0], printed...)
	return nil, end
}

// reply takes the bytes of a reply. After its end it gives zeros, and is short.
type reply struct {
	rest  []byte
	short bool
}

func (r *reply) take(n uint32) []byte {
	if uint64(n) > uint64(len(r.rest)) {
		r.rest, r.short = nil, true
		return make([]byte, min(n, 8))
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reply) number() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }
func (r *reply) list() []byte   { return r.take(r.number()) }
