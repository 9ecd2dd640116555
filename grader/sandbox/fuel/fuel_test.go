package fuel_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"raftlab/grader/sandbox/fuel"
)

// turns is a module with a function of that code: with round, it is this one with a global, and a function that goes
// round a loop as often as its argument says.
//
//	(module
//	  (global i32 (i32.const 7))
//	  (func (export "turns") (param i64) (result i32)
//	    (loop
//	      (br_if 0 (i64.ne (i64.const 0) (local.tee 0 (i64.sub (local.get 0) (i64.const 1))))))
//	    (global.get 0)))
func turns(code ...byte) []byte {
	m := []byte{0, 'a', 's', 'm', 1, 0, 0, 0}
	for _, s := range [][]byte{
		{1, 1, 0x60, 1, 0x7e, 1, 0x7f}, {3, 1, 0}, {6, 1, 0x7f, 0, 0x41, 7, 0x0b},
		{7, 1, 5, 't', 'u', 'r', 'n', 's', 0, 0}, append([]byte{10, 1, byte(len(code) + 1), 0}, code...),
	} {
		m = append(append(m, s[0], byte(len(s)-1)), s[1:]...)
	}
	return m
}

// round is the code of the function.
var round = []byte{
	0x03, 0x40, 0x42, 0, 0x20, 0, 0x42, 1, 0x7d, 0x22, 0, 0x52, 0x0d, 0, 0x0b, 0x23, 0, 0x0b,
}

func start(t *testing.T, module []byte) (api.Function, api.MutableGlobal) {
	t.Helper()
	ctx := context.Background()
	runtime := wazero.NewRuntime(ctx)
	t.Cleanup(func() { assert.NoError(t, runtime.Close(ctx)) })
	m, err := runtime.Instantiate(ctx, module)
	require.NoError(t, err)
	return m.ExportedFunction("turns"), m.ExportedGlobal(fuel.Global).(api.MutableGlobal)
}

func TestALoopStopsWithoutFuel(t *testing.T) {
	bounded, err := fuel.Bound(turns(round...))
	require.NoError(t, err)
	call, left := start(t, bounded)
	left.Set(100)
	results, err := call.Call(context.Background(), 40)
	require.NoError(t, err)
	assert.Equal(t, uint64(7), results[0], "it computes the same")
	assert.Equal(t, uint64(60), left.Get())
	_, err = call.Call(context.Background(), 61)
	require.ErrorContains(t, err, "unreachable")
	assert.Negative(t, int64(left.Get()))
}

// TestAMemoryHasALimit, and variables that may change are exported.
func TestAMemoryHasALimit(t *testing.T) {
	module := []byte{0, 'a', 's', 'm', 1, 0, 0, 0}
	// A memory of two pages, without a limit; two globals, of which the second may change.
	module = append(module, 5, 3, 1, 0, 2)
	module = append(module, 6, 11, 2, 0x7f, 0, 0x41, 7, 0x0b, 0x7f, 1, 0x41, 9, 0x0b)
	module = append(module, 7, 5, 1, 1, 'm', 2, 0)
	bounded, err := fuel.Bound(module)
	require.NoError(t, err)
	ctx := context.Background()
	runtime := wazero.NewRuntime(ctx)
	t.Cleanup(func() { assert.NoError(t, runtime.Close(ctx)) })
	m, err := runtime.Instantiate(ctx, bounded)
	require.NoError(t, err)
	_, ok := m.Memory().Grow(fuel.Pages - 2)
	assert.True(t, ok)
	_, ok = m.Memory().Grow(1)
	assert.False(t, ok)
	assert.EqualValues(t, 9, m.ExportedGlobal(fuel.GlobalName(0)).Get())
	assert.Nil(t, m.ExportedGlobal(fuel.GlobalName(1)))
}

func TestWithoutABoundNothingStops(t *testing.T) {
	bounded, err := fuel.Bound(turns(round...))
	require.NoError(t, err)
	call, _ := start(t, bounded)
	_, err = call.Call(context.Background(), 100_000)
	assert.NoError(t, err, "until a host sets it, the fuel is as good as endless")
}

func TestWhatIsNotUnderstoodIsRefused(t *testing.T) {
	for name, m := range map[string][]byte{
		"nothing": nil, "text": []byte("this is not WebAssembly"), "cut": turns(round...)[:30],
		"an unknown instruction": turns(0xfd, 0x0b),
		"an endless number": turns(0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
			0x80, 0x80, 0x80, 0x80, 0, 0x0b),
	} {
		_, err := fuel.Bound(m)
		assert.ErrorIs(t, err, fuel.ErrModule, name)
	}
}

func FuzzNoModulePanics(f *testing.F) {
	f.Add(turns(round...))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = fuel.Bound(b) })
}
