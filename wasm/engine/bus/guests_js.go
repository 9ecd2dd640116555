//go:build js && wasm

package bus

import (
	"fmt"
	"io"
	"os"

	"raftlab/lab"
	"raftlab/lab/protocols"
)

// Starter makes a server whose guest is reached by call and ended by stop.
type Starter func(
	id lab.ServerID, config []byte, call func([]byte) ([]byte, error), stop func() error,
) (lab.Machine, error)

// remote is the Starter of guests that decide everything themselves.
func remote(
	_ lab.ServerID, config []byte, call func([]byte) ([]byte, error), stop func() error,
) (lab.Machine, error) {
	return lab.StartRemote(config, call, stop)
}

// MainWith is Main with servers of another kind, in workers and here, and with another meaning of arguments.
func MainWith(all protocols.Set, start, here Starter, command func(out io.Writer, args []string) error) {
	err := error(nil)
	if len(os.Args) > 1 {
		err = command(os.Stdout, os.Args[1:])
	} else {
		err = serve(all, start, here)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "engine:", err)
		os.Exit(1)
	}
}

// Local is the host with such servers in this worker.
func Local(all protocols.Set, start Starter) lab.Host {
	return &localHost{protocols: all, start: start}
}
