//go:build unix

package runfile

import (
	"os/exec"
	"syscall"
)

// apart keeps the signals of a terminal away from a worker: it ends when its input does, and clears up.
func apart(command *exec.Cmd) { command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
