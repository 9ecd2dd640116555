package goroutines

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAStackOfWebAssemblyNamesTheProgramsOwnFunctions(t *testing.T) {
	stack := "wasm error: unreachable\n" +
		"wasm stack trace:\n" +
		"\t.internal_runtime_atomic.__Int32_.Load(i32) i32\n" +
		"\t.sync_atomic.LoadInt32(i32) i32\n" +
		"\t.6.824_raft.__Raft_.killed(i32) i32\n" +
		"\t.6.824_raft.__Raft_.ticker(i32) i32\n" +
		"\t.6.824_raft.Make.gowrap1(i32) i32\n" +
		"\t.raftlab_wasm_whole_seat.Serve(i32) i32\n" +
		"\t.wasm_pc_f_loop(i32) i32\n"
	assert.Equal(t, "6.824_raft.(*Raft).killed, called by 6.824_raft.(*Raft).ticker, called by 6.824_raft.Make.gowrap1",
		where(stack))
}
