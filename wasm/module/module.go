package module

import (
	"encoding/binary"
	"errors"
	"slices"
)

const (
	header        = 8 // the magic and the version
	memorySection = 5
	dataSection   = 11
	// A data count (§5.5.16) would have to change with the data. Go's linker writes none.
	dataCountSection = 12
)

// ErrModule is wrapped by every error of these functions.
var ErrModule = errors.New("this is not a WebAssembly module as Go's linker writes it")

// Slim makes the download of a Go program smaller. The program does what it did.
func Slim(module []byte) ([]byte, error) {
	module, err := JoinSegments(module)
	if err != nil {
		return nil, err
	}
	return DropLines(module)
}

// change returns the module with another content of the section of that kind.
func change(module []byte, kind byte, with func(content []byte) ([]byte, error)) ([]byte, error) {
	if len(module) < header || string(module[:4]) != "\x00asm" {
		return nil, ErrModule
	}
	for at := header; at < len(module); {
		size, n := binary.Uvarint(module[at+1:])
		start := at + 1 + n
		if n <= 0 || size > uint64(len(module)-start) || module[at] == dataCountSection {
			return nil, ErrModule
		}
		end := start + int(size)
		if module[at] != kind {
			at = end
			continue
		}
		content, err := with(module[start:end])
		if err != nil {
			return nil, err
		}
		section := binary.AppendUvarint([]byte{kind}, uint64(len(content)))
		return slices.Concat(module[:at], section, content, module[end:]), nil
	}
	return nil, ErrModule
}
