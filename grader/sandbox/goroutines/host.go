package goroutines

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"raftlab/grader/sandbox/fuel"
	"raftlab/lab"
	"raftlab/lab/whole/life"
)

// ErrGuest is wrapped when a module is not the guest of a whole server.
var ErrGuest = errors.New("the module is not a whole server")

// Host is a lab.Host for one program.
type Host struct {
	ctx     context.Context
	runtime wazero.Runtime
	program wazero.CompiledModule

	// mu guards the places, since several worlds may have servers of a host.
	mu sync.Mutex
	// free are the places without a server, and beginning is what each begins with, once there was one.
	free      []*place
	beginning *beginning
}

// New compiles a program.
func New(ctx context.Context, program []byte) (*Host, error) {
	settings := wazero.NewRuntimeConfig().WithMemoryLimitPages(fuel.Pages).WithDebugInfoEnabled(false)
	h := &Host{ctx: ctx, runtime: wazero.NewRuntimeWithConfig(ctx, settings)}
	if err := h.prepare(program); err != nil {
		return nil, errors.Join(err, h.runtime.Close(ctx))
	}
	return h, nil
}

func (h *Host) prepare(program []byte) error {
	bounded, err := fuel.Bound(program)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrGuest, err)
	}
	compiled, err := h.runtime.CompileModule(h.ctx, bounded)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrGuest, err)
	}
	h.program = compiled
	surroundings := h.runtime.NewHostModuleBuilder(wasi)
	for _, f := range compiled.ImportedFunctions() {
		module, name, _ := f.Import()
		if module != wasi {
			return fmt.Errorf("%w: it wants %s of %s", ErrGuest, name, module)
		}
		params, results := f.ParamTypes(), f.ResultTypes()
		surroundings.NewFunctionBuilder().
			WithGoModuleFunction(answer(name, params, len(results) > 0), params, results).Export(name)
	}
	for _, name := range []string{"_initialize", "input", "step", "output"} {
		if compiled.ExportedFunctions()[name] == nil {
			return fmt.Errorf("%w: it does not export %s", ErrGuest, name)
		}
	}
	if _, err := surroundings.Instantiate(h.ctx); err != nil {
		return fmt.Errorf("prepare the surroundings of whole servers: %w", err)
	}
	return nil
}

// Close ends all servers.
func (h *Host) Close() error { return h.runtime.Close(h.ctx) }

// Start gives a server whose program begins at its first step, when the time is known.
func (h *Host) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	return life.New(id, config, func(l *life.Life) (life.Guest, error) { return newInstance(h, l) })
}

// answer is the function that answers a guest's import of that name.
func answer(name string, params []api.ValueType, result bool) api.GoModuleFunction {
	f := functions[name]
	return api.GoModuleFunc(func(ctx context.Context, module api.Module, stack []uint64) {
		errno := uint64(notThere)
		for n := range stack { // the upper half of a short argument may be anything
			if n < len(params) && params[n] == api.ValueTypeI32 {
				stack[n] = uint64(uint32(stack[n]))
			}
		}
		if f != nil {
			errno = f(ctx.Value(instanceKey{}).(*instance), memory{module.Memory()}, stack)
		}
		if result {
			stack[0] = errno
		}
	})
}

// instanceKey is the key of the instance in the context of a call.
type instanceKey struct{}
