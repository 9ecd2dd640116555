package goroutines

import (
	"encoding/binary"

	"github.com/tetratelabs/wazero/api"
)

// wasi is the name under which a guest asks.
const wasi = "wasi_snapshot_preview1"

// The answers of WASI that are not 0.
const (
	again    = 6
	badFile  = 8
	fault    = 21
	notThere = 52
)

// gateFile is the number of the gate: package seat reads it when a step is to end.
const gateFile = 9

// functions are what a guest may ask. Everything else is not there.
var functions = map[string]func(i *instance, m memory, stack []uint64) uint64{
	"clock_time_get":      clockTimeGet,
	"random_get":          randomGet,
	"args_sizes_get":      nothing,
	"environ_sizes_get":   nothing,
	"args_get":            fine,
	"environ_get":         fine,
	"fd_write":            fdWrite,
	"fd_read":             fdRead,
	"fd_fdstat_get":       fdStat,
	"fd_fdstat_set_flags": fine,
	"fd_close":            fine,
	"fd_prestat_get":      noFile,
	"fd_prestat_dir_name": noFile,
	"sched_yield":         yield,
	"poll_oneoff":         poll,
	"proc_exit":           exit,
}

// memory is a guest's memory. Addresses come from the guest: one outside of the memory is its mistake.
type memory struct{ api.Memory }

func (m memory) bytes(at, size uint64) []byte {
	b, ok := m.Read(uint32(at), uint32(size))
	if !ok {
		return nil
	}
	return b
}

func (m memory) put32(at uint64, v uint32) uint64 {
	if !m.WriteUint32Le(uint32(at), v) {
		return fault
	}
	return 0
}

func (m memory) get32(at uint64) uint64 {
	v, _ := m.ReadUint32Le(uint32(at))
	return uint64(v)
}

func fine(*instance, memory, []uint64) uint64   { return 0 }
func noFile(*instance, memory, []uint64) uint64 { return badFile }

// nothing says that there are no arguments, and no environment.
func nothing(_ *instance, m memory, stack []uint64) uint64 {
	return m.put32(stack[0], 0) | m.put32(stack[1], 0)
}

// clockTimeGet gives the time of the step. A program that waits for the time to pass without sleeping never rests.
func clockTimeGet(i *instance, m memory, stack []uint64) uint64 {
	i.restless()
	if !m.WriteUint64Le(uint32(stack[2]), i.life.Clock()) {
		return fault
	}
	return 0
}

// randomGet gives random bytes of the server's own stream.
func randomGet(i *instance, m memory, stack []uint64) uint64 {
	b := m.bytes(stack[0], stack[1])
	if b == nil {
		return fault
	}
	for at := 0; at < len(b); at += 8 {
		var eight [8]byte
		binary.LittleEndian.PutUint64(eight[:], i.life.Random())
		copy(b[at:], eight[:])
	}
	return 0
}

// restless ends a program that asks and asks, and never rests.
func (i *instance) restless() {
	if !i.life.Asks() {
		panic(errRestless)
	}
}

func yield(i *instance, _ memory, _ []uint64) uint64 {
	i.restless()
	return 0
}

// fdWrite keeps what a program prints.
func fdWrite(i *instance, m memory, stack []uint64) uint64 {
	i.restless()
	total := uint64(0)
	for n := range min(stack[2], 1024) {
		size := m.get32(stack[1] + 8*n + 4)
		b := m.bytes(m.get32(stack[1]+8*n), size)
		if b == nil && size > 0 {
			return fault
		}
		i.life.Print(b)
		total += size
	}
	return m.put32(stack[3], uint32(total))
}

// fdRead reads the gate. Standard input is at its end.
func fdRead(i *instance, m memory, stack []uint64) uint64 {
	if stack[0] != gateFile {
		return m.put32(stack[3], 0)
	}
	if !i.life.Pass() {
		return again
	}
	if !m.WriteByte(uint32(m.get32(stack[1])), 1) {
		return fault
	}
	return m.put32(stack[3], 1)
}

// fdStat says that the gate is a socket whose reads never block, so that Go's scheduler polls it.
func fdStat(_ *instance, m memory, stack []uint64) uint64 {
	b := m.bytes(stack[1], 24)
	if b == nil {
		return fault
	}
	clear(b)
	binary.LittleEndian.PutUint64(b[8:], ^uint64(0))
	switch {
	case stack[0] == gateFile:
		b[0] = 6 // a stream socket
		binary.LittleEndian.PutUint16(b[2:], 4)
	case stack[0] <= 2:
		b[0] = 2 // a character device
	default:
		return badFile
	}
	return 0
}
