//go:build js && wasm

package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"raftlab/grader/whole/suite"
	"raftlab/lab"
	"raftlab/lab/protocols"
	"raftlab/lab/story"
	"raftlab/lab/whole/life"
	"raftlab/lab/wholecluster"
	"raftlab/wasm/engine/bus"
)

func main() {
	all := protocols.Set{wholecluster.Protocol{}}
	host := bus.Local(all, startHere)
	bus.MainWith(all, start, startHere, func(out io.Writer, args []string) error { return command(host, out, args) })
}

// remote is a guest that is reached by bytes.
type remote struct {
	life *life.Life
	call func([]byte) ([]byte, error)
	stop func() error
	sent []byte
}

// start makes a server whose program is behind call.
func start(
	id lab.ServerID, config []byte, call func([]byte) ([]byte, error), stop func() error,
) (lab.Machine, error) {
	return life.New(id, config, func(l *life.Life) (life.Guest, error) {
		return &remote{life: l, call: call, stop: stop}, nil
	})
}

// startHere makes a server in this worker. Its last call, without bytes, gives the instance back.
func startHere(
	id lab.ServerID, config []byte, call func([]byte) ([]byte, error), _ func() error,
) (lab.Machine, error) {
	return start(id, config, call, func() error {
		_, err := call(nil)
		return err
	})
}

// Call gives the program some bytes.
func (r *remote) Call(input []byte) ([]byte, error) {
	r.sent = r.life.AppendCall(r.sent[:0], input)
	reply, err := r.call(r.sent)
	if err != nil {
		return nil, err
	}
	return r.life.TakeReply(reply)
}

// Stop ends it.
func (r *remote) Stop() error { return r.stop() }

var errUsage = errors.New("usage: whole judge SEED SCHEDULES ALL | whole play SCENARIO | whole bench SCENARIO")

func command(host lab.Host, out io.Writer, args []string) error {
	switch {
	case len(args) == 4 && args[0] == "judge":
		return judge(host, args[1:])
	case len(args) == 2 && args[0] == "play":
		return play(host, out, args[1])
	case len(args) == 2 && args[0] == "bench":
		return bench(host, out, args[1])
	}
	return errUsage
}

func play(host lab.Host, out io.Writer, scenario string) error {
	r, err := suite.Play(host, scenario)
	if err == nil {
		_, err = fmt.Fprintf(out, "%s\n%s\n%s\n", r.Hash, r.Property, r.Sentence)
	}
	return err
}

// bench counts the steps of a scenario: each is one input of one server, with everything that it starts.
func bench(host lab.Host, out io.Writer, text string) error {
	scenario, err := story.ParseScenario("bench", text)
	if err != nil {
		return err
	}
	begun := time.Now()
	runner, err := story.NewRunner(scenario, wholecluster.New(wholecluster.DefaultSetup()), host, nil)
	if err != nil {
		return err
	}
	if err := runner.Finish(suite.Events); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, runner.Steps(), time.Since(begun).Nanoseconds())
	return errors.Join(err, runner.World().Close())
}
