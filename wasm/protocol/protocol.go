package protocol

import (
	"errors"
	"fmt"
	"reflect"
)

// Version is raised whenever a message changes its meaning. Both halves refuse another version.
const Version = 2

// ErrRequest is wrapped by what is wrong with a request.
var ErrRequest = errors.New("the page's request is not understood")

// Request is what the page asks of the engine. Which fields count depends on Kind: start,
// advance, step, do, finish or catalogue.
type Request struct {
	V        int    `json:"v"`
	ID       int    `json:"id"`
	Kind     string `json:"kind"`
	Scenario string `json:"scenario"`
	Servers  int    `json:"servers"`
	Seed     string `json:"seed"`
	Rules    string `json:"rules"`
	Until    int64  `json:"until"`
	Events   int    `json:"events"`
	Line     string `json:"line"`
}

// DecodeRequest reads a request and checks its version.
func DecodeRequest(text string) (Request, error) {
	var r Request
	if err := decodeFlat(text, reflect.ValueOf(&r).Elem()); err != nil {
		return r, fmt.Errorf("%w: %w", ErrRequest, err)
	}
	if r.V != Version {
		return r, fmt.Errorf("%w: it has version %d, this is %d; load the page again", ErrRequest, r.V, Version)
	}
	return r, nil
}

// Ready is the engine's first message.
type Ready struct {
	V    int    `json:"v"`
	Kind string `json:"kind"`
}

// NewReady makes a Ready.
func NewReady() Ready { return Ready{Version, "ready"} }

// WorkerOrder asks the page to start ("spawn") or end ("terminate") a server's worker.
type WorkerOrder struct {
	V      int    `json:"v"`
	Kind   string `json:"kind"`
	Server int    `json:"server"`
}

// Failure answers a request that could not be carried out.
type Failure struct {
	V       int    `json:"v"`
	Kind    string `json:"kind"`
	ID      int    `json:"id"`
	Message string `json:"message"`
}

// NewFailure makes a Failure.
func NewFailure(id int, err error) Failure { return Failure{Version, "error", id, err.Error()} }

// Catalogue lists what can be started.
type Catalogue struct {
	V         int            `json:"v"`
	Kind      string         `json:"kind"`
	ID        int            `json:"id"`
	Scenarios []ScenarioInfo `json:"scenarios"`
	Rules     []RulesInfo    `json:"rules"`
}

// ScenarioInfo names one scenario; Story is its opening comment.
type ScenarioInfo struct {
	ID      string `json:"id"`
	Subject string `json:"subject"`
	Title   string `json:"title"`
	Story   string `json:"story"`
}

// RulesInfo names one set of rules.
type RulesInfo struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Wrong string `json:"wrong"`
}

// Frame is the whole world at one moment, and the trace lines since the frame before.
type Frame struct {
	V          int             `json:"v"`
	Kind       string          `json:"kind"`
	ID         int             `json:"id"`
	Now        int64           `json:"now"`
	Event      uint64          `json:"event"`
	Seed       string          `json:"seed"`
	Rules      string          `json:"rules"`
	Scenario   string          `json:"scenario"`
	Status     string          `json:"status"`
	Failure    string          `json:"failure"`
	Causes     []string        `json:"causes"`
	Hash       string          `json:"hash"`
	Manual     bool            `json:"manual"`
	Servers    []ServerView    `json:"servers"`
	Messages   []MessageView   `json:"messages"`
	Cuts       [][2]int        `json:"cuts"`
	Holds      [][2]int        `json:"holds"`
	Flaky      []FlakyView     `json:"flaky"`
	Checks     []CheckView     `json:"checks"`
	Operations []OperationView `json:"operations"`
	Dials      Dials           `json:"dials"`
	Lines      []string        `json:"lines"`
}

// ServerView is one server as it was after its last step.
type ServerView struct {
	ID           int         `json:"id"`
	Up           bool        `json:"up"`
	Paused       bool        `json:"paused"`
	Saving       bool        `json:"saving"`
	SkewPermille int         `json:"skewPermille"`
	DiskLatency  int64       `json:"diskLatency"`
	Role         string      `json:"role"`
	Term         uint64      `json:"term"`
	VotedFor     int         `json:"votedFor"`
	Leader       int         `json:"leader"`
	CommitIndex  uint64      `json:"commitIndex"`
	LastApplied  uint64      `json:"lastApplied"`
	Deadline     int64       `json:"deadline"`
	Timeout      int64       `json:"timeout"`
	Votes        []int       `json:"votes"`
	NextIndex    []uint64    `json:"nextIndex"`
	MatchIndex   []uint64    `json:"matchIndex"`
	LastIndex    uint64      `json:"lastIndex"`
	LogFrom      uint64      `json:"logFrom"`
	Entries      []EntryView `json:"entries"`
	Data         [][2]string `json:"data"`
}

// EntryView is one log entry.
type EntryView struct {
	Term uint64 `json:"term"`
	Text string `json:"text"`
}

// MessageView is a message in flight.
type MessageView struct {
	ID       uint64 `json:"id"`
	From     int    `json:"from"`
	To       int    `json:"to"`
	Kind     string `json:"kind"`
	Label    string `json:"label"`
	Term     uint64 `json:"term"`
	Good     bool   `json:"good"`
	SentAt   int64  `json:"sentAt"`
	ArriveAt int64  `json:"arriveAt"`
	Held     bool   `json:"held"`
}

// FlakyView is a link that loses a share of what goes over it.
type FlakyView struct {
	From         int `json:"from"`
	To           int `json:"to"`
	LossPermille int `json:"lossPermille"`
}

// CheckView is a property: Figure 3's five, what clients rely on, and whichever other one broke.
type CheckView struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Section  string `json:"section"`
	OK       bool   `json:"ok"`
	Sentence string `json:"sentence"`
}

// OperationView is one client operation of the history.
type OperationView struct {
	ID         int    `json:"id"`
	Text       string `json:"text"`
	Path       []int  `json:"path"`
	InvokedAt  int64  `json:"invokedAt"`
	ReturnedAt int64  `json:"returnedAt"`
	Outcome    string `json:"outcome"`
	Result     string `json:"result"`
}

// Dials are the network's and disk's settings now.
type Dials struct {
	Latency           int64 `json:"latency"`
	Jitter            int64 `json:"jitter"`
	LossPermille      int   `json:"lossPermille"`
	DuplicatePermille int   `json:"duplicatePermille"`
	ReorderPermille   int   `json:"reorderPermille"`
	Reorder           int64 `json:"reorder"`
	DiskLatency       int64 `json:"diskLatency"`
	TornPermille      int   `json:"tornPermille"`
}
