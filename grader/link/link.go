package link

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Version is raised when a field changes its meaning. A run with several files is of version Several, so that nobody
// plays it with some of them.
const (
	Version = 1
	Several = 2
)

// MaxRun is the greatest size of a run as JSON, and MaxLink of a link's data, in bytes.
const (
	MaxRun  = 1 << 20
	MaxLink = 2 << 20
)

// route is the part before the data in a page's address.
const route = "#/trace/"

// Run is everything that decides a run, and the moment to show.
type Run struct {
	Version int `json:"v"`
	// Scenario is the text of a scenario file. Rules are the rules of its servers, and Own the servers that
	// follow Source instead: "all", "S1,S3", or "" for none.
	Scenario string `json:"scenario"`
	Rules    string `json:"rules"`
	Own      string `json:"own,omitempty"`
	// Seed replaces the scenario's own seed; "" keeps it.
	Seed string `json:"seed,omitempty"`
	// Exercise is the exercise of Source. Files has them instead, if there are several.
	Exercise string `json:"exercise,omitempty"`
	Source   string `json:"source,omitempty"`
	Files    []File `json:"files,omitempty"`
	Title    string `json:"title,omitempty"`
	// Event is the event to show, 0 for the beginning.
	Event uint64 `json:"event,omitempty"`
}

// File is a learner's file for an exercise.
type File struct {
	Exercise string `json:"exercise"`
	Source   string `json:"source"`
}

// ErrLink is wrapped by Decode when a link does not hold a run.
var ErrLink = errors.New("the link is damaged")

// Encode is the run as a link's data, with its version.
func Encode(run Run) (string, error) {
	if run.Version = Version; len(run.Files) > 0 {
		run.Version = Several
	}
	text, err := json.Marshal(run)
	if err != nil {
		return "", fmt.Errorf("write a link: %w", err)
	}
	if len(text) > MaxRun {
		return "", fmt.Errorf("write a link: the run takes %d bytes, and a link holds %d", len(text), MaxRun)
	}
	var packed bytes.Buffer
	writer, err := flate.NewWriter(&packed, flate.BestCompression)
	if err == nil {
		_, err = writer.Write(text)
	}
	if err == nil {
		err = writer.Close()
	}
	if err != nil {
		return "", fmt.Errorf("write a link: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(packed.Bytes()), nil
}

// Address is the address that opens the data, for a page at base.
func Address(base, data string) string { return strings.TrimRight(base, "/") + "/" + route + data }

// Decode reads what Encode wrote. It accepts a whole address or only its data.
func Decode(data string) (Run, error) {
	if _, behind, found := strings.Cut(data, route); found {
		data = behind
	}
	if len(data) > MaxLink {
		return Run{}, fmt.Errorf("%w: it has %d bytes, more than %d", ErrLink, len(data), MaxLink)
	}
	packed, err := base64.RawURLEncoding.Strict().DecodeString(data)
	if err != nil {
		return Run{}, fmt.Errorf(
			"%w: it has a character that no link has, or its end is missing; copy it again, whole: %w", ErrLink, err)
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), MaxRun+1))
	if err != nil {
		return Run{}, fmt.Errorf("%w: it cannot be unpacked, as if a part were missing; copy it again, whole: %w",
			ErrLink, err)
	}
	if len(text) > MaxRun {
		return Run{}, fmt.Errorf("%w: its content has more than %d bytes", ErrLink, MaxRun)
	}
	var run Run
	if err := json.Unmarshal(text, &run); err != nil {
		return Run{}, fmt.Errorf("%w: its content is not a run: %w", ErrLink, err)
	}
	if run.Version != Version && run.Version != Several {
		return Run{}, fmt.Errorf("%w: it is of version %d, and this program reads versions %d and %d", ErrLink,
			run.Version, Version, Several)
	}
	return run, nil
}
