//go:build js && wasm

package bus

import (
	"errors"
	"fmt"

	"github.com/hack-pad/safejs"

	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/wasm/protocol"
)

// workerHost is the lab.Host with machines in Web Workers.
type workerHost struct {
	page   *page
	start  Starter
	report func(id lab.ServerID, calls string)
}

// OnCalls sets the function that receives the calls of the learner's rules.
func (h *workerHost) OnCalls(report func(id lab.ServerID, calls string)) { h.report = report }

// Start asks the page to start a worker, waits for its port, and configures the guest behind it.
func (h *workerHost) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	decoded, err := service.DecodeConfig(config)
	if err != nil {
		return nil, err
	}
	spawn := protocol.WorkerOrder{V: protocol.Version, Kind: "spawn", Server: int(id), Own: decoded.Own,
		Protocol: decoded.Protocol}
	if err := h.page.post(spawn); err != nil {
		return nil, err
	}
	message := h.page.ports.take()
	if message.err != nil {
		return nil, fmt.Errorf("start the worker of S%d: %w", id, message.err)
	}
	if message.server != int(id) {
		return nil, fmt.Errorf("start the worker of S%d: the page sent the port of S%d", id, message.server)
	}
	w, err := newWorker(spawn, h, message.port)
	if err != nil {
		return nil, fmt.Errorf("listen to the worker of S%d: %w", id, err)
	}
	stop := func() error {
		w.receive.Release()
		order := protocol.WorkerOrder{V: protocol.Version, Kind: "terminate", Server: int(id)}
		return errors.Join(w.clock.stop(), h.page.post(order))
	}
	return h.start(id, config, w.call, stop)
}

// worker is a node worker behind its MessagePort.
type worker struct {
	id      lab.ServerID
	own     bool
	host    *workerHost
	port    safejs.Value
	array   safejs.Value // Uint8Array
	receive safejs.Func
	clock   *clock
	replies *mailbox[reply]
	buffer  []byte
}

type reply struct {
	data safejs.Value
	err  error
}

func newWorker(spawn protocol.WorkerOrder, host *workerHost, port safejs.Value) (*worker, error) {
	array, err := safejs.Global().Get("Uint8Array")
	if err != nil {
		return nil, err
	}
	w := &worker{id: lab.ServerID(spawn.Server), own: spawn.Own, host: host, port: port, array: array,
		replies: newMailbox[reply]()}
	w.receive, err = safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		data, err := args[0].Get("data")
		w.replies.put(reply{data, err})
		return nil
	})
	if err != nil {
		return nil, err
	}
	if w.own {
		if w.clock, err = newClock(w.replies.tick); err != nil {
			return nil, err
		}
	}
	// Setting onmessage, unlike addEventListener, also starts the port.
	return w, port.Set("onmessage", w.receive.Value())
}

// call posts the input's bytes to the worker and waits for the reply: bytes, or a text that says what went
// wrong there.
func (w *worker) call(input []byte) ([]byte, error) {
	bytes, err := w.copyIn(input)
	if err != nil {
		return nil, err
	}
	if _, err := w.port.Call("postMessage", bytes); err != nil {
		return nil, err
	}
	r, err := w.reply()
	switch {
	case err != nil:
		return nil, err
	case r.err != nil:
		return nil, r.err
	case r.data.Type() == safejs.TypeString:
		text, err := r.data.String()
		return nil, errors.Join(errors.New(text), err)
	}
	return w.read(r.data)
}

// reply waits for the worker's answer. A learner's program that never answers is ended. That says nothing about the
// program: lines are counted there, so a loop that does not end is a panic, on every computer.
func (w *worker) reply() (reply, error) {
	if !w.own {
		return w.replies.take(), nil
	}
	r, ok := w.replies.takeWithin(silence)
	if ok {
		return r, nil
	}
	err := fmt.Errorf("the page waited %ds for %v and ended its worker: the computer may be busy, so this says "+
		"nothing about the program that it runs; start the run again", silence*tick/1000, w.id)
	return r, errors.Join(err,
		w.host.page.post(protocol.WorkerOrder{V: protocol.Version, Kind: "terminate", Server: int(w.id)}))
}

// read returns the bytes of a reply: the reply itself, or the output of a reply that also reports calls.
func (w *worker) read(data safejs.Value) ([]byte, error) {
	output, err := data.Get("output")
	if err != nil || output.IsUndefined() {
		return w.copyOut(data)
	}
	calls, err := data.Get("calls")
	if err != nil {
		return nil, err
	}
	text, err := calls.String()
	if err != nil {
		return nil, err
	}
	if w.host.report != nil {
		w.host.report(w.id, text)
	}
	return w.copyOut(output)
}

func (w *worker) copyIn(input []byte) (safejs.Value, error) {
	bytes, err := w.array.New(len(input))
	if err != nil {
		return safejs.Value{}, err
	}
	_, err = safejs.CopyBytesToJS(bytes, input)
	return bytes, err
}

func (w *worker) copyOut(data safejs.Value) ([]byte, error) {
	size, err := data.Get("byteLength")
	if err != nil {
		return nil, err
	}
	n, err := size.Int()
	if err != nil {
		return nil, err
	}
	if cap(w.buffer) < n {
		w.buffer = make([]byte, n)
	}
	w.buffer = w.buffer[:n]
	_, err = safejs.CopyBytesToGo(w.buffer, data)
	return w.buffer, err
}
