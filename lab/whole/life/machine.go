package life

import (
	"errors"
	"fmt"

	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/lab/whole"
)

// Guest is the program of one server in its sandbox.
type Guest interface {
	// Call gives the program some bytes, and returns its own, which do not change until the next call. The first call
	// starts the program. An *End says that the program has ended; every other error is the host's.
	Call(input []byte) ([]byte, error)
	// Stop ends it at once.
	Stop() error
}

// Machine is one life of one server.
type Machine struct {
	life   *Life
	guest  Guest
	config []byte
	remote *lab.Remote
}

// New makes a server that starts at its first step, when the time is known. Open makes its guest, for a life.
func New(id lab.ServerID, config []byte, open func(*Life) (Guest, error)) (*Machine, error) {
	outer, err := service.DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	c, err := whole.DecodeConfig(outer.Part)
	if err != nil {
		return nil, fmt.Errorf("start %v: %w", id, err)
	}
	m := &Machine{life: newLife(c), config: outer.Part}
	if m.guest, err = open(m.life); err != nil {
		return nil, fmt.Errorf("start %v: %w", id, err)
	}
	return m, nil
}

// Step handles one input.
func (m *Machine) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	m.life.begin(now, in.Kind)
	out, err := m.handle(now, in)
	if end, ended := errors.AsType[*End](err); ended {
		return m.life.ended(end), nil
	}
	if err != nil {
		return lab.Output{}, err
	}
	return m.life.complete(out), nil
}

func (m *Machine) handle(now lab.Time, in lab.Input) (lab.Output, error) {
	if m.remote == nil {
		remote, err := lab.StartRemote(m.config, m.guest.Call, func() error { return nil })
		if err != nil {
			return lab.Output{}, err
		}
		m.remote = remote
	}
	return m.remote.Step(now, in)
}

// Stop ends the server at once.
func (m *Machine) Stop() error { return m.guest.Stop() }
