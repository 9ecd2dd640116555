package module_test

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"pgregory.net/rapid"

	"raftlab/wasm/module"
)

func TestMemoryIsLimited(t *testing.T) {
	const start = "\x00asm\x01\x00\x00\x00\x01\x01x" // and a section of one byte
	limited, err := module.LimitMemory([]byte(start+"\x05\x03\x01\x00\x07\x07\x01y"), 16_384)
	require.NoError(t, err)
	assert.Equal(t, start+"\x05\x06\x01\x01\x07\x80\x80\x01\x07\x01y", string(limited))
	for name, bytes := range map[string]string{
		"nothing":            "",
		"no module":          "\x00elf\x01\x00\x00\x00",
		"no memory":          start,
		"a bound already":    start + "\x05\x04\x01\x01\x07\x08",
		"two memories":       start + "\x05\x05\x02\x00\x07\x00\x07",
		"a section too long": start + "\x05\x7f\x01\x00\x07",
		"a size without end": start + "\x05\xff",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := module.LimitMemory([]byte(bytes), 16_384)
			assert.ErrorIs(t, err, module.ErrModule)
		})
	}
}

// small is a module with one page of exported memory and these data segments.
func small(count byte, segments string) []byte {
	const start = "\x00asm\x01\x00\x00\x00" + "\x05\x03\x01\x00\x01" + "\x07\x05\x01\x01m\x02\x00"
	data := string([]byte{count}) + segments
	return append(binary.AppendUvarint([]byte(start+"\x0b"), uint64(len(data))), data...)
}

func at(place int, data string) string {
	b := []byte{0, 0x41}
	for ; place >= 0x40; place >>= 7 {
		b = append(b, byte(place&0x7f|0x80))
	}
	return string(append(b, byte(place), 0x0b, byte(len(data)))) + data
}

func TestSegmentsNearEachOtherAreJoined(t *testing.T) {
	for _, one := range []struct {
		name, given, want string
		before, after     byte
	}{
		{"side by side", at(0, "ab") + at(2, "cd"), at(0, "abcd"), 2, 1},
		{"zeros between", at(60, "ab") + at(65, "cd"), at(60, "ab\x00\x00\x00cd"), 2, 1},
		{"in the order of their addresses", at(9000, "cd") + at(70, "ab"), at(70, "ab") + at(9000, "cd"), 2, 2},
		{"far apart", at(0, "ab") + at(258, "cd") + at(260, "e"), at(0, "ab") + at(258, "cde"), 3, 2},
		{"none", "", "", 0, 0},
	} {
		t.Run(one.name, func(t *testing.T) {
			got, err := module.JoinSegments(small(one.before, one.given))
			require.NoError(t, err)
			assert.Equal(t, small(one.after, one.want), got)
		})
	}
}

func TestUnknownDataIsRefused(t *testing.T) {
	for name, given := range map[string][]byte{
		"nothing":             nil,
		"no data":             small(0, "")[:20],
		"overlapping":         small(2, at(0, "abc")+at(2, "d")),
		"fewer than it says":  small(2, at(0, "a")),
		"more than it says":   small(0, at(0, "a")),
		"cut off":             small(1, "\x00\x41\x00\x0b\x05abcd"),
		"a negative place":    small(1, "\x00\x41\x7f\x0b\x01a"),
		"a place that varies": small(1, "\x00\x23\x00\x0b\x01a"),
		"passive":             small(1, "\x01\x01a"),
		"a count ahead":       append([]byte("\x00asm\x01\x00\x00\x00\x0c\x01\x01"), small(1, at(0, "a"))[8:]...),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := module.JoinSegments(given)
			assert.ErrorIs(t, err, module.ErrModule)
		})
	}
}

func TestMemoryStartsTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		place, segments := 0, []string{}
		for range rapid.IntRange(0, 20).Draw(rt, "segments") {
			place += rapid.IntRange(0, 400).Draw(rt, "zeros")
			data := rapid.StringN(0, 20, 40).Draw(rt, "data")
			segments = append(segments, at(place, data))
			place += len(data)
		}
		given := small(byte(len(segments)), strings.Join(rapid.Permutation(segments).Draw(rt, "order"), ""))
		joined, err := module.JoinSegments(given)
		require.NoError(rt, err)
		require.Equal(rt, memory(rt, given), memory(rt, joined))
		again, err := module.JoinSegments(joined)
		require.NoError(rt, err)
		require.Equal(rt, joined, again)
	})
}

// memory is a module's memory at the start, as wazero fills it.
func memory(t require.TestingT, bytes []byte) []byte {
	ctx := context.Background()
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	defer runtime.Close(ctx)
	instance, err := runtime.Instantiate(ctx, bytes)
	require.NoError(t, err)
	content, ok := instance.ExportedMemory("m").Read(0, 1<<16)
	require.True(t, ok)
	return slices.Clone(content)
}

func FuzzNoModulePanics(f *testing.F) {
	f.Add(small(2, at(0, "ab")+at(9, "cd")))
	f.Add(withData(functions("\x02\x01\x00", 1, 0, 0)))
	f.Fuzz(func(t *testing.T, bytes []byte) {
		_, err := module.LimitMemory(bytes, 1)
		require.True(t, err == nil || errors.Is(err, module.ErrModule))
		_, err = module.DropLines(bytes)
		require.True(t, err == nil || errors.Is(err, module.ErrModule))
		joined, err := module.JoinSegments(bytes)
		require.True(t, err == nil || errors.Is(err, module.ErrModule))
		if err == nil {
			again, err := module.JoinSegments(joined)
			require.NoError(t, err)
			require.Equal(t, joined, again)
		}
	})
}
