package lab

import "fmt"

// Remote is a machine that lives elsewhere, behind a call that takes bytes and gives bytes: a
// guest in a WebAssembly sandbox, or in a Web Worker.
type Remote struct {
	// Call hands over an encoded input and gives the encoded output.
	Call func(input []byte) ([]byte, error)
	// Close ends the machine.
	Close func() error

	buffer []byte
}

// Step encodes, calls and decodes.
func (r *Remote) Step(now Time, in Input) (Output, error) {
	r.buffer = AppendInput(r.buffer[:0], now, in)
	reply, err := r.Call(r.buffer)
	if err != nil {
		return Output{}, fmt.Errorf("step a remote machine: %w", err)
	}
	return DecodeOutput(reply)
}

// Stop ends the machine.
func (r *Remote) Stop() error { return r.Close() }
