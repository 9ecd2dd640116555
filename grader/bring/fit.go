package bring

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// program is what package main is filled in with.
type program struct {
	// Package is the path of the server's package, API that of raftapi, "" for none.
	Package, API string
	// Server is the type that Make returns, and Message that of the channel's messages.
	Server, Message string
	// Snapshots is true if there is a Snapshot that does something, and Cond if CondInstallSnapshot decides.
	Snapshots, Cond bool
	// Fields are those of seat.Applied, each from a field of the message.
	Fields []string
}

// text is package main for a shape.
func (p program) text(s shape) string {
	switch s.ID {
	case stepShape.ID:
		return p.stepText()
	case rawNodeShape.ID:
		return strings.ReplaceAll(rawNodeMainText, "PACKAGE", strconv.Quote(p.Package))
	}
	return p.courseText()
}

// courseText is package main for a course's shape.
func (p program) courseText() string {
	api, cond, snapshot := "", "", ""
	if p.API != "" {
		api = "\n\traftapi " + strconv.Quote(p.API)
	}
	if p.Cond {
		cond = condText
	}
	if p.Snapshots {
		snapshot = snapshotText
	}
	return strings.NewReplacer(
		"PACKAGE", strconv.Quote(p.Package), "RAFTAPI", api, "SNAPSHOTS", strconv.FormatBool(p.Snapshots),
		"MESSAGE", p.Message, "SERVER", p.Server, "COND", cond, "TAKE", snapshot,
		"FIELDS", "\n\t\t\t\t"+strings.Join(p.Fields, ",\n\t\t\t\t")+",",
	).Replace(mainText)
}

// fields are how a message of the apply channel is read: the first field of a row is in seat.Applied, the second in the
// message, the third its type there.
var fields = [][3]string{
	{"IsCommand", "CommandValid", "bool"}, {"Command", "Command", "any"}, {"Index", "CommandIndex", "int"},
	{"Term", "CommandTerm", "int"}, {"IsSnapshot", "SnapshotValid", "bool"}, {"Snapshot", "Snapshot", "[]byte"},
	{"SnapshotIndex", "SnapshotIndex", "int"}, {"SnapshotTerm", "SnapshotTerm", "int"},
}

// oldFields are those of the oldest shape.
var oldFields = []string{
	"IsCommand: !m.UseSnapshot", "Command: m.Command", "Index: m.Index", "IsSnapshot: m.UseSnapshot",
	"Snapshot: m.Snapshot",
}

// fitCourse compares a package with the shapes of the courses, and gives what package main needs to know.
func (l *look) fitCourse(collected *notes) (shape, program, []Complaint, error) {
	s, err := l.shape()
	if err != nil {
		return shape{}, program{}, nil, err
	}
	made := l.maker()
	p := program{Package: l.unit.path, Message: s.message}
	var all []Complaint
	results := made.in.list(made.function.Type.Results)
	server := l.receiverOf()
	if len(results) != 1 || results[0] != "*"+server && results[0] != "raftapi.Raft" {
		all = append(all, made.complain("expected *"+server+" or raftapi.Raft", "Make returns (%s)",
			strings.Join(results, ", ")))
	} else if p.Server = results[0]; !strings.Contains(p.Server, ".") {
		p.Server = "*raft." + server
	}
	all = append(all, l.methodsOf(server)...)
	switch {
	case s.message == "ApplyMsg":
		p.Message = "raft.ApplyMsg"
		all = append(all, l.readMessage(s, &p)...)
	case l.api != nil && l.api.types["ApplyMsg"].kind != nil:
		all = append(all, l.api.readMessage(s, &p)...)
	default:
		for _, row := range fields {
			p.Fields = append(p.Fields, row[0]+": m."+row[1])
		}
	}
	if s.persister == "*Persister" {
		l.replacePersister(collected)
	}
	p.Snapshots = l.takesSnapshots(server, p.Fields, collected)
	_, cond := l.methods[server]["CondInstallSnapshot"]
	p.Cond = cond && p.Snapshots && p.Server == "*raft."+server
	return s, p, all, nil
}

// methodsOf compares the methods of the server with what the lab calls.
func (l *look) methodsOf(server string) []Complaint {
	var all []Complaint
	for _, m := range methods {
		all = append(all, l.methodFits(server, m)...)
	}
	return all
}

// methodFits compares a method with its shape.
func (l *look) methodFits(server string, m method) []Complaint {
	found, ok := l.methods[server][m.name]
	switch {
	case ok && found.in.signature(found.function) != m.signature:
		return []Complaint{found.complain("expected "+m.signature+": "+m.do, "%s is %s", m.name,
			found.in.signature(found.function))}
	case !ok && m.needed:
		return []Complaint{l.maker().complain("write "+strings.Replace(m.signature, "func", "func (rf *"+server+") "+
			m.name, 1)+": "+m.do, "%s has no method %s", server, m.name)}
	}
	return nil
}

// readMessage finds out how a message of the package's own type is read.
func (l *look) readMessage(s shape, p *program) []Complaint {
	message := l.types["ApplyMsg"]
	has := message.fieldsOf()
	if s.ID == "gopath" {
		p.Fields = oldFields
		if has["Snapshot"] == "" {
			p.Fields = oldFields[:len(oldFields)-1]
		}
		return nil
	}
	var all []Complaint
	for _, row := range fields {
		switch of := has[row[1]]; of {
		case "":
		case row[2]:
			p.Fields = append(p.Fields, row[0]+": m."+row[1])
		default:
			all = append(all, message.complain("expected "+row[2], "the field %s of ApplyMsg is %s", row[1], of))
		}
	}
	return all
}

// takesSnapshots reports whether the lab asks the server for snapshots.
func (l *look) takesSnapshots(server string, read []string, collected *notes) bool {
	found, ok := l.methods[server]["Snapshot"]
	switch {
	case !ok:
		collected.add(Assumed, "no snapshots", "%s has no method Snapshot", server)
	case !slices.Contains(read, "IsSnapshot: m.SnapshotValid"):
		collected.add(Assumed, "no snapshots", "ApplyMsg has no field SnapshotValid")
	case found.isEmpty():
		collected.add(Assumed, "no snapshots", "the method Snapshot is empty")
	default:
		return true
	}
	return false
}

// replacePersister puts ours in the place of the package's own type.
func (l *look) replacePersister(collected *notes) {
	for _, s := range l.unit.cutType("Persister", "MakePersister") {
		collected.add(Replaced, "Persister", "by the lab's own, in %s", s.shown)
	}
	l.unit.ours["persister_of_the_lab.go"] = strings.Replace(persisterText, "PACKAGE", l.unit.name, 1)
}

// sortedNames are the keys of a map, sorted.
func sortedNames[V any](of map[string]V) []string { return slices.Sorted(maps.Keys(of)) }
