package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// overlay is the input of `go build -overlay`: the replaced files of GOROOT, by their names below GOROOT/src. A
// nil text removes the file.
type overlay map[string][]byte

// makeOverlay derives the overlay from GOROOT. It leaves only WebAssembly in the compiler and the linker.
func makeOverlay(root goroot) (overlay, error) {
	made := overlay{}
	for _, edit := range []struct {
		name string
		by   func(*source) error
	}{
		{"cmd/compile/main.go", (*source).keepMapEntry},
		{"cmd/link/main.go", (*source).keepCase},
		{ssaFolder + "/config.go", (*source).keepCase},
		{ssaFolder + "/opGen.go", (*source).emptyOperations},
		{"cmd/compile/internal/ssagen/simdintrinsics.go", (*source).emptyIntrinsics},
	} {
		s, err := root.read(edit.name)
		if err == nil {
			err = edit.by(s)
		}
		if err == nil {
			made[edit.name], err = s.changed()
		}
		if err != nil {
			return nil, err
		}
	}
	return made, errors.Join(made.leaveOutRewriting(root), made.leaveOutAssembler(root), made.leaveOut(root))
}

// keepMapEntry cuts all entries but that of "wasm" out of the map of architectures.
func (s *source) keepMapEntry() error {
	found := 0
	ast.Inspect(s.tree, func(n ast.Node) bool {
		literal, ok := n.(*ast.CompositeLit)
		if !ok || !slices.ContainsFunc(literal.Elts, isEntryOfWasm) {
			return true
		}
		found++
		for _, e := range literal.Elts {
			if !isEntryOfWasm(e) {
				s.cut(e.Pos(), e.End()+1) // and its comma
			}
		}
		return false
	})
	if found != 1 {
		return s.strange("has %d maps with an entry \"wasm\", not one", found)
	}
	return nil
}

func isEntryOfWasm(e ast.Expr) bool {
	entry, ok := e.(*ast.KeyValueExpr)
	return ok && isWasm(entry.Key)
}

// keepCase cuts all cases but that of "wasm", and the default, out of the switch over architectures.
func (s *source) keepCase() error {
	found := 0
	ast.Inspect(s.tree, func(n ast.Node) bool {
		choice, ok := n.(*ast.SwitchStmt)
		if !ok || !slices.ContainsFunc(choice.Body.List, isCaseOfWasm) {
			return true
		}
		found++
		for i, statement := range choice.Body.List {
			end := choice.Body.Rbrace
			if i+1 < len(choice.Body.List) {
				end = choice.Body.List[i+1].Pos()
			}
			if clause := statement.(*ast.CaseClause); len(clause.List) > 0 && !isCaseOfWasm(clause) {
				s.cut(clause.Pos(), end)
			}
		}
		return false
	})
	if found != 1 {
		return s.strange("has %d switches with a case \"wasm\", not one", found)
	}
	return nil
}

func isCaseOfWasm(statement ast.Stmt) bool {
	clause, ok := statement.(*ast.CaseClause)
	return ok && slices.ContainsFunc(clause.List, isWasm)
}

// emptyOperations empties the descriptions of other architectures' operations. Their numbers do not change: the
// table has the order of the constants above it.
func (s *source) emptyOperations() error {
	names, table := s.operations(), s.operationTable()
	if len(names) == 0 || table == nil || len(names) != len(table.Elts) {
		return s.strange("does not have one entry of opcodeTable for each constant Op...")
	}
	kept := 0
	for i, element := range table.Elts {
		entry, ok := element.(*ast.CompositeLit)
		if !ok {
			return s.strange("has an entry of opcodeTable, %s, that is not a literal", names[i])
		}
		if strings.HasPrefix(names[i], "OpWasm") || isGeneric(entry) {
			kept++
			continue
		}
		s.replace(entry.Pos(), entry.End(), "{}")
	}
	if kept == 0 || kept == len(names) {
		return s.strange("has an opcodeTable of which %d of %d operations are WebAssembly's", kept, len(names))
	}
	return s.emptyRegisters()
}

// emptyRegisters empties the lists of other architectures' registers, because they refer to the assemblers.
func (s *source) emptyRegisters() error {
	found := false
	ast.Inspect(s.tree, func(n ast.Node) bool {
		value, ok := n.(*ast.ValueSpec)
		if !ok || len(value.Values) != 1 || !strings.HasPrefix(value.Names[0].Name, "registers") {
			return true
		}
		list, ok := value.Values[0].(*ast.CompositeLit)
		if value.Names[0].Name == "registersWasm" {
			found = ok
		} else if ok {
			s.cut(list.Lbrace+1, list.Rbrace)
		}
		return false
	})
	if !found {
		return s.strange("has no list registersWasm")
	}
	return nil
}

// operations are the names of the constants of type Op, in order.
func (s *source) operations() []string {
	for _, declaration := range s.tree.Decls {
		group, ok := declaration.(*ast.GenDecl)
		if !ok {
			continue
		}
		var names []string
		for i, spec := range group.Specs {
			value, ok := spec.(*ast.ValueSpec)
			if !ok || len(value.Names) != 1 || i == 0 && value.Names[0].Name != "OpInvalid" {
				break
			}
			names = append(names, value.Names[0].Name)
		}
		if len(names) == len(group.Specs) {
			return names
		}
	}
	return nil
}

func (s *source) operationTable() *ast.CompositeLit {
	var table *ast.CompositeLit
	ast.Inspect(s.tree, func(n ast.Node) bool {
		if value, ok := n.(*ast.ValueSpec); ok && len(value.Values) == 1 && value.Names[0].Name == "opcodeTable" {
			table, _ = value.Values[0].(*ast.CompositeLit)
		}
		return table == nil
	})
	return table
}

// isGeneric reports whether an operation belongs to no architecture: it is marked generic, or is OpInvalid, the
// first, which has only a name.
func isGeneric(entry *ast.CompositeLit) bool {
	return slices.ContainsFunc(entry.Elts, func(e ast.Expr) bool {
		field, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return false
		}
		key, ok := field.Key.(*ast.Ident)
		return ok && (key.Name == "generic" || stringOf(field.Value) == "OpInvalid")
	})
}

// emptyIntrinsics removes the vector instructions, which only AMD64 has.
func (s *source) emptyIntrinsics() error {
	f, err := s.function("simdIntrinsics")
	if err == nil {
		s.cut(f.Body.Lbrace+1, f.Body.Rbrace)
	}
	return err
}

const (
	ssaFolder = "cmd/compile/internal/ssa"
	// s390xFolder is the only assembler with types that the shared code of all architectures needs.
	s390xFolder = "cmd/internal/obj/s390x"
)

// leaveOutRewriting removes the files that rewrite operations into those of other architectures: config.go no
// longer refers to them. Their names are "rewrite" and then the architecture, in capitals or digits, or one of
// its later passes.
func (o overlay) leaveOutRewriting(root goroot) error {
	files, err := filepath.Glob(filepath.Join(root.folder, "src", filepath.FromSlash(ssaFolder), "rewrite*.go"))
	if err != nil {
		return fmt.Errorf("look for rewriting rules: %w", err)
	}
	left := 0
	for _, file := range files {
		rest := strings.TrimPrefix(filepath.Base(file), "rewrite")
		if first := rest[0]; first < 'a' && first != '.' && first != '_' && !strings.HasPrefix(rest, "Wasm") {
			o[ssaFolder+"/"+filepath.Base(file)] = nil
			left++
		}
	}
	if left == 0 {
		return fmt.Errorf("GOROOT/src/%s has no rewriteAMD64.go, nor its like: "+
			"use the version of Go that go.mod names, or adapt wasm/toolchain to it", ssaFolder)
	}
	return nil
}

// leaveOutAssembler removes S390X's assembler, except two types.
func (o overlay) leaveOutAssembler(root goroot) error {
	for _, name := range []string{"asmz.go", "listz.go", "objz.go", "vector.go"} {
		file := path.Join(s390xFolder, name)
		if _, err := root.read(file); err != nil {
			return err
		}
		o[file] = nil
	}
	return nil
}

// write writes the files below a folder, and returns the name of the description that the go command reads.
func (o overlay) write(root goroot, folder string) (string, error) {
	replace := map[string]string{}
	for name, text := range o {
		from := filepath.Join(root.folder, "src", filepath.FromSlash(name))
		replace[from] = ""
		if text == nil {
			continue
		}
		to := filepath.Join(folder, filepath.FromSlash(name))
		replace[from] = to
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return "", fmt.Errorf("write the overlay: %w", err)
		}
		if err := os.WriteFile(to, text, 0o644); err != nil {
			return "", fmt.Errorf("write the overlay: %w", err)
		}
	}
	description, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", fmt.Errorf("write the overlay: %w", err)
	}
	file := filepath.Join(folder, "overlay.json")
	if err := os.WriteFile(file, description, 0o644); err != nil {
		return "", fmt.Errorf("write the overlay: %w", err)
	}
	return file, nil
}
