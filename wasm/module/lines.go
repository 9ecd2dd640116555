package module

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// Go's linker writes a table of a program's functions into its data. It says, among other things, which line of
// which file each instruction is from. This is the layout that runtime/symtab.go and runtime/runtime2.go of Go 1.26
// describe: a header, the names of functions, the files of each package, the names of files, the tables by
// instruction, and the functions. All numbers are little-endian.
const (
	// headerMark begins the header: the version of the layout, and the sizes of an instruction and of a pointer.
	headerMark = "\xf1\xff\xff\xff\x00\x00\x01\x08"
	headerSize = 8 + 8*8

	// The places of numbers in the header.
	functionCount = 8
	packagesAt    = 40 // the files of each package
	tablesAt      = 56
	functionsAt   = 64

	// The places of numbers in the record of a function; the numbers of its tables follow.
	stackTable    = 16 // by instruction: the size of the stack
	fileTable     = 20
	lineTable     = 24
	tableCount    = 28
	packageFiles  = 32
	startLine     = 36
	functionTotal = 44

	// Of a function's own tables, one says where a signal may interrupt it. WebAssembly has no signals. Another says
	// which arguments still have their values, for the text of a panic.
	signalTable   = 0
	argumentTable = 3

	// Behind the numbers of the tables are the places of the rest that is known of the function. Two parts are for the
	// arguments in the text of a panic.
	partCount = 43 // a byte
	arguments = 5
	liveOf    = 6
	noPart    = 1<<32 - 1
)

// DropLines takes from a Go program which line of which file each instruction is from, a tenth of its download; where
// a signal may interrupt it, since there are none; and where the arguments of a function are.
// Only the text of a panic reads it, which then has the names of the functions and a question mark for the file.
// Unwinding the stack, recover and the collector have tables of their own, which stay. The module must have its
// segments joined.
func DropLines(module []byte) ([]byte, error) {
	return change(module, dataSection, func(content []byte) ([]byte, error) {
		segments, err := readSegments(content)
		if err != nil {
			return nil, err
		}
		found := 0
		for i, s := range segments {
			at := bytes.Index(s.data, []byte(headerMark))
			if at < 0 {
				continue
			}
			table := functionTable{bytes.Clone(s.data[at:])}
			if err := table.dropLines(); err != nil {
				return nil, err
			}
			segments[i].data = append(s.data[:at:at], table.data...)
			found += bytes.Count(s.data, []byte(headerMark))
		}
		if found != 1 {
			return nil, fmt.Errorf("%w: %d tables of functions", ErrModule, found)
		}
		return writeSegments(segments), nil
	})
}

// functionTable is the linker's table of functions, from its header on, with the data behind it.
type functionTable struct{ data []byte }

func (t functionTable) dropLines() error {
	if len(t.data) < headerSize {
		return fmt.Errorf("%w: a table of functions that is cut off", ErrModule)
	}
	number := func(at int) uint64 { return binary.LittleEndian.Uint64(t.data[at:]) }
	packages, tables, functions := number(packagesAt), number(tablesAt), number(functionsAt)
	count, size := number(functionCount), uint64(len(t.data))
	if packages > tables || tables > functions || functions > size || count > (size-functions)/8 {
		return fmt.Errorf("%w: a table of functions with parts in another order", ErrModule)
	}
	kept := make([]byte, functions-tables)
	for i := range count {
		at := functions + uint64(t.word(functions+8*i+4))
		if err := t.dropOf(at, t.data[tables:functions], kept); err != nil {
			return err
		}
	}
	copy(t.data[tables:], kept)
	clear(t.data[packages:tables]) // no number leads to a file now
	return nil
}

// dropOf takes the lines from the function there, and copies its other tables.
func (t functionTable) dropOf(at uint64, tables, kept []byte) error {
	size := uint64(len(t.data))
	if at > size || size-at < functionTotal {
		return fmt.Errorf("%w: a function that is cut off", ErrModule)
	}
	own := uint64(t.word(at + tableCount))
	parts := uint64(t.data[at+partCount])
	if own+parts > (size-at-functionTotal)/4 {
		return fmt.Errorf("%w: a function whose tables are cut off", ErrModule)
	}
	for _, place := range []uint64{fileTable, lineTable, packageFiles, startLine} {
		binary.LittleEndian.PutUint32(t.data[at+place:], 0) // table 0 is none
	}
	if err := keepTable(tables, kept, t.word(at+stackTable)); err != nil {
		return err
	}
	for i := range own {
		if i == signalTable || i == argumentTable {
			binary.LittleEndian.PutUint32(t.data[at+functionTotal+4*i:], 0)
			continue
		}
		if err := keepTable(tables, kept, t.word(at+functionTotal+4*i)); err != nil {
			return err
		}
	}
	for _, i := range []uint64{arguments, liveOf} {
		if i < parts {
			binary.LittleEndian.PutUint32(t.data[at+functionTotal+4*(own+i):], noPart)
		}
	}
	return nil
}

func (t functionTable) word(at uint64) uint32 {
	if at > uint64(len(t.data)) || uint64(len(t.data))-at < 4 {
		return 1<<32 - 1 // no place, and no number of a table
	}
	return binary.LittleEndian.Uint32(t.data[at:])
}

// keepTable copies one table: pairs of numbers, the change of the value and the instructions that have it. A change
// of zero ends it, unless it is the first.
func keepTable(tables, kept []byte, at uint32) error {
	if at == 0 {
		return nil
	}
	if uint64(at) >= uint64(len(tables)) {
		return fmt.Errorf("%w: a table that is elsewhere", ErrModule)
	}
	rest := tables[at:]
	for first := true; ; first = false {
		value, n := binary.Uvarint(rest)
		if n <= 0 {
			return fmt.Errorf("%w: a table without an end", ErrModule)
		}
		rest = rest[n:]
		if value == 0 && !first {
			break
		}
		if _, n = binary.Uvarint(rest); n <= 0 {
			return fmt.Errorf("%w: a table without an end", ErrModule)
		}
		rest = rest[n:]
	}
	end := len(tables) - len(rest)
	copy(kept[at:end], tables[at:end])
	return nil
}
