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

// Version is raised when a field changes its meaning.
const Version = 1

// MaxRun is how many bytes a run has at most as JSON; MaxLink is how many a link's data may have.
const (
	MaxRun  = 1 << 20
	MaxLink = 2 << 20
)

// route is what stands before the data in a page's address.
const route = "#/trace/"

// Run is all that decides a run, and which moment of it to show.
type Run struct {
	Version int `json:"v"`
	// Scenario is its text, as a file has it. Rules are those that it is played with, and Own the servers
	// that follow Source instead: "all", "S1,S3", or "" for none.
	Scenario string `json:"scenario"`
	Rules    string `json:"rules"`
	Own      string `json:"own,omitempty"`
	// Seed goes before the scenario's own; "" leaves it.
	Seed string `json:"seed,omitempty"`
	// Exercise is what Source was written for.
	Exercise string `json:"exercise,omitempty"`
	Source   string `json:"source,omitempty"`
	Title    string `json:"title,omitempty"`
	// Event is the one to show, 0 for the beginning.
	Event uint64 `json:"event,omitempty"`
}

// ErrLink is wrapped by Decode when a link does not hold a run.
var ErrLink = errors.New("the link is damaged")

// Encode is the run as a link's data. The run gets the present version.
func Encode(run Run) (string, error) {
	run.Version = Version
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

// Address is the data as the address that opens it, where the page is served at base.
func Address(base, data string) string { return strings.TrimRight(base, "/") + "/" + route + data }

// Decode reads what Encode wrote. A whole address is taken as well as its data.
func Decode(data string) (Run, error) {
	if _, behind, found := strings.Cut(data, route); found {
		data = behind
	}
	if len(data) > MaxLink {
		return Run{}, fmt.Errorf("%w: it has %d bytes, and at most %d are read", ErrLink, len(data), MaxLink)
	}
	packed, err := base64.RawURLEncoding.Strict().DecodeString(data)
	if err != nil {
		return Run{}, fmt.Errorf("%w: it has a character that no link has, or its end is missing; copy it again, whole: %w", ErrLink, err)
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), MaxRun+1))
	if err != nil {
		return Run{}, fmt.Errorf("%w: it cannot be unpacked, as if a part were missing; copy it again, whole: %w", ErrLink, err)
	}
	if len(text) > MaxRun {
		return Run{}, fmt.Errorf("%w: what is in it has more than %d bytes", ErrLink, MaxRun)
	}
	var run Run
	if err := json.Unmarshal(text, &run); err != nil {
		return Run{}, fmt.Errorf("%w: what is in it is no run: %w", ErrLink, err)
	}
	if run.Version != Version {
		return Run{}, fmt.Errorf("%w: it is of version %d, and this program reads version %d", ErrLink, run.Version, Version)
	}
	return run, nil
}
