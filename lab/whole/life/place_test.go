package life

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAStackOfWebAssemblyNamesTheProgramsOwnFunctions(t *testing.T) {
	frames := []string{
		"wasi_snapshot_preview1.clock_time_get", "internal_runtime_atomic.__Int32_.Load", "sync_atomic.LoadInt32",
		"6.824_raft.__Raft_.killed", "6.824_raft.__Raft_.ticker", "6.824_raft.Make.gowrap1",
		"raftlab_wasm_whole_seat.Serve", "wasm_pc_f_loop", "step",
	}
	assert.Equal(t, "6.824_raft.(*Raft).killed, called by 6.824_raft.(*Raft).ticker, called by 6.824_raft.Make.gowrap1",
		where(frames))
}
