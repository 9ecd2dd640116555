package link_test

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/grader/link"
)

func TestLinkGivesBackItsRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		run := link.Run{
			Version: link.Version, Scenario: rapid.String().Draw(t, "scenario"), Rules: rapid.String().Draw(t, "rules"),
			Own: rapid.String().Draw(t, "own"), Seed: rapid.String().Draw(t, "seed"),
			Exercise: rapid.String().Draw(t, "exercise"),
			Source:   rapid.String().Draw(t, "source"), Title: rapid.String().Draw(t, "title"),
			Event: rapid.Uint64().Draw(t, "event"),
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "files") {
			run.Version = link.Several
			run.Files = append(run.Files, link.File{
				Exercise: rapid.String().Draw(t, fmt.Sprint("exercise ", i)),
				Source:   rapid.String().Draw(t, fmt.Sprint("source ", i)),
			})
		}
		data, err := link.Encode(run)
		require.NoError(t, err)
		assert.Regexp(t, `^[A-Za-z0-9_-]+$`, data)
		for _, text := range []string{data, link.Address("http://localhost:8080/", data)} {
			decoded, err := link.Decode(text)
			require.NoError(t, err)
			assert.Equal(t, run, decoded)
		}
	})
}

// The page packs links with static/src/address/link.ts, whose test reads the same two files.
func TestLinksOfThePageAndOfTheCommandAreRead(t *testing.T) {
	for _, name := range []string{"page", "command", "several"} {
		data, err := os.ReadFile(filepath.Join("testdata", name+".link"))
		require.NoError(t, err)
		run, err := link.Decode(strings.TrimSpace(string(data)))
		require.NoError(t, err)
		assert.Equal(t, sample(name), run)
	}
}

// sample is the run in these files.
func sample(name string) link.Run {
	if name == "several" {
		return link.Run{
			Version: link.Several, Scenario: "servers 3\n", Rules: "reference", Own: "S1,S3", Seed: "7",
			Files: []link.File{
				{Exercise: "append", Source: "package append\n\n// \u9644\u52a0\n"},
				{Exercise: "replicate", Source: "package replicate\n"},
			},
			Title: "Several files", Event: 4,
		}
	}
	return link.Run{
		Version: link.Version, Scenario: "# Drill: two candidates, made small\nservers 3\nmanual\ntimeout S1\n",
		Rules: "reference", Own: "all", Seed: "18446744073709551615", Exercise: "vote",
		Source: "package vote\n\n// \u6295\u7968: \"yes\" & <no>\n", Title: "Election Safety, from the " + name,
		Event: 23,
	}
}

func TestAddressIsTheBaseAndTheRoute(t *testing.T) {
	assert.Equal(t, "http://localhost:8080/#/trace/abc", link.Address("http://localhost:8080", "abc"))
	assert.Equal(t, "https://example.org/lab/#/trace/abc", link.Address("https://example.org/lab/", "abc"))
}

func TestRunThatIsTooLargeIsRefused(t *testing.T) {
	_, err := link.Encode(link.Run{Source: strings.Repeat("x", link.MaxRun)})
	assert.ErrorContains(t, err, "a link holds 1048576")
}

// packed is a text as a link's data, without any check.
func packed(t *testing.T, text string) string {
	t.Helper()
	var buffer bytes.Buffer
	writer, err := flate.NewWriter(&buffer, flate.BestSpeed)
	require.NoError(t, err)
	_, err = writer.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	return base64.RawURLEncoding.EncodeToString(buffer.Bytes())
}

func TestErrorOfADamagedLinkSaysWhatIsWrong(t *testing.T) {
	whole, err := link.Encode(link.Run{Scenario: "servers 3\n"})
	require.NoError(t, err)
	for name, test := range map[string]struct{ data, want string }{
		"nothing":            {"", "cannot be unpacked"},
		"not base64":         {"???", "a character that no link has"},
		"cut off":            {whole[:len(whole)/8*4], "a part were missing"},
		"no deflate":         {base64.RawURLEncoding.EncodeToString([]byte("this is text")), "cannot be unpacked"},
		"no JSON":            {packed(t, "servers 3"), "is not a run"},
		"of another version": {packed(t, `{"v":3}`), "it is of version 3, and this program reads versions 1 and 2"},
		"no version":         {packed(t, `{}`), "it is of version 0"},
		"a bomb":             {packed(t, strings.Repeat(" ", 64<<20)), "more than 1048576 bytes"},
		"too long":           {strings.Repeat("A", link.MaxLink+1), "more than 2097152"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := link.Decode(test.data)
			require.ErrorIs(t, err, link.ErrLink)
			assert.ErrorContains(t, err, test.want)
		})
	}
}

func FuzzDecode(f *testing.F) {
	whole, err := link.Encode(link.Run{Scenario: "servers 3\n", Rules: "reference", Own: "all", Event: 3})
	require.NoError(f, err)
	f.Add(whole)
	f.Add(whole[1:])
	f.Add(link.Address("http://localhost", whole))
	f.Fuzz(func(t *testing.T, data string) {
		run, err := link.Decode(data)
		if err != nil {
			assert.ErrorIs(t, err, link.ErrLink)
			return
		}
		again, err := link.Encode(run)
		require.NoError(t, err)
		decoded, err := link.Decode(again)
		require.NoError(t, err)
		assert.Equal(t, run, decoded)
	})
}
