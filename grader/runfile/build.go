package runfile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"raftlab/grader/instrument"
	"raftlab/grader/overlay"
	"raftlab/lab/story"
	"raftlab/wasm/guest/program"
)

// build compiles a learner's file with the sources at root, and changes none of them. An overlay makes the go command
// read other files instead.
type build struct {
	root, folder string
	learner      *File
	// overlay is the file for the go command. Counting is the learner's instrumented file in it.
	overlay, counting string
}

// mainFile is the place of the main function of a learner's guest in the overlay. The sources have no such folder.
const mainFile = "wasm/guest/learner/main.go"

// nothing is the empty folder where a learner's program runs. A test takes Go files in its folder for the learner's
// own, not instrumented ones.
const nothing = "nothing"

// newBuild writes the files for the go command. It instruments the learner's file, so that an endless loop gets a
// verdict, and the same one as in the page.
func newBuild(root string, learner *File) (*build, error) {
	exercise := learner.Exercise
	text, err := instrument.File(learner.Path, learner.Source)
	var refused *instrument.Refused
	if errors.As(err, &refused) {
		return nil, fmt.Errorf("%s:%w", learner.Path, refused)
	}
	// Any other error is a syntax error, which the compiler reports.
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

// Close removes the build.
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
		ctx, []string{"GOOS=wasip1", "GOARCH=wasm"}, "build", "-buildvcs=false", "-buildmode=c-shared",
		"-trimpath", "-ldflags=-s -w",
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
	// A workspace around the sources is not theirs, and a home folder may be a clone of something else.
	command.Dir = b.root
	command.Env = slices.Concat(os.Environ(), []string{"GOWORK=off"}, environment)
	output, err := command.CombinedOutput()
	if err != nil {
		return b.notCompiled(string(output), err)
	}
	return nil
}

// inLearnersNames puts the learner's own path in place of the files that the compiler read. The go command writes a
// path from its folder where that is shorter: so where the temporary folder is near the checkout.
func (b *build) inLearnersNames(output string) string {
	own, given := b.learner.Path, filepath.FromSlash(b.learner.Exercise.File)
	pairs := []string{b.counting, own, given, own}
	if short, err := filepath.Rel(b.root, b.counting); err == nil {
		pairs = append([]string{"." + string(filepath.Separator) + short, own, short, own}, pairs...)
	}
	return strings.NewReplacer(pairs...).Replace(output)
}

// undefined finds a name that the test, or the guest's main function, needs and the learner's package lacks.
var undefined = regexp.MustCompile(`undefined: ([a-z]+)\.(\w+)`)

// notCompiled explains why a learner's file does not compile. A common reason is a function that is missing or has
// another name. The compiler's error is then about the test, which the learner did not write.
func (b *build) notCompiled(output string, cause error) error {
	file, exercise := b.learner.Path, b.learner.Exercise
	match := undefined.FindStringSubmatch(output)
	if match == nil || match[1] != exercise.ID && match[1] != "exercise" {
		output = b.inLearnersNames(output)
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
