package goroutines

import (
	"context"
	"fmt"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"raftlab/grader/sandbox/fuel"
	"raftlab/lab"
	"raftlab/lab/whole"
)

// epoch is the time of day when a run begins, in nanoseconds since 1970: the clock must not stand at 0.
const epoch = 1_700_000_000_000_000_000

// microsecond is one in the guest's clock.
const microsecond = 1000

// maxRestless bounds what a program may ask in one step while it goes on.
const maxRestless = 100_000

// maxLoops bounds how often a program may go round a loop, or call a function, in one step: a typical step needs some
// thousands.
const maxLoops = 100_000_000

// instance is one life of one server. The world calls it from one goroutine.
type instance struct {
	host   *Host
	config whole.Config
	ctx    context.Context
	module api.Module
	remote *lab.Remote

	input, step, output api.Function
	// fuel is what the guest may still do in this step.
	fuel api.MutableGlobal

	// started is the time of day at the world's time 0, for this server: each has its own, or they would all draw
	// alike.
	started uint64
	now     lab.Time
	// ahead is how far the clock is ahead of the world: in a manual world a timer fires when it is told to.
	ahead uint64
	seed  uint64
	// open is true while the gate may be read; deadline is the guest's earliest timer, 0 for none.
	open     bool
	deadline uint64
	asked    int
	printed  []byte
}

func newInstance(h *Host, c whole.Config) *instance {
	i := &instance{host: h, config: c, seed: c.Life}
	i.started = epoch + i.random()%1_000_000_000_000
	i.ctx = context.WithValue(h.ctx, instanceKey{}, i)
	return i
}

// clock is the guest's time.
func (i *instance) clock() uint64 { return i.started + uint64(i.now)*microsecond + i.ahead }

// random is the next of the server's random numbers: SplitMix64.
func (i *instance) random() uint64 {
	i.seed += 0x9e3779b97f4a7c15
	z := i.seed
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// restless counts what a program asks while it goes on, and ends one that never rests.
func (i *instance) restless() {
	if i.asked++; i.asked > maxRestless {
		panic(errRestless)
	}
}

func (i *instance) print(b []byte) {
	if len(i.printed)+len(b) <= maxPrinted {
		i.printed = append(i.printed, b...)
	}
}

// Step handles one input.
func (i *instance) Step(now lab.Time, in lab.Input) (lab.Output, error) {
	i.begin(now, in.Kind)
	out, err := i.handle(now, in)
	if err != nil {
		return i.ended(err)
	}
	if out.WakeAt == 0 && i.deadline > 0 {
		out.WakeAt = i.wakeAt()
	}
	out.View = whole.WithPrinted(out.View, string(i.printed))
	return out, nil
}

// begin sets the clock. A timer that is told to fire before its time moves the clock ahead.
func (i *instance) begin(now lab.Time, kind lab.InputKind) {
	i.now, i.asked, i.printed = now, 0, i.printed[:0]
	if kind == lab.Wake && i.deadline > i.clock() {
		i.ahead += i.deadline - i.clock()
	}
}

func (i *instance) handle(now lab.Time, in lab.Input) (lab.Output, error) {
	if i.module == nil {
		if err := i.start(); err != nil {
			return lab.Output{}, err
		}
	}
	i.fuel.Set(maxLoops)
	return i.remote.Step(now, in)
}

// wakeAt is the deadline in the world's time: not before the next microsecond.
func (i *instance) wakeAt() lab.Time {
	ahead := i.started + i.ahead
	if i.deadline <= ahead {
		return max(i.now, 1)
	}
	return lab.Time((i.deadline - ahead + microsecond - 1) / microsecond)
}

// start instantiates the guest, and gives it its configuration.
func (i *instance) start() error {
	settings := wazero.NewModuleConfig().WithName("").WithStartFunctions()
	module, err := i.host.runtime.InstantiateModule(i.ctx, i.host.program, settings)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrGuest, err)
	}
	i.module = module
	i.input, i.step, i.output = module.ExportedFunction("input"), module.ExportedFunction("step"),
		module.ExportedFunction("output")
	i.fuel = module.ExportedGlobal(fuel.Global).(api.MutableGlobal)
	i.fuel.Set(maxLoops)
	if _, err := module.ExportedFunction("_initialize").Call(i.ctx); err != nil {
		return err
	}
	i.remote, err = lab.StartRemote(i.config.Encode(), i.call, func() error { return nil })
	return err
}

// call gives the guest some bytes, and returns its bytes: a view of its memory until the next call.
func (i *instance) call(input []byte) ([]byte, error) {
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
	return i.module.Close(i.ctx)
}
