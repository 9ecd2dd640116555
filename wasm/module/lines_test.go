package module_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"raftlab/wasm/module"
)

// What the runtime reads from the table of functions is there: a program recovers, unwinds and collects as before.
// Only the text of a panic lacks the lines.
func TestASlimProgramDoesTheSame(t *testing.T) {
	built := filepath.Join(t.TempDir(), "program.wasm")
	build := exec.Command("go", "build", "-o", built, "./testdata/program")
	build.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "GOFLAGS=")
	printed, err := build.CombinedOutput()
	require.NoError(t, err, string(printed))
	program, err := os.ReadFile(built)
	require.NoError(t, err)
	slim, err := module.Slim(program)
	require.NoError(t, err)

	want := "2 runtime error: integer divide by zero\n20001 main.main\n16\n"
	out, before := play(t, program)
	assert.Equal(t, want, out)
	assert.Regexp(t, `main\.fall[^\n]*\n[^\n]*program/main\.go:\d+`, before)
	out, after := play(t, slim)
	assert.Equal(t, want, out)
	assert.Contains(t, after, "main.fall")
	assert.Contains(t, after, "nil pointer dereference")
	assert.NotContains(t, after, ".go:")
	assert.False(t, bytes.Contains(slim, []byte("program/main.go")), "the name of a file is left")
}

// play runs a program and returns what it prints.
func play(t *testing.T, program []byte) (out, complaint string) {
	ctx := context.Background()
	runtime := wazero.NewRuntime(ctx)
	defer runtime.Close(ctx)
	wasi_snapshot_preview1.MustInstantiate(ctx, runtime)
	var output, errors bytes.Buffer
	config := wazero.NewModuleConfig().WithArgs("program").WithStdout(&output).WithStderr(&errors)
	_, err := runtime.InstantiateWithConfig(ctx, program, config)
	require.ErrorContains(t, err, "exit_code(2)", "the program ends with a panic")
	return output.String(), errors.String()
}

// functions is a linker's table with one function: its tables by instruction, and which of them are for the stack, the
// file and the line.
func functions(tables string, stack, file, line uint32, more ...uint32) string {
	const names, packages, files = "main.main\x00\x00\x00", "\x00\x00\x00\x00", "main.go\x00"
	b := []byte("\xf1\xff\xff\xff\x00\x00\x01\x08")
	at := uint64(72)
	numbers := []uint64{1, 1, 0, at}
	for _, part := range []string{names, packages, files, "\x00" + tables} {
		at += uint64(len(part))
		numbers = append(numbers, at)
	}
	for _, n := range numbers {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	b = append(b, names+packages+files+"\x00"+tables...)
	record := []uint32{0, 12, 1 << 16, 0, 0, 0, 0, stack, file, line, uint32(len(more)), 4, 7, 0}
	for _, n := range append(record, more...) {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return string(b)
}

// withData is a module whose memory starts with that.
func withData(data string) []byte {
	content := append([]byte{1, 0, 0x41, 0, 0x0b}, binary.AppendUvarint(nil, uint64(len(data)))...)
	content = append(content, data...)
	return append(binary.AppendUvarint([]byte("\x00asm\x01\x00\x00\x00\x0b"), uint64(len(content))), content...)
}

func TestLinesAreDroppedAndOtherTablesStay(t *testing.T) {
	stack, file, line, other := "\x02\x01\x00", "\x04\x01\x00", "\x06\x01\x02\x80\x01\x00", "\x00\x03\x00"
	given := functions(stack+file+line+other, 1, 4, 7, 4, 13)
	got, err := module.DropLines(withData(given))
	require.NoError(t, err)

	want := functions(stack+strings.Repeat("\x00", len(file+line))+other, 1, 0, 0, 0, 13)
	want = strings.Replace(want, "main.go", "\x00\x00\x00\x00\x00\x00\x00", 1)
	record := len(want) - 4*5 // from the place of a package's files on
	want = want[:record] + strings.Repeat("\x00", 8) + want[record+8:]
	assert.Equal(t, withData(want), got)
}

// parted says that the last parts of the numbers behind a function's record are no tables.
func parted(table string, numbers, parts int) string {
	b := []byte(table)
	record := b[len(b)-44-4*numbers:]
	record[28], record[43] = byte(numbers-parts), byte(parts)
	return string(b)
}

func TestArgumentsAreDroppedAndOtherPartsStay(t *testing.T) {
	const none = 1<<32 - 1
	stack, other, live := "\x02\x01\x00", "\x00\x03\x00", "\x02\x02\x00"
	given := parted(functions(stack+other+live, 1, 0, 0, 0, 4, 0, 7, 10, 11, 12, 13, 14, 15, 16, 17), 12, 8)
	got, err := module.DropLines(withData(given))
	require.NoError(t, err)

	cleared := strings.Repeat("\x00", len(live))
	want := parted(functions(stack+other+cleared, 1, 0, 0, 0, 4, 0, 0, 10, 11, 12, 13, 14, none, none, 17), 12, 8)
	want = strings.Replace(want, "main.go", "\x00\x00\x00\x00\x00\x00\x00", 1)
	places := len(want) - 4*(3+12) // from the place of a package's files on
	want = want[:places] + strings.Repeat("\x00", 8) + want[places+8:]
	assert.Equal(t, withData(want), got)

	_, err = module.DropLines(withData(given[:len(given)-4]))
	assert.ErrorIs(t, err, module.ErrModule, "the parts are cut off")
}

func TestAnUnknownTableOfFunctionsIsRefused(t *testing.T) {
	right := functions("\x02\x01\x00", 1, 0, 0)
	_, err := module.DropLines(withData(right))
	require.NoError(t, err)
	for name, data := range map[string]string{
		"none":                      "data",
		"of another version":        "\xf0" + right[1:],
		"two":                       right + right,
		"cut off":                   right[:60],
		"cut off in a function":     right[:len(right)-8],
		"more functions":            right[:8] + "\x7f" + right[9:],
		"parts in another order":    right[:40] + "\xff" + right[41:],
		"more tables of a function": functions("\x02\x01\x00", 1, 0, 0, 1, 1)[:len(right)],
		"a table elsewhere":         functions("\x02\x01\x00", 70, 0, 0),
		"a table without an end":    functions("\x02\x01", 1, 0, 0),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := module.DropLines(withData(data))
			assert.ErrorIs(t, err, module.ErrModule)
		})
	}
}
