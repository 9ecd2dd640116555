package bounds

import (
	"os"
	"os/exec"
	"syscall"
	"unsafe"
)

// prepare makes a program end with its parent, in a group of its own.
func prepare(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}

// limit bounds a process that has just been started. What it does before is its start, which needs little.
func limit(pid int, l Limits) error {
	for resource, bound := range map[int]uint64{
		syscall.RLIMIT_CPU: l.CPU, syscall.RLIMIT_DATA: l.Memory, syscall.RLIMIT_FSIZE: l.File,
	} {
		if bound == 0 {
			continue
		}
		if err := prlimit(pid, resource, bound); err != nil {
			return err
		}
	}
	return prlimit(pid, syscall.RLIMIT_CORE, 0)
}

// prlimit sets a bound of another process. A process that has ended already needs none.
func prlimit(pid, resource int, bound uint64) error {
	both := syscall.Rlimit{Cur: bound, Max: bound}
	_, _, failed := syscall.RawSyscall6(
		syscall.SYS_PRLIMIT64, uintptr(pid), uintptr(resource), uintptr(unsafe.Pointer(&both)), 0, 0, 0)
	if failed != 0 && failed != syscall.ESRCH {
		return failed
	}
	return nil
}

// resident is how much memory a process had at most, in bytes.
func resident(state *os.ProcessState) uint64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return uint64(usage.Maxrss) << 10
}

// signalOf is the signal that ended a process.
func signalOf(state *os.ProcessState) string {
	status, ok := state.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() {
		return ""
	}
	return status.Signal().String()
}

// Self bounds the memory of this process. Programs that it runs may have more.
func Self(memory uint64) error {
	var both syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_DATA, &both); err != nil {
		return err
	}
	both.Cur = min(memory, both.Max)
	return syscall.Setrlimit(syscall.RLIMIT_DATA, &both)
}
