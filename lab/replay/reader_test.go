package replay_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"

	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/replay"
	"raftlab/lab/story"
)

// small is a trace of a few lines, with a story, a typed command and an expectation that fails.
func small(t testing.TB) []byte {
	scenario, err := story.ParseScenario("small", "# T: Small\n#\n# One server.\n\nservers 1\nawait leader\nput x "+
		"1\nawait answers\n\n")
	require.NoError(t, err)
	r := record(t, scenario, 7, "")
	require.NoError(t, r.runner.Finish(eventLimit))
	require.Error(t, r.runner.Do("expect value x 2"))
	return r.file()
}

// readAll reads a file to its end, and returns its error, or nil.
func readAll(name string, in io.Reader) error {
	reader, err := replay.NewReader(name, in)
	for err == nil {
		_, err = reader.Next()
	}
	if err == io.EOF {
		return nil
	}
	return err
}

func TestReaderSplitsEachLine(t *testing.T) {
	file := small(t)
	reader, err := replay.NewReader("small.trace", bytes.NewReader(file))
	require.NoError(t, err)
	header := reader.Header()
	assert.Equal(
		t, "# T: Small\n#\n# One server.\n\nservers 1\nawait leader\nput x 1\nawait answers\n\n", header.Script,
	)
	assert.Equal(
		t,
		[]string{"small", "reference", "7", "1", ""},
		[]string{
			header.Value("scenario"), header.Value("rules"), header.Value("seed"), header.Value("servers"),
			header.Value("rule"),
		},
	)
	var lines []replay.Line
	for {
		line, err := reader.Next()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		lines = append(lines, line)
	}
	assert.Equal(
		t,
		replay.Line{Event: 1, Subject: "S1", Kind: "boot", Details: "records=0", Text: "1 0 S1 boot records=0"},
		lines[0],
	)
	last := lines[len(lines)-1]
	assert.Equal(t, []string{"-", "unmet"}, []string{last.Subject, last.Kind})
	assert.Contains(t, last.Details, "on S1, x is 1")
	assert.Equal(t, uint64(len(lines)), reader.Events())
	assert.True(t, bytes.HasSuffix(file, []byte("sha256="+reader.Hash()+"\n")))
	_, err = reader.Next()
	assert.Equal(t, io.EOF, err, "the end stays the end")
}

func TestEveryChangedByteIsFound(t *testing.T) {
	file := small(t)
	require.NoError(t, readAll("small", bytes.NewReader(file)))
	for at := range file {
		for _, change := range []byte{1, 2, 0x20, 0x80, file[at], file[at] ^ '\n', file[at] ^ '#', file[at] ^ '0',
			file[at] ^ ' '} {
			if change == 0 {
				continue
			}
			changed := bytes.Clone(file)
			changed[at] ^= change
			if err := readAll("small", bytes.NewReader(changed)); err == nil {
				t.Fatalf("byte %d, %q in place of %q, was not noticed", at, changed[at], file[at])
			}
		}
		if err := readAll("small", bytes.NewReader(append(bytes.Clone(file[:at]), file[at+1:]...))); err == nil {
			t.Fatalf("byte %d, %q, was taken out and it was not noticed", at, file[at])
		}
	}
}

func TestEveryCutOffTraceIsFound(t *testing.T) {
	file := small(t)
	for length := range file {
		err := readAll("small", bytes.NewReader(file[:length]))
		want := replay.ErrTruncated
		if length == 0 {
			want = replay.ErrNotTrace
		}
		require.ErrorIs(t, err, want, "of %d bytes the first %d", len(file), length)
		var place *replay.Error
		require.ErrorAs(t, err, &place)
		assert.Equal(t, bytes.Count(file[:length], []byte("\n"))+1, place.Line)
	}
}

func TestErrorsHaveTheirPlaceAndAdvice(t *testing.T) {
	file := string(small(t))
	lines := strings.SplitAfter(file, "\n")
	end := lines[len(lines)-2]
	without := func(i int) string { return strings.Join(append(append([]string{}, lines[:i]...), lines[i+1:]...), "") }
	for _, c := range []struct {
		name, file string
		is         error
		want       string
	}{
		{"an empty file", "", replay.ErrNotTrace, "x.trace:1: this is not a trace: the file is empty"},
		{"a scenario", "# A4: One vote\nservers 3\n", replay.ErrNotTrace, "it looks like a scenario: play it with " +
			"raftlab run"},
		{"another text", "hello\n", replay.ErrNotTrace, `want a file that begins with "# raftlab trace "`},
		{"no newline", "hello", replay.ErrNotTrace, `it begins with "hello"`},
		{"version 1", strings.Replace(file, "trace 2", "trace 1", 1), replay.ErrVersion, "x.trace:1: the trace is " +
			"of another version: this is version 1, this program reads 2"},
		{"version 10", strings.Replace(file, "trace 2", "trace 10", 1), replay.ErrVersion, "this is version 10"},
		{"no version", strings.Replace(file, "trace 2", "trace two", 1), replay.ErrNotTrace, "and a number"},
		{"no label", without(1), replay.ErrCorrupt, "x.trace:3: the trace is damaged: want a header line that " +
			"begins with #"},
		{"other columns", strings.Replace(file, "time_us", "time_ms", 1), replay.ErrCorrupt, "x.trace:3: the trace " +
			"is damaged: want the columns"},
		{"no end", strings.TrimSuffix(file, end), replay.ErrTruncated, "the trace is cut off: event "},
		{"only a header", strings.Join(lines[:3], ""), replay.ErrTruncated, "x.trace:4: the trace is cut off: it " +
			"ends before its first event"},
		{"a line is missing", without(15), replay.ErrCorrupt, "lines are missing, or were added"},
		{"a line is garbled", strings.Replace(file, " boot ", " b00t ", 1), replay.ErrCorrupt,
			"this line cannot be read"},
		{"an event with a zero in front", strings.Replace(file, "\n2 ", "\n02 ", 1), replay.ErrCorrupt,
			"this line cannot be read"},
		{"a word is changed", strings.Replace(file, "records=0", "records=1", 1), replay.ErrCorrupt,
			"the file was changed after it was written"},
		{"other events", strings.Replace(file, "events=", "events=1", 1), replay.ErrCorrupt, "has another number"},
		{"more behind the end", file + file, replay.ErrCorrupt, "something follows the last line"},
		{"a line too long", strings.Join(lines[:14], "") + strings.Repeat("x", lab.MaxTraceLine+1),
			replay.ErrTooLong, "this line has more than"},
		{"a scenario too long", strings.Join(lines[:5], "") + strings.Repeat("#|"+strings.Repeat("x", 1000)+"\n",
			70), replay.ErrTooLong, "the scenario in the header has more than 65536 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := readAll("x.trace", strings.NewReader(c.file))
			require.Error(t, err)
			assert.ErrorContains(t, err, c.want)
			assert.ErrorIs(t, err, c.is)
		})
	}
}

func TestFallingTimeIsFound(t *testing.T) {
	file := string(small(t))
	from := strings.Index(file, "\n2 ")
	head := file[:from+1]
	err := readAll("x.trace", strings.NewReader(head+"2 50 S1 wake\n3 49 S1 wake\n"))
	require.ErrorIs(t, err, replay.ErrCorrupt)
	assert.ErrorContains(t, err, "time falls from 50 to 49 us")
	err = readAll("x.trace", strings.NewReader(head+"2 9999999999999999 S1 wake\n"))
	assert.ErrorIs(t, err, replay.ErrCorrupt, "far beyond the end of time")
}

// broken is a disk that fails in the middle.
type broken struct{ io.Reader }

var errPlanted = errors.New("planted")

func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		err = errPlanted
	}
	return n, err
}

func TestReadErrorIsNotATruncation(t *testing.T) {
	file := small(t)
	for _, length := range []int{0, 10, 300, len(file)} {
		err := readAll("x.trace", broken{bytes.NewReader(file[:length])})
		require.ErrorIs(t, err, errPlanted)
		assert.NotErrorIs(t, err, replay.ErrTruncated)
	}
}

// endless returns the same bytes again and again.
type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.text[e.at]
		e.at = (e.at + 1) % len(e.text)
	}
	return len(p), nil
}

const gigabyte = 1 << 30

// allocated is how many bytes f takes from the heap, whether it frees them or not.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestFileOfAGigabyteIsRefusedEarly(t *testing.T) {
	file := string(small(t))
	header := file[:strings.Index(file, "\n1 ")+1]
	for _, c := range []struct{ name, start, rest string }{
		{"nulls", "", "\x00"},
		{"one line", "", "abc"},
		{"empty lines", "", "\n"},
		{"a first line without an end", "# raftlab trace 2", "2"},
		{"a label without an end", "# raftlab trace 2\n# ", "servers=3 "},
		{"a scenario without an end", header, "#|run 1s\n"},
		{"a scenario of empty lines", header, "#|\n"},
		{"an event without an end", header + "1 0 S1 note ", "very long "},
		{"nulls behind the header", header, "\x00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rest := &io.LimitedReader{R: &endless{text: c.rest}, N: gigabyte}
			var err error
			bytes := allocated(func() { err = readAll("big.trace", io.MultiReader(strings.NewReader(c.start), rest)) })
			require.Error(t, err)
			assert.Less(t, len(err.Error()), 300)
			assert.Greater(t, rest.N, int64(gigabyte-1<<20), "no more than a megabyte is read")
			assert.Less(t, bytes, uint64(2<<20), "of memory")
		})
	}
}

// Reading a long trace must not need more memory.
func TestMemoryDoesNotGrowWithTheTrace(t *testing.T) {
	file := string(small(t))
	header := file[:strings.Index(file, "\n1 ")+1]
	many := &counting{}
	reader, err := replay.NewReader("long.trace", io.MultiReader(strings.NewReader(header), many))
	require.NoError(t, err)
	held := func(events int) uint64 {
		for range events {
			_, err := reader.Next()
			require.NoError(t, err)
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	first := held(1000)
	assert.Less(t, held(300_000), first+1<<20)
}

// counting returns lines of a trace with consecutive events.
type counting struct {
	line  []byte
	event int
}

func (c *counting) Read(p []byte) (int, error) {
	if len(c.line) == 0 {
		c.event++
		c.line = fmt.Appendf(nil, "%d %d S1 wake\n", c.event, c.event)
	}
	n := copy(p, c.line)
	c.line = c.line[n:]
	return n, nil
}
