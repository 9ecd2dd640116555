package lab

import (
	"fmt"
	"strconv"

	"raftlab/raft/wire"
)

// Time is a moment of virtual time, in microseconds since the run began.
type Time int64

// Duration is a span of virtual time, in microseconds.
type Duration int64

// Units of Duration.
const (
	Microsecond Duration = 1
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
)

// Add is the moment d after t.
func (t Time) Add(d Duration) Time { return t + Time(d) }

// ServerID names a server, from 1. A client is the other end of some links: see Client.
type ServerID int

// Client is client n, from 1 to MaxClients, as the end of a link. It is below 0, and no server.
func Client(n int) ServerID { return ServerID(-n) }

// MaxClients is how many clients a world has.
const MaxClients = 9

// String is the name that people read: S1, S2, ..., and C1, C2, ... for clients.
func (id ServerID) String() string {
	if id < 0 {
		return "C" + strconv.Itoa(int(-id))
	}
	return "S" + strconv.Itoa(int(id))
}

// RequestID names one request of a client, from 1.
type RequestID uint64

// MessageID names one message, from 1. A duplicate has an id of its own.
type MessageID uint64

// InputKind says what an Input is.
type InputKind byte

// The kinds of input. They are part of the byte format: never renumbered.
const (
	// Boot starts the machine with the Records of its disk. It is always the first input.
	Boot InputKind = 1
	// Deliver brings a message, Payload.
	Deliver InputKind = 2
	// Wake says that the time Output.WakeAt has come.
	Wake InputKind = 3
	// Ask brings a client's Request with its Payload.
	Ask InputKind = 4
	// Control brings a command from outside the protocol, Payload, such as "time out now".
	Control InputKind = 5
	// Durable brings back the bytes of an Output.Parallel: its records, and all before them, are durable.
	Durable InputKind = 6
)

// Input is one event for a machine.
type Input struct {
	Kind    InputKind
	Records [][]byte
	Request RequestID
	Payload []byte
	// Snapshot is, at a Boot, the snapshot on the disk, nil for none.
	Snapshot []byte
}

// Output is what a machine asks for after an input.
type Output struct {
	// Records are appended to the disk, and are durable before Messages and Answers leave, unless Parallel has a byte.
	Records [][]byte
	// Parallel lets the rest of the output take effect while the disk still writes Records. When they are durable, the
	// machine gets a Durable input with these bytes. An output with a Snapshot or Cut waits for all the same.
	Parallel []byte
	// Snapshot, if any, takes the place of the disk's last one next, and then Cut that of all records, these included.
	// Each is durable before the one after it, and before Messages and Answers leave.
	Snapshot, Cut []byte
	// Refused says why the machine does not start with what its disk holds; it is empty otherwise.
	Refused  string
	Messages []Outgoing
	Answers  []Answer
	// WakeAt is when the machine wants its next Wake; 0 is never.
	WakeAt Time
	// View is what an observer may see of the machine, in a form that the Protocol understands.
	View []byte
	// Broken is the machine's own invariant that it found broken; Panic is the value it panicked with. Both are
	// empty for a healthy machine.
	Broken, Panic string
}

// Fault is the violation that the output of server id reports, or nil. Section is where the protocol's text
// describes a server.
func (out *Output) Fault(id ServerID, section string) *Violation {
	switch {
	case out.Panic != "":
		return Check{ID: PanicID, Name: "No Panic", Section: section}.
			Broken(Say("server.panicked", "%v panicked: %s", id, out.Panic))
	case out.Broken != "":
		return soundServer(section).Broken(Say("server.invariant", "%v broke a property: %s", id, out.Broken))
	}
	return nil
}

// Unsound is the violation of a server that contradicts itself. Section is where the protocol's text describes
// a server.
func Unsound(id ServerID, section string, s Saying) *Violation {
	return soundServer(section).Broken(Say("server.unsound", "%v: %v", id, s))
}

// Unreadable is the violation of a server with an output that cannot be read, by the reader's error.
func Unreadable(id ServerID, section string, err error) *Violation {
	return Unsound(id, section, Say("server.unreadable", "%v", err))
}

func soundServer(section string) Check {
	return Check{ID: SoundServerID, Name: "Sound Server", Section: section}
}

// Outgoing is a message to another server.
type Outgoing struct {
	To      ServerID
	Payload []byte
}

// Answer is a reply to a client's request.
type Answer struct {
	Request RequestID
	Payload []byte
}

// Machine is one running server. Its Output's slices are good until its next Step.
type Machine interface {
	// Step handles one input. An error means that the machine cannot be reached or is not sane, which ends the
	// run. A machine that breaks its own rules says so in Output.Broken.
	Step(now Time, in Input) (Output, error)
	// Stop ends the machine at once. Only its disk is left.
	Stop() error
}

// Host starts machines: in this process, in a WebAssembly sandbox, or in a Web Worker. A run must have the same
// trace on each of them.
type Host interface {
	// Start returns a new machine for server id. Config is from Protocol.Config.
	Start(id ServerID, config []byte) (Machine, error)
}

// machineVersion begins every encoded Input and Output.
const machineVersion = 1

// AppendInput appends a step's time and input in their byte format, for a machine that runs elsewhere.
func AppendInput(b []byte, now Time, in Input) []byte {
	b = append(b, machineVersion, byte(in.Kind))
	b = wire.AppendUint(b, uint64(now))
	b = wire.AppendUint(b, uint64(in.Request))
	b = wire.AppendBytes(b, in.Payload)
	b = appendList(b, in.Records)
	if in.Snapshot != nil {
		b = wire.AppendBytes(b, in.Snapshot)
	}
	return b
}

// DecodeInput reads what AppendInput wrote. It shares the memory of b.
func DecodeInput(b []byte) (Time, Input, error) {
	r := wire.NewReader(b)
	readVersion(r)
	in := Input{Kind: InputKind(r.Byte())}
	now := Time(r.Uint())
	in.Request = RequestID(r.Uint())
	in.Payload = r.Bytes()
	in.Records = readList(r)
	if r.Err() == nil && r.Len() > 0 {
		in.Snapshot = r.Bytes()
	}
	if in.Kind < Boot || in.Kind > Durable {
		r.Fail(fmt.Errorf("input kind %d: %w", in.Kind, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return 0, Input{}, fmt.Errorf("decode machine input: %w", err)
	}
	return now, in, nil
}

// AppendOutput appends an output in its byte format.
func AppendOutput(b []byte, out Output) []byte {
	b = append(b, machineVersion)
	b = appendList(b, out.Records)
	b = wire.AppendUint(b, uint64(len(out.Messages)))
	for _, m := range out.Messages {
		b = wire.AppendUint(b, uint64(m.To))
		b = wire.AppendBytes(b, m.Payload)
	}
	b = wire.AppendUint(b, uint64(len(out.Answers)))
	for _, a := range out.Answers {
		b = wire.AppendUint(b, uint64(a.Request))
		b = wire.AppendBytes(b, a.Payload)
	}
	b = wire.AppendUint(b, uint64(out.WakeAt))
	b = wire.AppendBytes(b, out.View)
	b = wire.AppendBytes(b, []byte(out.Broken))
	b = wire.AppendBytes(b, []byte(out.Panic))
	if out.Snapshot != nil || out.Cut != nil || out.Refused != "" || len(out.Parallel) > 0 {
		// All other outputs have the bytes that they always had.
		b = wire.AppendBytes(wire.AppendBytes(b, out.Snapshot), out.Cut)
		b = wire.AppendBytes(wire.AppendBytes(b, []byte(out.Refused)), out.Parallel)
	}
	return b
}

// DecodeOutput reads what AppendOutput wrote. It shares the memory of b.
func DecodeOutput(b []byte) (Output, error) {
	r := wire.NewReader(b)
	readVersion(r)
	out := Output{Records: readList(r)}
	for range r.Count() {
		out.Messages = append(out.Messages, Outgoing{To: ServerID(r.Uint()), Payload: r.Bytes()})
	}
	for range r.Count() {
		out.Answers = append(out.Answers, Answer{Request: RequestID(r.Uint()), Payload: r.Bytes()})
	}
	out.WakeAt = Time(r.Uint())
	out.View = r.Bytes()
	out.Broken = string(r.Bytes())
	out.Panic = string(r.Bytes())
	if r.Err() == nil && r.Len() > 0 {
		out.Snapshot, out.Cut = noneIfEmpty(r.Bytes()), noneIfEmpty(r.Bytes())
		out.Refused, out.Parallel = string(r.Bytes()), noneIfEmpty(r.Bytes())
		if out.Snapshot == nil && out.Cut == nil && out.Refused == "" && out.Parallel == nil {
			r.Fail(wire.ErrValue)
		}
	}
	if err := r.End(); err != nil {
		return Output{}, fmt.Errorf("decode machine output: %w", err)
	}
	return out, nil
}

// noneIfEmpty is nil for bytes that stand for no file.
func noneIfEmpty(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b
}

func appendList(b []byte, list [][]byte) []byte {
	b = wire.AppendUint(b, uint64(len(list)))
	for _, p := range list {
		b = wire.AppendBytes(b, p)
	}
	return b
}

func readList(r *wire.Reader) [][]byte {
	var list [][]byte
	for range r.Count() {
		list = append(list, r.Bytes())
	}
	return list
}

func readVersion(r *wire.Reader) {
	if v := r.Byte(); r.Err() == nil && v != machineVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", v, machineVersion, wire.ErrVersion))
	}
}
