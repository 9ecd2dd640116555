package whole

import (
	"fmt"

	"raftlab/lab"
	"raftlab/raft/wire"
)

// View is what a server shows after a step.
type View struct {
	// Partial is true while the step is not over: a save, and what was sent after it, is still to come. Then only
	// Promise counts.
	Partial bool
	// Booted is true of a start. From is the index up to which the service has a snapshot then. Snapshots is true if
	// the program has snapshots.
	Booted    bool
	From      int
	Snapshots bool
	// Term and Leads are what GetState says. Stuck is true if it does not return.
	Term  int
	Leads bool
	Stuck bool
	// Trouble is what is wrong with the program itself, with its goroutines' stacks.
	Trouble Trouble
	// Applied is what the program applied in this step, in order.
	Applied []Applied
	// Asked are the indices up to which the service handed snapshots to the server in this step.
	Asked []int
	// StoreHash is that of the service's store.
	StoreHash uint64
	// StateSize and SnapshotSize are those of what is saved.
	StateSize, SnapshotSize int
	// Goroutines is how many the program has, and Calls how many calls wait for a reply.
	Goroutines, Calls int
	// Facts are the fields with usual names, now and when the program last saved.
	Facts, Saved Facts
	// LogFrom and Log are what changed in the log: entries from index LogFrom on are Log now. Known is false if no
	// field looks like a log.
	// LogBase is the index of the log's first element, which may stand for what was cut off.
	LogKnown bool
	LogBase  int
	LogFrom  int
	Log      []Entry
	// Promise says how a reply promises what is not saved; "" if none does.
	Promise string
	// Warnings are what the codec has to say of the program's types, each once.
	Warnings []string
	// Shown is what a person sees of the program. The host adds it, if a person looks.
	Shown Shown
	// Printed is what the program printed. The host adds it.
	Printed string
}

// Trouble is a program that hangs, ends, or goes on without end. The zero Trouble is none.
type Trouble struct {
	Kind TroubleKind
	// Text says what, and Stack where, with the program's own functions.
	Text, Stack string
}

// TroubleKind says what is wrong with a program.
type TroubleKind byte

// The kinds of trouble. They are part of the byte format.
const (
	// NoTrouble: all is well.
	NoTrouble TroubleKind = iota
	// Hangs: a method does not return, since nobody lets go of what it waits for.
	Hangs
	// Leaks: there are ever more goroutines.
	Leaks
	// Endless: a step does not end, since some goroutine never waits.
	Endless
	// Exited: the program ended itself.
	Exited
)

// Applied is one message of the apply channel.
type Applied struct {
	Index, Term int
	// Command is a command as text. For a snapshot it is empty.
	Command  string
	Snapshot bool
	// Readable is false of a snapshot that is not one of the service's.
	Readable bool
}

// Entry is an entry of a log: its term, and a hash of its command.
type Entry struct {
	Term int
	Hash uint64
}

// Facts are the fields with usual names. What was not found is -1.
type Facts struct {
	CurrentTerm, VotedFor, CommitIndex, LastApplied int
	// LastIndex is the index of the log's last entry.
	LastIndex int
}

// NoFacts are the facts of a server with no field of a usual name.
func NoFacts() Facts { return Facts{-1, -2, -1, -1, -1} }

const viewVersion = 2

// AppendView appends v in its byte format.
func AppendView(b []byte, v View) []byte {
	b = wire.AppendBool(wire.AppendBool(append(b, viewVersion), v.Partial), v.Booted)
	b = wire.AppendBytes(b, []byte(v.Promise))
	if v.Partial {
		return b
	}
	b = wire.AppendBool(appendInts(b, v.From, v.Term), v.Snapshots)
	b = append(wire.AppendBool(wire.AppendBool(b, v.Leads), v.Stuck), byte(v.Trouble.Kind))
	b = wire.AppendBytes(wire.AppendBytes(b, []byte(v.Trouble.Text)), []byte(v.Trouble.Stack))
	b = wire.AppendUint(b, uint64(len(v.Applied)))
	for _, a := range v.Applied {
		b = wire.AppendBytes(appendInts(b, a.Index, a.Term), []byte(a.Command))
		b = wire.AppendBool(wire.AppendBool(b, a.Snapshot), a.Readable)
	}
	b = wire.AppendUint(b, uint64(len(v.Asked)))
	b = appendInts(b, v.Asked...)
	b = wire.AppendUint(b, v.StoreHash)
	b = appendInts(b, v.StateSize, v.SnapshotSize, v.Goroutines, v.Calls)
	for _, f := range []Facts{v.Facts, v.Saved} {
		b = appendInts(b, f.CurrentTerm, f.VotedFor, f.CommitIndex, f.LastApplied, f.LastIndex)
	}
	b = wire.AppendUint(appendInts(wire.AppendBool(b, v.LogKnown), v.LogBase, v.LogFrom), uint64(len(v.Log)))
	for _, e := range v.Log {
		b = wire.AppendUint(appendInts(b, e.Term), e.Hash)
	}
	b = wire.AppendUint(b, uint64(len(v.Warnings)))
	for _, w := range v.Warnings {
		b = wire.AppendBytes(b, []byte(w))
	}
	return wire.AppendBytes(wire.AppendBytes(b, AppendShown(nil, v.Shown)), []byte(v.Printed))
}

// appendInts appends numbers that may be below 0.
func appendInts(b []byte, list ...int) []byte {
	for _, n := range list {
		b = wire.AppendUint(b, uint64(n)<<1^uint64(n>>63))
	}
	return b
}

func readInt(r *wire.Reader) int {
	n := r.Uint()
	return int(n>>1) ^ -int(n&1)
}

// DecodeView reads what AppendView wrote.
func DecodeView(b []byte) (View, error) {
	r := wire.NewReader(b)
	if version := r.Byte(); r.Err() == nil && version != viewVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", version, viewVersion, wire.ErrVersion))
	}
	v := View{Partial: r.Bool(), Booted: r.Bool(), Promise: string(r.Bytes())}
	if !v.Partial {
		readView(r, &v)
	}
	if err := r.End(); err != nil {
		return View{}, fmt.Errorf("decode the view of a whole server: %w", err)
	}
	return v, nil
}

func readView(r *wire.Reader, v *View) {
	v.From, v.Term, v.Snapshots = readInt(r), readInt(r), r.Bool()
	v.Leads, v.Stuck = r.Bool(), r.Bool()
	v.Trouble = Trouble{TroubleKind(r.Byte()), string(r.Bytes()), string(r.Bytes())}
	for range r.Count() {
		v.Applied = append(v.Applied, Applied{
			Index: readInt(r), Term: readInt(r), Command: string(r.Bytes()), Snapshot: r.Bool(), Readable: r.Bool(),
		})
	}
	for range r.Count() {
		v.Asked = append(v.Asked, readInt(r))
	}
	v.StoreHash = r.Uint()
	v.StateSize, v.SnapshotSize, v.Goroutines, v.Calls = readInt(r), readInt(r), readInt(r), readInt(r)
	v.Facts = Facts{readInt(r), readInt(r), readInt(r), readInt(r), readInt(r)}
	v.Saved = Facts{readInt(r), readInt(r), readInt(r), readInt(r), readInt(r)}
	v.LogKnown, v.LogBase, v.LogFrom = r.Bool(), readInt(r), readInt(r)
	for range r.Count() {
		v.Log = append(v.Log, Entry{readInt(r), r.Uint()})
	}
	for range r.Count() {
		v.Warnings = append(v.Warnings, string(r.Bytes()))
	}
	v.Shown = readShown(r, r.Bytes())
	v.Printed = string(r.Bytes())
}

// WithHost is a view, as bytes, with what only the host knows: what the program shows to a person, in the form of
// AppendShown, and what it printed. A view of a step that is not over stays as it is.
func WithHost(view, shown []byte, printed string) []byte {
	if printed == "" && len(shown) == 0 || len(view) < 4 || view[1] == 1 {
		return view
	}
	// The two are empty so far: a byte each.
	return wire.AppendBytes(wire.AppendBytes(view[:len(view)-2:len(view)-2], shown), []byte(printed))
}

// Whose is the server's name of a number in the program's own count, which begins at 0; "none" for a number below 0.
func Whose(number int) string {
	if number < 0 {
		return "none"
	}
	return lab.ServerID(number + 1).String()
}
