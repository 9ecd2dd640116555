package goroutines

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"raftlab/grader/sandbox/fuel"
	"raftlab/lab/whole/life"
)

// instance is the program of one life of one server. The world calls it from one goroutine.
type instance struct {
	host   *Host
	life   *life.Life
	ctx    context.Context
	module api.Module

	input, step, output, show api.Function
	// fuel is what the guest may still do in this step.
	fuel api.MutableGlobal
	// twin is where a person looks at the server: see look.
	twin *instance
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
		return nil, i.end(err)
	}
	if i.life.Show() && i.show != nil {
		output = append([]byte(nil), output...)
		if err := i.look(); err != nil {
			return nil, err
		}
	}
	return output, nil
}

func (i *instance) call(input []byte) ([]byte, error) {
	if i.module == nil {
		if err := i.start(); err != nil {
			return nil, err
		}
	} else {
		i.fuel.Set(life.MaxLoops)
	}
	to, err := i.invoke(i.input, uint64(len(input)))
	if err != nil {
		return nil, err
	}
	if !i.module.Memory().Write(to, input) {
		return nil, fmt.Errorf("%w: input %d+%d is outside of its memory", ErrGuest, to, len(input))
	}
	size, err := i.invoke(i.step, uint64(len(input)))
	if err != nil {
		return nil, err
	}
	return i.read(size)
}

// read is a view of the guest's output.
func (i *instance) read(size uint32) ([]byte, error) {
	from, err := i.invoke(i.output)
	if err != nil {
		return nil, err
	}
	output, ok := i.module.Memory().Read(from, size)
	if !ok {
		return nil, fmt.Errorf("%w: output %d+%d is outside of its memory", ErrGuest, from, size)
	}
	return output, nil
}

// start instantiates the guest.
func (i *instance) start() error {
	if err := i.instantiate(); err != nil {
		return err
	}
	i.fuel.Set(life.MaxLoops)
	_, err := i.module.ExportedFunction("_initialize").Call(i.ctx)
	return err
}

// instantiate makes the guest, and runs nothing.
func (i *instance) instantiate() error {
	settings := wazero.NewModuleConfig().WithName("").WithStartFunctions()
	module, err := i.host.runtime.InstantiateModule(i.ctx, i.host.program, settings)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrGuest, err)
	}
	i.module = module
	i.input, i.step, i.output = module.ExportedFunction("input"), module.ExportedFunction("step"),
		module.ExportedFunction("output")
	i.show = module.ExportedFunction("show")
	i.fuel = module.ExportedGlobal(fuel.Global).(api.MutableGlobal)
	return nil
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
	if i.module == nil {
		return nil
	}
	return errors.Join(i.drop(), i.module.Close(i.ctx))
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
	case errors.Is(err, errRestless), i.fuel != nil && int64(i.fuel.Get()) < 0:
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
