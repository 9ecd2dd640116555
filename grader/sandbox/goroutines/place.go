package goroutines

import (
	"context"
	"fmt"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"raftlab/grader/sandbox/fuel"
)

// place is an instance of the program. It has the lives of several servers, one after the other: to set it back to its
// beginning takes a fraction of the time of making one.
type place struct {
	module api.Module

	initialize, input, step, output, show api.Function
	// fuel is what the program may still do in this step, and globals are its own variables.
	fuel    api.MutableGlobal
	globals []api.MutableGlobal
}

// beginning is what a place begins with.
type beginning struct {
	memory  []byte
	globals []uint64
}

// maxFree is how many places wait for the next server, and maxKept the largest memory of one that does, in bytes.
const (
	maxFree = 64
	maxKept = 32 << 20
)

// take gives a place at its beginning. Nothing of the program has run there.
func (h *Host) take() (*place, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n := len(h.free); n > 0 {
		p := h.free[n-1]
		h.free = h.free[:n-1]
		p.set(h.beginning.memory, h.beginning.globals)
		return p, nil
	}
	p, err := h.instantiate()
	if err == nil && h.beginning == nil {
		h.beginning = &beginning{append([]byte(nil), p.memory()...), p.values()}
	}
	return p, err
}

// leave gives a place back.
func (h *Host) leave(ctx context.Context, p *place) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.free) >= maxFree || len(p.memory()) > maxKept {
		return p.module.Close(ctx)
	}
	h.free = append(h.free, p)
	return nil
}

func (h *Host) instantiate() (*place, error) {
	settings := wazero.NewModuleConfig().WithName("").WithStartFunctions()
	m, err := h.runtime.InstantiateModule(h.ctx, h.program, settings)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrGuest, err)
	}
	p := &place{
		module: m, initialize: m.ExportedFunction("_initialize"), input: m.ExportedFunction("input"),
		step: m.ExportedFunction("step"), output: m.ExportedFunction("output"), show: m.ExportedFunction("show"),
		fuel: m.ExportedGlobal(fuel.Global).(api.MutableGlobal),
	}
	for n := 0; ; n++ { // package fuel exports them
		g, ok := m.ExportedGlobal(fuel.GlobalName(n)).(api.MutableGlobal)
		if !ok {
			return p, nil
		}
		p.globals = append(p.globals, g)
	}
}

// memory is a view of the program's memory.
func (p *place) memory() []byte {
	memory, _ := p.module.Memory().Read(0, p.module.Memory().Size())
	return memory
}

// values are those of the program's own variables.
func (p *place) values() (list []uint64) {
	for _, g := range p.globals {
		list = append(list, g.Get())
	}
	return list
}

// set makes a place equal to another, or to a beginning. Its memory may be larger: what a program takes from its memory
// for the first time are zeros.
func (p *place) set(memory []byte, globals []uint64) {
	there := p.memory()
	clear(there[copy(there, memory):])
	for n, g := range p.globals {
		g.Set(globals[n])
	}
}
