package main

import (
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkGrade measures what the judgement of a solution costs, from the file to the report: processor time, of all
// processes together, once the archives are made.
func BenchmarkGrade(b *testing.B) {
	for _, exercise := range allExercises() {
		for _, host := range []string{"native", "sandbox"} {
			b.Run(exercise.ID+"/"+host, func(b *testing.B) {
				args := []string{"grade", exercise.ID, "--solutions"}
				if host == "sandbox" {
					args = append(args, "--sandbox")
				}
				measure(b, args)
			})
		}
	}
	b.Run("all/native/one-job", func(b *testing.B) {
		measure(b, []string{"grade", "--all-exercises", "--solutions", "--jobs", "1"})
	})
	b.Run("all/native/two-jobs", func(b *testing.B) {
		measure(b, []string{"grade", "--all-exercises", "--solutions", "--jobs", "2"})
	})
}

// measure runs raftlab, and reports the processor time and the time of each run.
func measure(b *testing.B, args []string) {
	ourselves, err := os.Executable()
	require.NoError(b, err)
	grade := func() (cpu, wall time.Duration) {
		command := exec.Command(ourselves, args...)
		command.Env = append(os.Environ(), actAsRaftlab+"=1")
		began := time.Now()
		output, err := command.CombinedOutput()
		require.NoError(b, err, string(output))
		usage := command.ProcessState.SysUsage().(*syscall.Rusage)
		return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), time.Since(began)
	}
	grade() // the archives
	var cpu, wall time.Duration
	for b.Loop() {
		c, w := grade()
		cpu, wall = cpu+c, wall+w
	}
	b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s/op")
	b.ReportMetric(wall.Seconds()/float64(b.N), "wall-s/op")
}
