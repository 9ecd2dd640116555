package main

import (
	"encoding/binary"
	"errors"
	"slices"
)

// maxPages is how much memory a program of the toolchain may take: 16,384 pages of 64 KiB are 1 GiB. A
// file that makes the compiler want more ends with Go's own "out of memory", and not with the
// browser's end of the whole page.
const maxPages = 16_384

const (
	headerOfModule = 8 // the magic and the version
	memorySection  = 5
)

var errModule = errors.New("what the Go compiler wrote is not a WebAssembly module with one memory of no upper bound")

// limitMemory gives a module's memory an upper bound (WebAssembly Core 2.0, §5.5.8 and §5.3.6).
func limitMemory(module []byte, pages uint64) ([]byte, error) {
	if len(module) < headerOfModule || string(module[:4]) != "\x00asm" {
		return nil, errModule
	}
	for at := headerOfModule; at < len(module); {
		size, n := binary.Uvarint(module[at+1:])
		start := at + 1 + n
		if n <= 0 || size > uint64(len(module)-start) {
			return nil, errModule
		}
		end := start + int(size)
		if module[at] != memorySection {
			at = end
			continue
		}
		content := module[start:end]
		if len(content) < 3 || content[0] != 1 || content[1] != 0 { // one memory, without a bound
			return nil, errModule
		}
		bounded := binary.AppendUvarint(slices.Concat([]byte{1, 1}, content[2:]), pages)
		section := append(binary.AppendUvarint([]byte{memorySection}, uint64(len(bounded))), bounded...)
		return slices.Concat(module[:at], section, module[end:]), nil
	}
	return nil, errModule
}
