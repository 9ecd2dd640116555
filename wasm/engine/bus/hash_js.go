//go:build js && wasm

package bus

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"raftlab/lab/protocols"
	"raftlab/lab/story"
)

// printHash plays a scenario, or the random schedule of that name, with servers in this process: STORIES SCENARIO
// [SEED]. After the hash it prints a line for each kind of fault, with the number of injections.
func printHash(all protocols.Set, out io.Writer, args []string) error {
	if len(args) < 2 {
		return errors.New("which scenario? usage: engine STORIES SCENARIO [SEED]")
	}
	stories, err := fileStories(args[0])
	if err != nil {
		return err
	}
	scenario, err := all.Scenario(stories, args[1])
	if err != nil {
		return err
	}
	of, err := all.Of(scenario)
	if err != nil {
		return err
	}
	var seed *uint64
	if len(args) > 2 {
		number, err := strconv.ParseUint(args[2], 10, 64)
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
