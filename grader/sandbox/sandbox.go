package sandbox

import (
	"context"
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"raftlab/lab"
)

// memoryPages caps a guest's memory: 2,048 pages of 64 KiB are 128 MiB. A server of the reference
// needs about 3.
const memoryPages = 2048

// ErrGuest is wrapped when a module is not a guest, or misbehaves.
var ErrGuest = errors.New("the module is not a Raft Lab guest")

// Host is a lab.Host. It compiles the guest once and instantiates it for each server.
type Host struct {
	ctx     context.Context
	runtime wazero.Runtime
	guest   wazero.CompiledModule
}

// New compiles the guest.
func New(ctx context.Context, guest []byte) (*Host, error) {
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithMemoryLimitPages(memoryPages))
	h := &Host{ctx: ctx, runtime: runtime}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
		return nil, errors.Join(fmt.Errorf("prepare WASI: %w", err), runtime.Close(ctx))
	}
	module, err := runtime.CompileModule(ctx, guest)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %w", ErrGuest, err), runtime.Close(ctx))
	}
	h.guest = module
	return h, nil
}

// Close ends all guests.
func (h *Host) Close(ctx context.Context) error { return h.runtime.Close(ctx) }

// zeros is the guests' source of randomness.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// Start instantiates the guest for one server and configures it.
func (h *Host) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	settings := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize").WithRandSource(zeros{})
	module, err := h.runtime.InstantiateModule(h.ctx, h.guest, settings)
	if err != nil {
		return nil, fmt.Errorf("%w: start S%d: %w", ErrGuest, id, err)
	}
	stop := func() error { return module.Close(h.ctx) }
	i := &instance{ctx: h.ctx, memory: module.Memory()}
	for _, export := range []struct {
		name string
		to   *api.Function
	}{{"input", &i.input}, {"step", &i.step}, {"output", &i.output}} {
		if *export.to = module.ExportedFunction(export.name); *export.to == nil {
			return nil, errors.Join(fmt.Errorf("%w: it does not export %s", ErrGuest, export.name), stop())
		}
	}
	return lab.StartRemote(config, i.call, stop)
}

// instance is one server's guest.
type instance struct {
	ctx                 context.Context
	memory              api.Memory
	input, step, output api.Function
}

func (i *instance) call(input []byte) ([]byte, error) {
	to, err := i.invoke(i.input, uint64(len(input)))
	if err != nil {
		return nil, err
	}
	if !i.memory.Write(to, input) {
		return nil, fmt.Errorf("%w: input %d+%d is outside of its memory", ErrGuest, to, len(input))
	}
	size, err := i.invoke(i.step, uint64(len(input)))
	if err != nil {
		return nil, err
	}
	from, err := i.invoke(i.output)
	if err != nil {
		return nil, err
	}
	// A view of the guest's memory: good until the next call, as lab.StartRemote wants it.
	output, ok := i.memory.Read(from, size)
	if !ok {
		return nil, fmt.Errorf("%w: output %d+%d is outside of its memory", ErrGuest, from, size)
	}
	return output, nil
}

func (i *instance) invoke(f api.Function, args ...uint64) (uint32, error) {
	results, err := f.Call(i.ctx, args...)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrGuest, err)
	}
	if len(results) != 1 {
		return 0, fmt.Errorf("%w: %s gives %d results", ErrGuest, f.Definition().Name(), len(results))
	}
	return uint32(results[0]), nil
}
