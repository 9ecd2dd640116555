package runfile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"raftlab/grader/instrument"
	"raftlab/grader/overlay"
	"raftlab/lab/story"
	"raftlab/wasm/guest/program"
)

// build compiles a learner's file within the checkout, none of whose files is changed: an overlay has the go command
// read others in their place.
type build struct {
	root, folder string
	learner      *File
	// overlay is what the go command is given, counting the learner's file in it.
	overlay, counting string
}

// mainFile is where the overlay has the main function of a learner's guest, in a folder that the
// checkout does not have.
const mainFile = "wasm/guest/learner/main.go"

// nothing is the folder, with no file in it, where a learner's program runs. A test that finds files of Go
// around it takes them for the learner's, as they were written.
const nothing = "nothing"

// newBuild writes what the go command is to read. The learner's file is the instrumented one, so that a
// loop that never ends is a verdict, and the same one as in the page.
func newBuild(root string, learner *File) (*build, error) {
	exercise := learner.Exercise
	text, err := instrument.File(learner.Path, learner.Source)
	var refused *instrument.Refused
	if errors.As(err, &refused) {
		return nil, fmt.Errorf("%s:%w", learner.Path, refused)
	}
	// Another error is one of the syntax, and the compiler's to report.
	folder, err := os.MkdirTemp("", "raftlab-grade-")
	if err != nil {
		return nil, fmt.Errorf("grade: %w", err)
	}
	b := &build{root: root, folder: folder, learner: learner}
	original := filepath.Join(root, filepath.FromSlash(exercise.File))
	overlaid, files, err := overlay.Write(folder, map[string][]byte{
		original: text,
		filepath.Join(root, filepath.FromSlash(mainFile)): []byte(program.Main(exercise)),
	})
	if err = errors.Join(err, os.Mkdir(b.file(nothing), 0o700)); err != nil {
		return nil, errors.Join(fmt.Errorf("grade: %w", err), b.Close())
	}
	b.overlay, b.counting = overlaid, files[original]
	return b, nil
}

// file is a path within the build's own folder.
func (b *build) file(name string) string { return filepath.Join(b.folder, name) }

// Close removes what was built.
func (b *build) Close() error { return os.RemoveAll(b.folder) }

// test compiles the exercise's test.
func (b *build) test(ctx context.Context) (string, error) {
	compiled := b.file("judge")
	return compiled, b.compile(
		ctx, nil, "test", "-c", "-o", compiled, "-overlay", b.overlay, "./exercises/"+b.learner.Exercise.ID,
	)
}

// guest compiles the learner's guest, as the page's toolchain does.
func (b *build) guest(ctx context.Context) (string, error) {
	compiled := b.file("guest.wasm")
	return compiled, b.compile(
		ctx, []string{"GOOS=wasip1", "GOARCH=wasm"}, "build", "-buildmode=c-shared", "-trimpath", "-ldflags=-s -w",
		"-o", compiled, "-overlay", b.overlay, "./"+filepath.ToSlash(filepath.Dir(mainFile)),
	)
}

// Guest compiles the learner's guest, and gives its bytes.
func (f *File) Guest(ctx context.Context, root string) (guest []byte, err error) {
	b, err := newBuild(root, f)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	compiled, err := b.guest(ctx)
	if err != nil {
		return nil, err
	}
	if guest, err = os.ReadFile(compiled); err != nil {
		return nil, fmt.Errorf("read the guest: %w", err)
	}
	return guest, nil
}

func (b *build) compile(ctx context.Context, environment []string, args ...string) error {
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir, command.Env = b.root, append(os.Environ(), environment...)
	output, err := command.CombinedOutput()
	if err != nil {
		return b.notCompiled(string(output), err)
	}
	return nil
}

// undefined finds the name that a test, or the guest's main function, misses in the learner's package.
var undefined = regexp.MustCompile(`undefined: ([a-z]+)\.(\w+)`)

// notCompiled explains why a learner's file could not be compiled. A function that is missing, or has
// another name, is a common reason, and the compiler complains of the test, which the learner did not
// write.
func (b *build) notCompiled(output string, cause error) error {
	file, exercise := b.learner.Path, b.learner.Exercise
	match := undefined.FindStringSubmatch(output)
	if match == nil || match[1] != exercise.ID && match[1] != "exercise" {
		output = strings.NewReplacer(b.counting, file, filepath.FromSlash(exercise.File), file).Replace(output)
		return fmt.Errorf("%s does not compile: %w\n%s", file, cause, strings.TrimSpace(output))
	}
	missing := match[2]
	near := story.DidYouMean(missing, b.learner.functions())
	if near != "" {
		return fmt.Errorf("%s has no function %s%s It must be called %s", file, missing, near, missing)
	}
	return fmt.Errorf("%s has no function %s: the starter, %s, shows what it is given and what it returns",
		file, missing, exercise.File)
}
