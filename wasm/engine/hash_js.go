//go:build js && wasm

package main

import (
	"fmt"
	"io"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/cluster"
	"raftlab/lab/scenarios"
)

// maxEvents is how long a scenario may go on.
const maxEvents = 1_000_000

// printHash plays a scenario with servers in this process: SCENARIO [SEED].
func printHash(out io.Writer, args []string) error {
	scenario, err := scenarios.Find(args[0])
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
	runner, err := lab.NewRunner(scenario, cluster.New(cluster.DefaultSetup()), cluster.InProcess{}, seed)
	if err != nil {
		return err
	}
	if err := runner.Finish(maxEvents); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, runner.Hash())
	return err
}
