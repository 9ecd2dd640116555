package module

import (
	"encoding/binary"
	"slices"
)

// LimitMemory limits the size of a module's only memory, in pages of 64 KiB (§5.5.8, §5.3.6).
func LimitMemory(module []byte, pages uint64) ([]byte, error) {
	return change(module, memorySection, func(content []byte) ([]byte, error) {
		if len(content) < 3 || content[0] != 1 || content[1] != 0 { // one memory, without a limit
			return nil, ErrModule
		}
		return binary.AppendUvarint(slices.Concat([]byte{1, 1}, content[2:]), pages), nil
	})
}
