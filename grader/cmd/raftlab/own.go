package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"raftlab/grader/judges"
	"raftlab/grader/rulecall"
	"raftlab/grader/runfile"
	"raftlab/grader/sandbox"
	"raftlab/lab"
	"raftlab/lab/explore"
	sessions "raftlab/lab/kv/reference"
	"raftlab/lab/protocols"
	"raftlab/lab/raftcluster"
	"raftlab/lab/service"
	"raftlab/raft/reference"
)

// everyServer lets all servers follow the own rules.
const everyServer = "all"

// addWithFlag adds --with, which may be given several times.
func addWithFlag(flags *pflag.FlagSet, with *[]string) {
	flags.StringArrayVar(with, "with", nil,
		"let the servers follow the rules of a learner's file, `EXERCISE=FILE`, or EXERCISE alone for the\n"+
			"one in this folder's exercises; may be given for several exercises")
}

// ownRules are the rules of a learner's files, one of each exercise, and the reference's for everything else. They run
// in a WebAssembly guest, which cannot reach this machine.
type ownRules struct {
	// protocol is the id of their protocol.
	protocol string
	// rules are rules of Raft. Start makes servers with rules of another protocol.
	rules  rulecall.Rules
	start  func(config []byte) (lab.Machine, error)
	callee *sandbox.Callee
	with   []string
	// exercises are those of the files.
	exercises string
}

// findOwn compiles the files of --with. It is nil without any.
func findOwn(ctx context.Context, with []string, printed io.Writer) (*ownRules, error) {
	if len(with) == 0 {
		return nil, nil
	}
	root, err := checkout(ctx)
	if err != nil {
		return nil, err
	}
	files, err := readWith(root, with)
	if err != nil {
		return nil, err
	}
	wanted, err := workers()
	if err != nil {
		return nil, err
	}
	guest, err := wanted.Guest(ctx, root, files...)
	if err != nil {
		return nil, err
	}
	callee, err := sandbox.NewCallee(ctx, guest, printed, func(err error) {
		fmt.Fprintf(printed, "raftlab: the program of %s ended: %v\n", strings.Join(with, " and "), err)
		os.Exit(exitFailed)
	})
	if err != nil {
		return nil, err
	}
	o := &ownRules{protocol: protocolOf(files[0]), callee: callee, with: with, exercises: inOrder(files)}
	return o, o.replace(files)
}

// protocolOf is the protocol whose rules a file has.
func protocolOf(file *runfile.File) string { return cmp.Or(file.Exercise.Protocol, raftcluster.ID) }

// replace has the rules of the files called in the guest.
func (o *ownRules) replace(files []*runfile.File) error {
	if servers, found := judges.Servers(files[0].Exercise.ID, o.callee.Caller()); found {
		o.start = servers.Start
		return nil
	}
	o.rules = rulecall.Rules{Rules: reference.Rules(), SessionRules: sessions.Rules()}
	for _, file := range files {
		if err := rulecall.Replace(o.callee.Caller(), &o.rules, file.Exercise.Rules...); err != nil {
			return err
		}
	}
	return nil
}

// inOrder lists the exercises of files in the order of the course, whatever their order on the command line: the same
// rules give the same trace.
func inOrder(files []*runfile.File) string {
	var ids []string
	for _, judge := range judges.All() {
		id := judge.About().ID
		if slices.ContainsFunc(files, func(f *runfile.File) bool { return f.Exercise.ID == id }) {
			ids = append(ids, id)
		}
	}
	return strings.Join(ids, ",")
}

// readWith reads the files.
func readWith(root string, with []string) ([]*runfile.File, error) {
	var files []*runfile.File
	for _, one := range with {
		id, name, _ := strings.Cut(one, "=")
		exercise, err := findExercise(id)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(files, func(f *runfile.File) bool { return f.Exercise.ID == id }) {
			return nil, usagef("--with names exercise %s twice", id)
		}
		file, err := runfile.Read(root, exercise, name, false)
		if err != nil {
			return nil, &usageError{err}
		}
		files = append(files, file)
		if first, this := protocolOf(files[0]), protocolOf(file); first != this {
			return nil, usagef("--with has rules of %q and of %q: a cluster has one protocol", first, this)
		}
	}
	return files, nil
}

// host is where servers with own rules live; other is for all others.
func (o *ownRules) host(other lab.Host) lab.Host {
	switch {
	case o == nil:
		return other
	case o.start != nil:
		return starter(o.start)
	}
	return raftcluster.InProcess{Own: &o.rules.Rules, OwnSessions: &o.rules.SessionRules}
}

// starter is a host that is no more than its function.
type starter func(config []byte) (lab.Machine, error)

// Start makes a server.
func (s starter) Start(_ lab.ServerID, config []byte) (lab.Machine, error) { return s(config) }

// choose lets a player's servers follow the own rules, or the named ones if there are none.
func (o *ownRules) choose(player protocols.Player, rules string) error {
	if o == nil {
		return player.ChooseRules(rules, "")
	}
	if rules != "" {
		return usagef("--rules and --with exclude each other")
	}
	if player.ID() != o.protocol {
		return usagef("--with has rules of %s, and the scenario needs protocol %q", o.protocol, player.ID())
	}
	return errors.Join(player.ChooseRules("", everyServer), player.NameExercises(o.exercises))
}

// search lets the servers of a search follow the own rules.
func (o *ownRules) search(system explore.System, of protocols.Protocol, rules *string) (explore.System, error) {
	if o == nil {
		return system, nil
	}
	if of.ID() != o.protocol {
		return nil, usagef("--with has rules of %s, and the search is of %q", o.protocol, of.ID())
	}
	switch setup := system.(type) {
	case raftcluster.SearchSetup:
		if setup.Rules.ID != raftcluster.ReferenceRules {
			return nil, usagef("--rules and --with exclude each other")
		}
		*rules, setup.Rules.Rules, setup.Rules.Sessions = service.OwnRules, o.rules.Rules, o.rules.SessionRules
		return setup, nil
	case ownSearch:
		if *rules != of.RuleSets()[0].ID {
			return nil, usagef("--rules and --with exclude each other")
		}
		*rules = service.OwnRules
		return setup.WithOwn(o.start), nil
	}
	return nil, usagef("a search of %q cannot have own rules", of.ID())
}

// ownSearch is a search whose servers can be made by a function.
type ownSearch interface {
	WithOwn(start func(config []byte) (lab.Machine, error)) explore.System
}

// flags are the words that choose the same rules again.
func (o *ownRules) flags(rules string) string {
	switch {
	case o != nil:
		return " --with " + strings.Join(o.with, " --with ")
	case rules != "":
		return " --rules " + rules
	}
	return ""
}

// name is the name of the rules in a report.
func (o *ownRules) name(rules string) string {
	if o == nil {
		return rules
	}
	return service.OwnRules
}

// close ends the guest.
func (o *ownRules) close() error {
	if o == nil {
		return nil
	}
	return o.callee.Close()
}
