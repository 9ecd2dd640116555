//go:build js && wasm && beyond

package bus

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/raft/reference"
)

// benchServers is the size of the measured clusters.
const benchServers = 5

func init() { bench = printBench }

// printBench plays random schedules with every kind of fault, with servers in this process and all checks on,
// and prints the number of events and of nanoseconds: bench [SCHEDULES [CHAPTERS]]. CHAPTERS is a list as `raftlab fuzz
// --on` takes it.
func printBench(out io.Writer, args []string) error {
	schedules := uint64(1000)
	if len(args) > 0 {
		number, err := strconv.ParseUint(args[0], 10, 64)
		if err != nil {
			return fmt.Errorf("the number of schedules: %w", err)
		}
		schedules = number
	}
	on := ""
	if len(args) > 1 {
		on = args[1]
	}
	table := raftcluster.Beyond()
	chapters, err := table.ParseChapters(on)
	if err != nil {
		return err
	}
	writer := table.With(chapters)
	// The first schedules do not count: they give the browser time to compile the code that runs often.
	if _, err := playSchedules(writer, schedules/4); err != nil {
		return err
	}
	begun := time.Now()
	events, err := playSchedules(writer, schedules)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, events, time.Since(begun).Nanoseconds())
	return err
}

// playSchedules plays the schedules of the first so many seeds and counts their events.
func playSchedules(writer nemesis.Protocol, count uint64) (events uint64, err error) {
	reference := raftcluster.WithRules(reference.Rules())
	for seed := uint64(1); seed <= count; seed++ {
		options := nemesis.Options{Seed: seed, Servers: benchServers}
		result := writer.Run(options, reference, nemesis.Events)
		switch {
		case result.Violation != nil:
			return 0, fmt.Errorf("the schedule of seed %d: %w", seed, result.Violation)
		case result.Err != nil:
			return 0, fmt.Errorf("the schedule of seed %d: %w", seed, result.Err)
		}
		events += result.Events
	}
	return events, nil
}
