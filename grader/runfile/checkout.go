package runfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// ErrNoCheckout is the error of a program that runs outside a checkout, where it cannot judge exercises.
var ErrNoCheckout = errors.New(
	"exercises are judged in a checkout of Raft Lab, with Go installed: this folder is not part of one")

// Checkout is the root of the module that holds the exercises: this folder, or the nearest one above it.
func Checkout() (string, error) {
	folder, err := os.Getwd()
	for err == nil {
		text, missing := os.ReadFile(filepath.Join(folder, "go.mod"))
		if missing == nil && strings.HasPrefix(string(text), "module raftlab\n") {
			return folder, nil
		}
		above := filepath.Dir(folder)
		if above == folder {
			break
		}
		folder = above
	}
	return "", ErrNoCheckout
}
