//go:build js && wasm

package bus

import (
	"fmt"

	"github.com/hack-pad/safejs"

	"raftlab/lab"
	"raftlab/lab/protocols"
	"raftlab/lab/service"
)

// localHost is the lab.Host with machines in the engine's own worker: Go values for named rules, and the guest
// that engine-worker.ts keeps for the learner's rules. It plays a whole run at once, a hundred times faster
// than workers; no worker really crashes.
type localHost struct {
	protocols protocols.Set
	start     Starter
	report    func(id lab.ServerID, calls string)
}

// OnCalls sets the function that receives the calls of the learner's rules.
func (h *localHost) OnCalls(report func(id lab.ServerID, calls string)) { h.report = report }

// Start makes a machine.
func (h *localHost) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	decoded, err := service.DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	if !decoded.Own {
		return h.protocols.Start(id, config)
	}
	start, err := safejs.Global().Get("startLearner")
	if err != nil {
		return nil, err
	}
	guest, err := start.Invoke()
	if err != nil {
		return nil, fmt.Errorf("start the program of %v: %w", id, err)
	}
	array, err := safejs.Global().Get("Uint8Array")
	if err != nil {
		return nil, err
	}
	w := &worker{array: array}
	call := func(input []byte) ([]byte, error) {
		output, err := h.call(w, id, guest, input)
		if err != nil {
			return nil, fmt.Errorf("%v: %w", id, err)
		}
		return output, nil
	}
	return h.start(id, config, call, func() error { return nil })
}

// call gives one input to a guest. The output is a view of the guest's memory, so call copies it at once.
func (h *localHost) call(w *worker, id lab.ServerID, guest safejs.Value, input []byte) ([]byte, error) {
	bytes, err := w.copyIn(input)
	if err != nil {
		return nil, err
	}
	output, err := guest.Call("step", bytes)
	if err != nil {
		return nil, err
	}
	copied, err := w.copyOut(output)
	if err != nil {
		return nil, err
	}
	calls, err := guest.Call("calls")
	if err != nil {
		return nil, err
	}
	text, err := calls.String()
	if err != nil || text == "" || h.report == nil {
		return copied, err
	}
	h.report(id, text)
	return copied, nil
}
