package bring

import (
	"slices"
	"strconv"
	"strings"
)

// The shape step: its package declares its own messages, inputs and outputs, so that it needs no package of ours.

// newStep are the signatures that New may have: with and without snapshots, for a server of type T.
func newStep(t string) (without, with string) {
	return "func(int, int, *Saved) *" + t, "func(int, int, *Saved, []byte) *" + t
}

// stepMethods are the methods of a server of this shape.
var stepMethods = []method{
	{"Step", "func(time.Duration, Input) Output", true, "it gets the time since the start and what has happened"},
	{"GetState", "func() (int, bool)", true, "it returns the current term and whether the server leads"},
}

// stepField is a field that a type of this shape has: always, or only with snapshots.
type stepField struct {
	of, name, kind string
	snapshots      bool
	do             string
}

var stepFields = []stepField{
	{"Message", "To", "int", false, "it is the server that the message goes to, from 0"},
	{"Input", "Message", "*Message", false, "it is the message that has arrived"},
	{"Input", "Command", "any", false, "it is the command of a client"},
	{"Input", "Snapshot", "*Snapshot", true, "it is a snapshot of the service"},
	{"Output", "Save", "*Saved", false, "it is what is on the disk before a message leaves"},
	{"Output", "Messages", "[]Message", false, "they are sent"},
	{"Output", "Applied", "[]Applied", false, "they are the commands that are committed now"},
	{"Output", "Index", "int", false, "it is where the command of the input stands in the log"},
	{"Output", "Wake", "time.Duration", false, "it is when Step is to be called again"},
	{"Output", "Snapshot", "[]byte", true, "it is saved together with Save"},
	{"Applied", "Index", "int", false, "it is the place in the log"},
	{"Applied", "Command", "any", false, "it is a command"},
	{"Applied", "Snapshot", "[]byte", true, "it takes the place of all commands up to Index"},
	{"Snapshot", "Index", "int", true, "it is the last index that the snapshot has"},
	{"Snapshot", "Data", "[]byte", true, "it is the content"},
}

// fitStep compares a package with the shape step.
func (l *look) fitStep(collected *notes) (shape, program, []Complaint, error) {
	made := l.maker()
	server := l.receiverOf()
	without, with := newStep(server)
	has := made.in.signature(made.function)
	p := program{Package: l.unit.path, Snapshots: has == with}
	var all []Complaint
	if has != with && has != without {
		all = append(all, made.otherwise("New", without+"\nor, with snapshots, "+with))
	}
	for _, m := range stepMethods {
		all = append(all, l.methodFits(server, m)...)
	}
	all = append(all, l.typesFit(p.Snapshots)...)
	if !p.Snapshots {
		collected.add(Assumed, "no snapshots", "New wants no snapshot as its fourth argument")
	}
	p.Fields = []string{"Index: a.Index", "Command: a.Command"}
	if l.types["Applied"].fieldsOf()["Term"] == "int" {
		p.Fields = append(p.Fields, "Term: a.Term")
	}
	return stepShape, p, all, nil
}

// typesFit compares the types of a package with the shape.
func (l *look) typesFit(snapshots bool) []Complaint {
	var all []Complaint
	missing := map[string]bool{}
	for _, f := range stepFields {
		of := l.types[f.of]
		switch {
		case f.snapshots && !snapshots, missing[f.of]:
		case of.kind == nil:
			missing[f.of] = true
			all = append(all, l.maker().complain("declare type "+f.of+" struct with "+fieldsFor(f.of, snapshots),
				"there is no type %s", f.of))
		default:
			all = append(all, of.fieldFits(f)...)
		}
	}
	if l.types["Saved"].kind == nil {
		all = append(all, l.maker().complain("declare type Saved struct with what is to be saved",
			"there is no type Saved"))
	}
	return all
}

// fieldsFor are the fields that a type is to have.
func fieldsFor(of string, snapshots bool) string {
	var list []string
	for _, f := range stepFields {
		if f.of == of && (snapshots || !f.snapshots) {
			list = append(list, f.name+" "+f.kind)
		}
	}
	return describe(list)
}

// fieldFits compares a field with the shape.
func (d declared) fieldFits(f stepField) []Complaint {
	switch has := d.fieldsOf()[f.name]; has {
	case f.kind:
		return nil
	case "":
		return []Complaint{d.complain("add "+f.name+" "+f.kind+": "+f.do, "%s has no field %s", f.of, f.name)}
	default:
		return []Complaint{d.complain("expected "+f.kind+": "+f.do, "the field %s of %s is %s", f.name, f.of, has)}
	}
}

// stepText is package main for the shape step.
func (p program) stepText() string {
	saved, given, saves, applied := "", "", "", ""
	if p.Snapshots {
		saved, given, saves, applied = ", disk.ReadSnapshot()", stepGivenText, stepSavesText, stepAppliedText
	}
	return strings.NewReplacer(
		"PACKAGE", strconv.Quote(p.Package), "SNAPSHOTS", strconv.FormatBool(p.Snapshots), "SAVED", saved,
		"GIVEN", given, "SAVES", saves, "APPLIED", applied,
		"FIELDS", strings.Join(slices.Concat([]string{"IsCommand: true"}, p.Fields), ", "),
	).Replace(stepMainText)
}

// stepMainText is package main of a program of this shape: it passes inputs and outputs on.
const stepMainText = `package main

import (
	"time"

	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"
	"raftlab/wasm/whole/step"

	raft PACKAGE
)

func main() {}

func init() { seat.Serve(seat.Program{Snapshots: SNAPSHOTS, Make: begin}) }

type output = step.Output[raft.Message, raft.Saved]

func begin(
	peers []*rpc.ClientEnd, me int, disk *persist.Persister, applied func(seat.Applied),
) (seat.Server, any) {
	made := raft.New(me, len(peers), step.Saved[raft.Saved](disk)SAVED)
	return step.Serve(peers, disk, applied, step.Program[raft.Message, raft.Saved]{
		GetState: made.GetState,
		Step: func(now time.Duration, in step.Input[raft.Message]) output {
			given := raft.Input{Message: in.Message, Command: in.Command}GIVEN
			return passOn(made.Step(now, given))
		},
	}), made
}

func passOn(did raft.Output) output {
	out := output{Save: did.Save, Index: did.Index, Wake: did.Wake}SAVES
	for _, m := range did.Messages {
		out.Messages = append(out.Messages, step.Addressed[raft.Message]{To: m.To, Message: m})
	}
	for _, a := range did.Applied {
		one := seat.Applied{FIELDS}APPLIED
		out.Applied = append(out.Applied, one)
	}
	return out
}
`

// What is added with snapshots.
const (
	stepGivenText = `
			if in.Snapshot != nil {
				given.Snapshot = &raft.Snapshot{Index: in.Snapshot.Index, Data: in.Snapshot.Data}
			}`
	stepSavesText = `
	out.Snapshot = did.Snapshot`
	stepAppliedText = `
		if a.Snapshot != nil {
			one = seat.Applied{IsSnapshot: true, Snapshot: a.Snapshot, SnapshotIndex: one.Index, SnapshotTerm: one.Term}
		}`
)
