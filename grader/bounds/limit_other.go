//go:build !linux

package bounds

import (
	"os"
	"os/exec"
)

func prepare(*exec.Cmd) {}

func limit(int, Limits) error { return nil }

func resident(*os.ProcessState) uint64 { return 0 }

// signalOf is a signal of which no more is known.
func signalOf(state *os.ProcessState) string {
	if state.ExitCode() == -1 {
		return "signal"
	}
	return ""
}

// Self bounds the memory of this process, on Linux.
func Self(uint64) error { return nil }
