//go:build js && wasm

package main

import (
	"fmt"
	"io"
	"strconv"

	"raftlab/lab/protocols/known"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// printHash plays a scenario, or the random schedule of that name, with servers in this process: SCENARIO
// [SEED]. After the hash it prints a line for each kind of fault, with the number of injections.
func printHash(out io.Writer, args []string) error {
	all := known.Protocols()
	scenario, err := scenarios.Named(all, args[0])
	if err != nil {
		return err
	}
	of, err := all.Of(scenario)
	if err != nil {
		return err
	}
	var seed *uint64
	if len(args) > 1 {
		number, err := strconv.ParseUint(args[1], 10, 64)
		if err != nil {
			return fmt.Errorf("the seed: %w", err)
		}
		seed = &number
	}
	runner, err := story.NewRunner(scenario, of.New(), all, seed)
	if err != nil {
		return err
	}
	if err := runner.Finish(story.MaxEvents); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, runner.Hash())
	runner.World().Faults().Each(func(name string, count uint64) {
		if err == nil {
			_, err = fmt.Fprintln(out, name, count)
		}
	})
	return err
}
