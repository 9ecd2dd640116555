//go:build js && wasm

package main

import (
	"errors"
	"fmt"

	"github.com/hack-pad/safejs"

	"raftlab/lab"
	"raftlab/wasm/protocol"
)

// workerHost is the lab.Host whose machines live in Web Workers.
type workerHost struct{ page *page }

// Start has the page start a worker, waits for its port, and configures the guest behind it.
func (h *workerHost) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	if err := h.page.post(protocol.WorkerOrder{V: protocol.Version, Kind: "spawn", Server: int(id)}); err != nil {
		return nil, err
	}
	message := h.page.ports.take()
	if message.err != nil {
		return nil, fmt.Errorf("start the worker of S%d: %w", id, message.err)
	}
	if message.server != int(id) {
		return nil, fmt.Errorf("start the worker of S%d: the page sent the port of S%d", id, message.server)
	}
	w, err := newWorker(message.port)
	if err != nil {
		return nil, fmt.Errorf("listen to the worker of S%d: %w", id, err)
	}
	stop := func() error {
		w.receive.Release()
		return h.page.post(protocol.WorkerOrder{V: protocol.Version, Kind: "terminate", Server: int(id)})
	}
	return lab.StartRemote(config, w.call, stop)
}

// worker is a node worker behind its MessagePort.
type worker struct {
	port    safejs.Value
	array   safejs.Value // Uint8Array
	receive safejs.Func
	replies *mailbox[reply]
	buffer  []byte
}

type reply struct {
	data safejs.Value
	err  error
}

func newWorker(port safejs.Value) (*worker, error) {
	array, err := safejs.Global().Get("Uint8Array")
	if err != nil {
		return nil, err
	}
	w := &worker{port: port, array: array, replies: newMailbox[reply]()}
	w.receive, err = safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		data, err := args[0].Get("data")
		w.replies.put(reply{data, err})
		return nil
	})
	if err != nil {
		return nil, err
	}
	// Setting onmessage, unlike addEventListener, also starts the port.
	return w, port.Set("onmessage", w.receive.Value())
}

// call posts the input's bytes to the worker and waits for what comes back: bytes, or a text that
// says what went wrong there.
func (w *worker) call(input []byte) ([]byte, error) {
	bytes, err := w.array.New(len(input))
	if err != nil {
		return nil, err
	}
	if _, err := safejs.CopyBytesToJS(bytes, input); err != nil {
		return nil, err
	}
	if _, err := w.port.Call("postMessage", bytes); err != nil {
		return nil, err
	}
	r := w.replies.take()
	if r.err != nil {
		return nil, r.err
	}
	if r.data.Type() == safejs.TypeString {
		text, err := r.data.String()
		return nil, errors.Join(errors.New(text), err)
	}
	return w.copyOut(r.data)
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
