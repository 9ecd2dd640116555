package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"raftlab/grader/source"
)

func main() {
	out := flag.String("out", "", "the `file` to write")
	flag.Parse()
	if err := pack(context.Background(), *out); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func pack(ctx context.Context, out string) error {
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	root := source.Checkout(here)
	if root == "" {
		return errors.New("this folder is not in a checkout")
	}
	archive, err := source.Pack(ctx, root)
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, archive, 0o644); err != nil {
		return err
	}
	_, err = fmt.Printf("%s: %d kB of sources\n", out, len(archive)/1000)
	return err
}
