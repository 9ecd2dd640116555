//go:build js && wasm

package bus

import "github.com/hack-pad/safejs"

// How long a worker may be silent: so many ticks of so many milliseconds. A computer that slept, or a tab that
// the browser throttled, makes one tick longer, not all.
const (
	tick    = 1000
	silence = 15
)

// clock ticks while a worker lives. It is the browser's clock: Go's timers, and a select that waits for one,
// would add all of runtime/metrics to the engine.
type clock struct {
	ring safejs.Func
	id   safejs.Value
}

func newClock(ring func()) (*clock, error) {
	called, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any {
		ring()
		return nil
	})
	if err != nil {
		return nil, err
	}
	id, err := safejs.Global().Call("setInterval", called.Value(), tick)
	return &clock{called, id}, err
}

// stop ends a clock; a nil clock does not tick.
func (c *clock) stop() error {
	if c == nil {
		return nil
	}
	defer c.ring.Release()
	_, err := safejs.Global().Call("clearInterval", c.id)
	return err
}
