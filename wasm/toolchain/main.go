package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"

	"raftlab/grader/gotools/flags"
	"raftlab/grader/instrument"
	"raftlab/wasm/module"
)

func main() {
	out := flag.String("out", "build/toolchain", "the `folder` to write to")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "toolchain: unexpected argument %q; usage: -out FOLDER\n", flag.Arg(0))
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := makeAll(ctx, *out, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "toolchain: %v\n", err)
		os.Exit(1)
	}
}

func makeAll(ctx context.Context, out string, log io.Writer) error {
	tool, err := findGo(ctx)
	if err != nil {
		return err
	}
	if out, err = filepath.Abs(out); err != nil { // the go command runs in the module's folder
		return fmt.Errorf("find the folder: %w", err)
	}
	work := filepath.Join(out, ".work")
	if err := os.MkdirAll(work, 0o755); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	to := folder(out)
	m := manifest{Version: 1, Go: tool.root.version, LearnerImports: learnerImports(),
		VisitImport: instrument.VisitPath, CompileFlags: flags.Compile(),
		LinkFlags: flags.Link()}
	if err := to.built(); err != nil {
		return err
	}
	for _, make := range []func(goTool, folder, string) ([]listEntry, error){makePrograms, makePacks, makeDocs} {
		entries, err := make(tool, to, work)
		if err != nil {
			return err
		}
		m.Files = append(m.Files, entries...)
	}
	for _, entry := range m.Files {
		fmt.Fprintf(log, "%-8s %9.1f kB  %s\n", entry.Name, float64(entry.Bytes)/1000, entry.Path)
	}
	if len(m.Files) != parts {
		return fmt.Errorf("%d files were made, and %d were announced", len(m.Files), parts)
	}
	return to.finish(m)
}

// makePrograms builds the compiler, the linker, the assistant, and what knows of whole servers.
func makePrograms(tool goTool, to folder, work string) ([]listEntry, error) {
	changed, err := makeOverlay(tool.root)
	if err != nil {
		return nil, err
	}
	overlayFile, err := changed.write(tool.root, filepath.Join(work, "overlay"))
	if err != nil {
		return nil, err
	}
	var entries []listEntry
	for _, program := range []struct {
		name, path, overlay string
		flags               []string
	}{
		{"compile", "cmd/compile", overlayFile, nil},
		{"link", "cmd/link", overlayFile, nil},
		{"assist", "./wasm/assist", "", []string{"-buildmode=c-shared"}},
		{"bring", "./wasm/bring", "", []string{"-buildmode=c-shared"}},
	} {
		made := filepath.Join(work, program.name+".wasm")
		if err := tool.buildTool(program.overlay, program.path, made, program.flags...); err != nil {
			return nil, fmt.Errorf("build %s for the page: %w", program.path, err)
		}
		content, err := os.ReadFile(made)
		if err != nil {
			return nil, fmt.Errorf("read what was built: %w", err)
		}
		if content, err = forPage(content); err != nil {
			return nil, fmt.Errorf("adapt %s to the page: %w", program.path, err)
		}
		entry, err := to.put(program.name, ".wasm", content)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// maxPages limits the memory of a program of the toolchain: 16,384 pages of 64 KiB are 1 GiB. If a file needs
// more, the compiler ends with Go's own "out of memory"; without the limit, the browser would end the whole
// page.
const maxPages = 16_384

// forPage limits a program's memory, and makes its download smaller.
func forPage(program []byte) ([]byte, error) {
	program, err := module.LimitMemory(program, maxPages)
	if err != nil {
		return nil, err
	}
	return module.Slim(program)
}
