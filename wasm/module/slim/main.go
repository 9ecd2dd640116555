package main

import (
	"fmt"
	"os"

	"raftlab/wasm/module"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "slim: no files; usage: go run ./wasm/module/slim FILE...")
		os.Exit(2)
	}
	for _, name := range os.Args[1:] {
		if err := slim(name); err != nil {
			fmt.Fprintf(os.Stderr, "slim: %v\n", err)
			os.Exit(1)
		}
	}
}

func slim(name string) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read a module: %w", err)
	}
	slimmer, err := module.Slim(content)
	if err != nil {
		return fmt.Errorf("make %s smaller: %w", name, err)
	}
	half := name + ".half"
	if err := os.WriteFile(half, slimmer, 0o755); err != nil {
		return fmt.Errorf("write a module: %w", err)
	}
	if err := os.Rename(half, name); err != nil {
		return fmt.Errorf("replace a module: %w", err)
	}
	return nil
}
