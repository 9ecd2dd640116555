//go:build unix

package runfile

import (
	"os/exec"
	"os/signal"
	"syscall"
)

// apart keeps the signals of a terminal away from a worker: it ends when its input does, and clears up.
func apart(command *exec.Cmd) { command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// steadfast keeps a worker at work when somebody ends what asked for it: it clears up first.
func steadfast() { signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE) }
