package goroutines

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tetratelabs/wazero/api"

	"raftlab/lab/whole/life"
)

// instance is the program of one life of one server. The world calls it from one goroutine.
type instance struct {
	host *Host
	life *life.Life
	ctx  context.Context
	// at is where the program runs, from its first call on; ended is true once it has ended by itself, or was ended.
	at    *place
	ended bool
	// twin is where a person looks at the server: see look.
	twin *place
}

// newInstance gives an instance that begins with its first call, when the time is known.
func newInstance(h *Host, l *life.Life) (life.Guest, error) {
	i := &instance{host: h, life: l}
	i.ctx = context.WithValue(h.ctx, instanceKey{}, i)
	return i, nil
}

// Call gives the guest some bytes, and returns its bytes.
func (i *instance) Call(input []byte) ([]byte, error) {
	output, err := i.call(input)
	if err != nil {
		i.ended = true
		return nil, i.end(err)
	}
	if i.life.Show() && i.at.show != nil {
		output = append([]byte(nil), output...)
		if err := i.look(); err != nil {
			return nil, err
		}
	}
	return output, nil
}

func (i *instance) call(input []byte) ([]byte, error) {
	if i.at == nil {
		if err := i.start(); err != nil {
			return nil, err
		}
	} else {
		i.at.fuel.Set(life.MaxLoops)
	}
	to, err := i.invoke(i.at.input, uint64(len(input)))
	if err != nil {
		return nil, err
	}
	if !i.at.module.Memory().Write(to, input) {
		return nil, fmt.Errorf("%w: input %d+%d is outside of its memory", ErrGuest, to, len(input))
	}
	size, err := i.invoke(i.at.step, uint64(len(input)))
	if err != nil {
		return nil, err
	}
	return i.read(i.at, size)
}

// read is a view of the output in a place.
func (i *instance) read(at *place, size uint32) ([]byte, error) {
	from, err := i.invoke(at.output)
	if err != nil {
		return nil, err
	}
	output, ok := at.module.Memory().Read(from, size)
	if !ok {
		return nil, fmt.Errorf("%w: output %d+%d is outside of its memory", ErrGuest, from, size)
	}
	return output, nil
}

// start begins the program.
func (i *instance) start() (err error) {
	if i.at, err = i.host.take(); err != nil {
		return err
	}
	i.at.fuel.Set(life.MaxLoops)
	_, err = i.at.initialize.Call(i.ctx)
	return err
}

func (i *instance) invoke(f api.Function, args ...uint64) (uint32, error) {
	results, err := f.Call(i.ctx, args...)
	if err != nil {
		return 0, err
	}
	if len(results) != 1 {
		return 0, fmt.Errorf("%w: %s gives %d results", ErrGuest, f.Definition().Name(), len(results))
	}
	return uint32(results[0]), nil
}

// Stop ends the server at once.
func (i *instance) Stop() error {
	if i.at == nil {
		return nil
	}
	at := i.at
	i.at = nil
	if i.ended {
		return errors.Join(i.drop(), at.module.Close(i.ctx))
	}
	return errors.Join(i.drop(), i.host.leave(i.ctx, at))
}

// errRestless ends a program that never comes to rest; an exit is one that ended itself.
var errRestless = errors.New("the program never comes to rest")

type exitError struct{ code uint32 }

func (e exitError) Error() string { return fmt.Sprintf("exit %d", e.code) }

// exit ends a program: Go's runtime does so after a panic, and os.Exit.
func exit(_ *instance, _ memory, stack []uint64) uint64 { panic(exitError{uint32(stack[0])}) }

// end is why a program ended by itself, or was ended. Every other error is the host's.
func (i *instance) end(err error) error {
	exit, exited := errors.AsType[exitError](err)
	switch {
	case errors.Is(err, errRestless), i.at != nil && int64(i.at.fuel.Get()) < 0:
		return &life.End{Kind: life.Restless, Frames: frames(err.Error())}
	case exited:
		return &life.End{Kind: life.Exit, Code: exit.code}
	case strings.Contains(err.Error(), trapMark):
		text, _, _ := strings.Cut(err.Error()[strings.Index(err.Error(), trapMark):], "\n")
		return &life.End{Kind: life.Trap, Text: text}
	}
	return err
}

// trapMark is in the error of a program that does what WebAssembly forbids.
const trapMark = "wasm error"

// frames are the names of the functions in a stack as wazero prints it, the innermost first.
func frames(stack string) (names []string) {
	for line := range strings.Lines(stack) {
		if strings.HasPrefix(line, "\t") {
			frame, _, _ := strings.Cut(strings.TrimSpace(line), "(")
			names = append(names, strings.TrimPrefix(frame, "."))
		}
	}
	return names
}
