package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"raftlab/lab"
)

// Pages of 64 KiB cap a guest's memory. A server may have 128 MiB, and one of the reference needs about
// 3. A grading runs whole clusters in one guest: it may have 512 MiB, and needs about 30.
const (
	serverPages  = 2048
	gradingPages = 8192
)

// ErrGuest is wrapped when a module is not a guest, or misbehaves.
var ErrGuest = errors.New("the module is not a Raft Lab guest")

// Host is a lab.Host. It compiles the guest once and instantiates it for each server.
type Host struct {
	ctx     context.Context
	runtime wazero.Runtime
	guest   wazero.CompiledModule
	// progress receives a guest's progress while it grades, and output receives what it prints. Both may be nil.
	progress func([]byte)
	output   io.Writer
}

// New compiles the guest.
func New(ctx context.Context, guest []byte) (*Host, error) { return newHost(ctx, guest, serverPages) }

func newHost(ctx context.Context, guest []byte, pages uint32) (*Host, error) {
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithMemoryLimitPages(pages))
	h := &Host{ctx: ctx, runtime: runtime}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
		return nil, errors.Join(fmt.Errorf("prepare WASI: %w", err), runtime.Close(ctx))
	}
	surroundings := runtime.NewHostModuleBuilder("raftlab").NewFunctionBuilder().WithFunc(h.takeProgress)
	if _, err := surroundings.Export("progress").Instantiate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("prepare the guest's surroundings: %w", err), runtime.Close(ctx))
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

// takeProgress receives a guest's progress while it grades.
func (h *Host) takeProgress(_ context.Context, module api.Module, address, size uint32) {
	if bytes, ok := module.Memory().Read(address, size); ok && h.progress != nil {
		h.progress(bytes)
	}
}

// Start instantiates the guest for one server and configures it.
func (h *Host) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	i, err := h.instantiate("step")
	if err != nil {
		return nil, fmt.Errorf("start S%d: %w", id, err)
	}
	return lab.StartRemote(config, i.call, i.close)
}

// plain hides that a writer is a file. Go's programs ask that their output never blocks, and wazero grants that for a
// file: a write to a full pipe then fails, and a guest that printed more than the reader took in time was ended.
type plain struct{ io.Writer }

// instantiate makes an instance of the guest, and calls its function with that name.
func (h *Host) instantiate(function string) (*instance, error) {
	settings := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize").WithRandSource(zeros{})
	if h.output != nil {
		settings = settings.WithStdout(plain{h.output}).WithStderr(plain{h.output})
	}
	module, err := h.runtime.InstantiateModule(h.ctx, h.guest, settings)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrGuest, err)
	}
	i := &instance{ctx: h.ctx, module: module}
	for _, export := range []struct {
		name string
		to   *api.Function
	}{{"input", &i.input}, {function, &i.function}, {"output", &i.output}} {
		if *export.to = module.ExportedFunction(export.name); *export.to == nil {
			return nil, errors.Join(fmt.Errorf("%w: it does not export %s", ErrGuest, export.name), i.close())
		}
	}
	return i, nil
}

// instance is one guest, and its function that answers.
type instance struct {
	ctx                     context.Context
	module                  api.Module
	input, function, output api.Function
}

func (i *instance) close() error { return i.module.Close(i.ctx) }

func (i *instance) call(input []byte) ([]byte, error) {
	to, err := i.invoke(i.input, uint64(len(input)))
	if err != nil {
		return nil, err
	}
	if !i.module.Memory().Write(to, input) {
		return nil, fmt.Errorf("%w: input %d+%d is outside of its memory", ErrGuest, to, len(input))
	}
	size, err := i.invoke(i.function, uint64(len(input)))
	if err != nil {
		return nil, err
	}
	from, err := i.invoke(i.output)
	if err != nil {
		return nil, err
	}
	// A view of the guest's memory, valid until the next call, as lab.StartRemote requires.
	output, ok := i.module.Memory().Read(from, size)
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
