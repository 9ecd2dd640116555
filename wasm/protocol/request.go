package protocol

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// ErrRequest is wrapped by errors in a request.
var ErrRequest = errors.New("the page's request is not understood")

// Request is a request of the page: an id, which the reply carries too, and one of the types below. The reply to
// an ExplainRequest is an ExplainReply, and so on; the reply to all others is a Frame.
type Request struct {
	ID  int
	Ask any
}

// StartRequest builds a new world, ends the one before, and boots its servers.
type StartRequest struct {
	Scenario string `json:"scenario"`
	Text     string `json:"text"`
	Servers  int    `json:"servers"`
	Seed     string `json:"seed"`
	Rules    string `json:"rules"`
	Own      string `json:"own"`
	// Exercises are those of the learner's program, in a list such as append,replicate.
	Exercises string `json:"exercises"`
	Event     int64  `json:"event"`
}

// AdvanceRequest runs every event up to Until, but at most Events of them.
type AdvanceRequest struct {
	Until  int64 `json:"until"`
	Events int   `json:"events"`
}

// StepRequest runs the next event.
type StepRequest struct{}

// BackRequest shows the world one event earlier.
type BackRequest struct{}

// DoRequest carries out one line of a scenario.
type DoRequest struct {
	Line string `json:"line"`
}

// FinishRequest plays the rest of the scenario.
type FinishRequest struct{}

// SeekRequest shows the world just after an event.
type SeekRequest struct {
	Event int64 `json:"event"`
}

// SwitchRequest shows another branch, at its end.
type SwitchRequest struct {
	Branch int `json:"branch"`
}

// PeekRequest asks for a branch at a time, with all its lines if Lines is 1. What is shown otherwise stays as it is.
type PeekRequest struct {
	Branch int   `json:"branch"`
	At     int64 `json:"at"`
	Lines  int   `json:"lines"`
}

// BesideRequest plays the text of a trace, and adds it to the run as a branch. Its setup must be the run's. A run that
// has no end is played to an event.
type BesideRequest struct {
	Text  string `json:"text"`
	Event int64  `json:"event"`
}

// NemesisRequest turns on the random faults of a seed, or turns them off if Seed is "".
type NemesisRequest struct {
	Seed string `json:"seed"`
}

// WritersRequest turns on the clients of a seed that write by themselves, or turns them off if Seed is "".
type WritersRequest struct {
	Seed string `json:"seed"`
}

// ExplainRequest asks why an event happened.
type ExplainRequest struct {
	Event int64 `json:"event"`
}

// JudgeRequest asks whether the clients' history so far is linearizable.
type JudgeRequest struct{}

// requests are all types of requests. A request's kind is the type's name in lower case, without Request.
var requests = []any{
	StartRequest{}, AdvanceRequest{}, StepRequest{}, BackRequest{}, DoRequest{}, FinishRequest{}, SeekRequest{},
	SwitchRequest{}, PeekRequest{}, BesideRequest{},
	NemesisRequest{}, WritersRequest{}, ExplainRequest{}, JudgeRequest{},
}

// Kinds are the kinds of requests, each with a value of its type.
func Kinds() map[string]any {
	kinds := map[string]any{}
	for _, request := range requests {
		name, _ := strings.CutSuffix(reflect.TypeOf(request).Name(), "Request")
		kinds[strings.ToLower(name)] = request
	}
	return kinds
}

// DecodeRequest reads a request and checks its version. The id is set even with an error, if it could be read.
func DecodeRequest(text string) (Request, error) {
	fields, err := readFlat(text)
	if err != nil {
		return Request{}, fmt.Errorf("%w: %w", ErrRequest, err)
	}
	id, _ := fields["id"].(int64)
	request := Request{ID: int(id)}
	if fields["v"] != int64(Version) {
		return request, fmt.Errorf(
			"%w: it has version %v, want %d; load the page again", ErrRequest,
			fields["v"], Version,
		)
	}
	kind, _ := fields["kind"].(string)
	template, known := Kinds()[kind]
	if !known {
		return request, fmt.Errorf("%w: kind %q", ErrRequest, kind)
	}
	ask := reflect.New(reflect.TypeOf(template)).Elem()
	for name, value := range fields {
		if slices.Contains([]string{"v", "id", "kind"}, name) {
			continue
		}
		if err := setField(ask, name, value); err != nil {
			return request, fmt.Errorf("%w: %s: %w", ErrRequest, kind, err)
		}
	}
	request.Ask = ask.Interface()
	return request, nil
}

// setField puts a text or a number into the field of that name.
func setField(into reflect.Value, name string, value any) error {
	for i := range into.NumField() {
		if into.Type().Field(i).Tag.Get("json") != name {
			continue
		}
		field := into.Field(i)
		switch value := value.(type) {
		case string:
			if field.Kind() == reflect.String {
				field.SetString(value)
				return nil
			}
		case int64:
			if field.CanInt() && !field.OverflowInt(value) {
				field.SetInt(value)
				return nil
			}
		}
		return fmt.Errorf("field %q cannot be %v", name, value)
	}
	return fmt.Errorf("unknown field %q", name)
}
