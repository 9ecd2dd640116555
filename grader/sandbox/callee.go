package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"raftlab/grader/rulecall"
)

// calleePages bounds the memory of a guest that only answers calls: 256 MiB, of which a whole grading takes about 8.
const calleePages = 4096

// ErrStack is wrapped when a guest has used up the stack of its host.
var ErrStack = errors.New("the guest ran out of stack")

// room is the size of the place for calls: a grading's are a few kilobytes.
const room = 1 << 16

// Callee is a guest that answers calls of a learner's rules.
type Callee struct {
	ctx     context.Context
	runtime wazero.Runtime
	module  api.Module
	input   api.Function
	call    api.Function
	// at is where calls are written, and size how long they may be.
	at, size uint32
	caller   *rulecall.Caller
	ended    func(error)
}

// NewCallee starts the guest. Output receives what it prints. Ended is called if it ends, and must not return: there
// is nobody left to judge. A guest that ends while it starts is an error.
func NewCallee(ctx context.Context, guest []byte, output io.Writer, ended func(error)) (*Callee, error) {
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithMemoryLimitPages(calleePages))
	c := &Callee{ctx: ctx, runtime: runtime, ended: ended}
	if err := c.start(guest, output); err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %w", ErrGuest, err), runtime.Close(ctx))
	}
	return c, nil
}

func (c *Callee) start(guest []byte, output io.Writer) error {
	if _, err := wasi_snapshot_preview1.Instantiate(c.ctx, c.runtime); err != nil {
		return fmt.Errorf("prepare WASI: %w", err)
	}
	surroundings := c.runtime.NewHostModuleBuilder("raftlab").NewFunctionBuilder().WithFunc(c.draw)
	if _, err := surroundings.Export("draw").Instantiate(c.ctx); err != nil {
		return fmt.Errorf("prepare the guest's surroundings: %w", err)
	}
	settings := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize").WithRandSource(zeros{}).
		WithStdout(plain{output}).WithStderr(plain{output})
	compiled, err := c.runtime.CompileModule(c.ctx, guest)
	if err != nil {
		return err
	}
	if c.module, err = c.runtime.InstantiateModule(c.ctx, compiled, settings); err != nil {
		return err
	}
	c.input, c.call = c.module.ExportedFunction("input"), c.module.ExportedFunction("call")
	if c.input == nil || c.call == nil {
		return errors.New("it does not export input and call")
	}
	return c.grow(room)
}

// draw draws for a rule. The greatest number refuses.
func (c *Callee) draw(n uint64) uint64 {
	drawn, ok := c.caller.Draw(n)
	if !ok {
		return math.MaxUint64
	}
	return drawn
}

// grow makes room for calls.
func (c *Callee) grow(size uint32) error {
	results, err := c.input.Call(c.ctx, uint64(size))
	if err != nil {
		return err
	}
	c.at, c.size = uint32(results[0]), size
	return nil
}

// Caller is the caller of this guest's rules.
func (c *Callee) Caller() *rulecall.Caller {
	if c.caller == nil {
		c.caller = rulecall.NewCaller(c.carry)
	}
	return c.caller
}

// carry brings a call to the guest, and its reply back. The reply is a view of the guest's memory until the next call.
func (c *Callee) carry(call []byte) []byte {
	reply, err := c.try(call)
	if err != nil {
		if strings.Contains(err.Error(), "stack overflow") {
			err = fmt.Errorf("%w: %w", ErrStack, err)
		}
		c.ended(err)
	}
	return reply
}

func (c *Callee) try(call []byte) ([]byte, error) {
	if size := uint32(len(call)); size > c.size {
		if err := c.grow(2 * size); err != nil {
			return nil, err
		}
	}
	if !c.module.Memory().Write(c.at, call) {
		return nil, fmt.Errorf("%w: a call at %d is outside of its memory", ErrGuest, c.at)
	}
	results, err := c.call.Call(c.ctx, uint64(len(call)))
	if err != nil {
		return nil, err
	}
	reply, ok := c.module.Memory().Read(uint32(results[0]>>32), uint32(results[0]))
	if !ok {
		return nil, fmt.Errorf("%w: a reply at %#x is outside of its memory", ErrGuest, results[0])
	}
	return reply, nil
}

// Close ends the guest.
func (c *Callee) Close() error { return c.runtime.Close(c.ctx) }
