package lab

import (
	"errors"
	"fmt"
)

// A machine may run elsewhere: in a WebAssembly sandbox, or in a Web Worker. Guest is the end with the machine,
// Remote the end with the world, and bytes go between them. The first call carries the configuration, each later
// call an Input. A reply's first byte is a status.
const (
	replyFine  = 0
	replyError = 1
)

// ErrGuest is wrapped by errors that a guest reports about itself.
var ErrGuest = errors.New("the guest reports")

// Remote is a machine that runs elsewhere.
type Remote struct {
	call   func(input []byte) ([]byte, error)
	stop   func() error
	buffer []byte
}

// StartRemote configures a guest. Call sends bytes and returns the guest's reply, which must not change until the
// next call; stop ends the guest.
func StartRemote(config []byte, call func(input []byte) ([]byte, error), stop func() error) (*Remote, error) {
	r := &Remote{call: call, stop: stop}
	if _, err := r.exchange(config); err != nil {
		return nil, errors.Join(err, stop())
	}
	return r, nil
}

// Step encodes the input, calls and decodes the output.
func (r *Remote) Step(now Time, in Input) (Output, error) {
	r.buffer = AppendInput(r.buffer[:0], now, in)
	reply, err := r.exchange(r.buffer)
	if err != nil {
		return Output{}, err
	}
	return DecodeOutput(reply)
}

// Stop ends the guest.
func (r *Remote) Stop() error { return r.stop() }

func (r *Remote) exchange(input []byte) ([]byte, error) {
	reply, err := r.call(input)
	if err != nil {
		return nil, fmt.Errorf("call a guest: %w", err)
	}
	if len(reply) == 0 {
		return nil, fmt.Errorf("%w: nothing", ErrGuest)
	}
	if reply[0] != replyFine {
		return nil, fmt.Errorf("%w: %s", ErrGuest, reply[1:])
	}
	return reply[1:], nil
}

// Guest is the end with the machine.
type Guest struct {
	// Start makes the machine from the configuration, which the first call brings.
	Start func(config []byte) (Machine, error)

	machine Machine
	reply   []byte
}

// Handle answers one call. The reply is good until the next call.
func (g *Guest) Handle(input []byte) []byte {
	// The machine may keep parts of its input, but the caller reuses the memory.
	input = append([]byte(nil), input...)
	g.reply = append(g.reply[:0], replyFine)
	if err := g.handle(input); err != nil {
		g.reply = append(append(g.reply[:0], replyError), err.Error()...)
	}
	return g.reply
}

func (g *Guest) handle(input []byte) error {
	if g.machine == nil {
		machine, err := g.Start(input)
		g.machine = machine
		return err
	}
	now, in, err := DecodeInput(input)
	if err != nil {
		return err
	}
	out, err := g.machine.Step(now, in)
	if err != nil {
		return err
	}
	g.reply = AppendOutput(g.reply, out)
	return nil
}
