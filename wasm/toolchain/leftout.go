package main

import "fmt"

// leftOut are functions that the page never needs: executables of other systems, debugging information (the
// page links with -s -w), and profiles of the tools themselves. Functions that only they call go too: together
// a fifth of the linker.
var leftOut = []struct {
	file      string
	functions []string
	// idle functions are called but have nothing to do; the others are never called.
	idle bool
}{
	{"cmd/link/internal/loadelf/ldelf.go", []string{"Load"}, false},
	{"cmd/link/internal/loadmacho/ldmacho.go", []string{"Load"}, false},
	{"cmd/link/internal/loadpe/ldpe.go", []string{"Load"}, false},
	{"cmd/link/internal/loadxcoff/ldxcoff.go", []string{"Load"}, false},
	{"cmd/link/internal/ld/elf.go", []string{"doelf", "asmbElf"}, false},
	{"cmd/link/internal/ld/macho.go", []string{"domacho", "asmbMacho"}, false},
	{"cmd/link/internal/ld/pe.go", []string{"dope", "asmbPe"}, false},
	{"cmd/link/internal/ld/xcoff.go", []string{"doxcoff", "asmbXcoff"}, false},
	{"cmd/link/internal/ld/lib.go", []string{"ldshlibsyms"}, false},
	{"cmd/link/internal/ld/lib.go", []string{"hostlink"}, true},
	{"cmd/link/internal/ld/dwarf.go", []string{"dwarfGenerateDebugInfo", "dwarfGenerateDebugSyms", "dwarfcompress"},
		true},
	{"cmd/link/internal/ld/main.go", []string{"startProfile"}, true},
	{"cmd/link/internal/benchmark/bench.go", []string{"Start", "closeMark"}, true},
	{"cmd/compile/internal/gc/util.go", []string{"startProfile"}, true},
	{"cmd/compile/internal/logopt/log_opts.go", []string{"FlushLoggedOpts"}, true},
	{"cmd/internal/pgo/pprof.go", []string{"FromPProf"}, false},
}

// leaveOut empties the bodies of those functions.
func (o overlay) leaveOut(root goroot) error {
	changed := map[string]*source{}
	for _, part := range leftOut {
		s, ok := changed[part.file]
		if !ok {
			var err error
			if s, err = root.read(part.file); err != nil {
				return err
			}
			changed[part.file] = s
		}
		for _, name := range part.functions {
			f, err := s.function(name)
			if err != nil {
				return err
			}
			body := fmt.Sprintf("panic(\"%s is left out of the page's toolchain\")", name)
			if part.idle {
				if f.Type.Results != nil {
					return s.strange("has a function %s that gives results", name)
				}
				body = ""
			}
			s.replace(f.Body.Lbrace+1, f.Body.Rbrace, body)
		}
	}
	for name, s := range changed {
		text, err := s.changed()
		if err != nil {
			return err
		}
		o[name] = text
	}
	return nil
}
