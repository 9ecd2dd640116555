package seat

import (
	"reflect"

	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rpc"
)

// Server is a whole server as the adapter of its shape presents it.
type Server interface {
	// Start asks for agreement on a command. It does not wait for it.
	Start(command any) (index, term int, isLeader bool)
	GetState() (term int, isLeader bool)
	// Snapshot says that the service has everything up to index in these bytes. It does nothing if the program has no
	// snapshots.
	Snapshot(index int, snapshot []byte)
	Kill()
}

// Receiver is a Server whose peers send it messages that want no reply.
type Receiver interface {
	// Receive takes a message. It does not wait.
	Receive(from int, kind string, message []byte)
}

// Looked is a Server that says which of its values people look at. Its peers are counted from First.
type Looked interface {
	Look() (value reflect.Value, first int)
}

// Applied is one message of the apply channel, whatever layout it came from.
type Applied struct {
	Command     any
	Index, Term int
	IsCommand   bool

	Snapshot                    []byte
	SnapshotIndex, SnapshotTerm int
	IsSnapshot                  bool
}

// Program makes servers.
type Program struct {
	// Snapshots is true if the program has snapshots.
	Snapshots bool
	// Make makes the server. The adapter calls applied for each message of the apply channel, in order, from one
	// goroutine. Receiver is the value whose methods are called by peers, and whose fields are shown.
	Make func(
		peers []*rpc.ClientEnd, me int, disk *persist.Persister, applied func(Applied),
	) (server Server, receiver any)
}
