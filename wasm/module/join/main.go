package main

import (
	"fmt"
	"os"

	"raftlab/wasm/module"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "join: no files; usage: go run ./wasm/module/join FILE...")
		os.Exit(2)
	}
	for _, name := range os.Args[1:] {
		if err := join(name); err != nil {
			fmt.Fprintf(os.Stderr, "join: %v\n", err)
			os.Exit(1)
		}
	}
}

func join(name string) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read a module: %w", err)
	}
	joined, err := module.JoinSegments(content)
	if err != nil {
		return fmt.Errorf("join the segments of %s: %w", name, err)
	}
	half := name + ".half"
	if err := os.WriteFile(half, joined, 0o755); err != nil {
		return fmt.Errorf("write a module: %w", err)
	}
	if err := os.Rename(half, name); err != nil {
		return fmt.Errorf("replace a module: %w", err)
	}
	return nil
}
