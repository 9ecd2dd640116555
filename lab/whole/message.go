package whole

import (
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/raft/wire"
)

// Message is a call of a server to another, or the reply.
type Message struct {
	// From is the server that sends it.
	From lab.ServerID
	// Reply is true of a reply. Life and Call name the call: Life is the caller's start. A message that wants no reply
	// has Call 0.
	Reply      bool
	Life, Call uint64
	// Method is the name as the program calls it, such as Raft.RequestVote.
	Method string
	Data   []byte
	// Fields are the names and values of what was sent, as people read them: Term=3 CandidateId=1.
	Fields string
}

const messageVersion = 1

// AppendMessage appends m in its byte format.
func AppendMessage(b []byte, m Message) []byte {
	b = wire.AppendBool(append(b, messageVersion, byte(m.From)), m.Reply)
	b = wire.AppendUint(wire.AppendUint(b, m.Life), m.Call)
	b = wire.AppendBytes(wire.AppendBytes(b, []byte(m.Method)), m.Data)
	return wire.AppendBytes(b, []byte(m.Fields))
}

// DecodeMessage reads what AppendMessage wrote. It shares the memory of b.
func DecodeMessage(b []byte) (Message, error) {
	r := wire.NewReader(b)
	if v := r.Byte(); r.Err() == nil && v != messageVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", v, messageVersion, wire.ErrVersion))
	}
	m := Message{
		From: lab.ServerID(r.Byte()), Reply: r.Bool(), Life: r.Uint(), Call: r.Uint(), Method: string(r.Bytes()),
		Data: r.Bytes(), Fields: string(r.Bytes()),
	}
	if err := r.End(); err != nil {
		return Message{}, fmt.Errorf("decode a message of a whole server: %w", err)
	}
	return m, nil
}

// Kind is the method without the type in front, and Reply behind it for a reply.
func (m Message) Kind() string {
	kind := m.Method[strings.LastIndexByte(m.Method, '.')+1:]
	if m.Reply {
		kind += "Reply"
	}
	return kind
}
