package editor

import (
	"errors"
	"fmt"
	"go/format"
	"go/scanner"
	"io"
	"unicode/utf8"

	"raftlab/grader/instrument"
	"raftlab/wasm/json"
)

// Open opens a file of the packages: raftlab/raft.a, docs.json.
type Open func(name string) (io.ReadCloser, error)

// Editor answers requests. Only one goroutine may use it at a time.
type Editor struct {
	packages *packages
	docs     docs
	// read is the last file of which a call was told.
	read *litFile
}

// New makes an Editor. The files are opened when they are first needed.
func New(open Open) *Editor {
	return &Editor{packages: newPackages(open), docs: docs{open: open}, read: &litFile{}}
}

// maxRequest limits a request, and maxSource a learner's file, as in raftlab grade.
const (
	maxRequest = 4 << 20
	maxSource  = 1 << 20
)

// request is a request, as read from JSON.
type request struct {
	kind, source, output string
	offset               int
	rules                []string
	// of a call that is to be told
	rule, values string
	lines        []int
}

// Handle answers a request. The reply is always JSON.
func (e *Editor) Handle(text []byte) []byte {
	reply, err := e.handle(text)
	if err != nil {
		reply = object{{"error", err.Error()}}
	}
	return appendJSON(nil, reply)
}

func (e *Editor) handle(text []byte) (reply object, err error) {
	defer func() {
		// The type checker and the parser get unfinished files. A panic in them must not end the helper, which
		// lives for hours.
		if reason := recover(); reason != nil {
			err = fmt.Errorf("the editor's helper stumbled over this file: %v", reason)
		}
	}()
	r, err := readRequest(text)
	if err != nil {
		return nil, err
	}
	if refused := instrument.TooDeep([]byte(r.source)); refused != nil {
		return object{{"problems", errorProblems(newText(r.source), refused)}, {"refused", true}}, nil
	}
	switch r.kind {
	case "format":
		return formatted(r.source), nil
	case "instrument":
		return instrumented(r.source), nil
	case "complete":
		return e.complete(r.source, r.offset), nil
	case "hover":
		return e.hover(r.source, r.offset), nil
	case "problems":
		return object{{"problems", e.problems(r.output, r.source)}}, nil
	case "lit":
		return e.lit(r.source, r.rule, r.lines, r.values), nil
	case "functions":
		return e.functions(r.source, r.rules), nil
	}
	return nil, fmt.Errorf("there is no request of the kind %q", r.kind)
}

func readRequest(text []byte) (r request, err error) {
	if len(text) > maxRequest {
		return r, fmt.Errorf("a request has %d bytes, at most %d are read", len(text), maxRequest)
	}
	in := json.Read(string(text))
	fields, ok := in.Any().(map[string]any)
	if err := in.End(); err != nil {
		return r, fmt.Errorf("read the request: this is not JSON: %w", err)
	}
	if !ok {
		return r, errors.New("a request is an object")
	}
	r.kind, _ = fields["kind"].(string)
	r.source, _ = fields["source"].(string)
	r.output, _ = fields["output"].(string)
	offset, _ := fields["offset"].(int64)
	r.offset = int(offset)
	rules, _ := fields["rules"].([]any)
	for _, rule := range rules {
		if name, ok := rule.(string); ok {
			r.rules = append(r.rules, name)
		}
	}
	r.rule, _ = fields["rule"].(string)
	r.values, _ = fields["values"].(string)
	lines, _ := fields["lines"].([]any)
	for _, line := range lines {
		if n, ok := line.(int64); ok {
			r.lines = append(r.lines, int(n))
		}
	}
	if len(r.source) > maxSource {
		return r, fmt.Errorf("the file has %d bytes, at most %d are read", len(r.source), maxSource)
	}
	if !utf8.ValidString(r.source) {
		return r, errors.New("the file is not UTF-8")
	}
	return r, nil
}

func formatted(source string) object {
	out, err := format.Source([]byte(source))
	if err != nil {
		return object{{"problems", errorProblems(newText(source), err)}}
	}
	return object{{"source", string(out)}}
}

func instrumented(source string) object {
	out, err := instrument.File("learner.go", []byte(source))
	if err != nil {
		var refused *instrument.Refused
		return object{{"problems", errorProblems(newText(source), err)}, {"refused", errors.As(err, &refused)}}
	}
	return object{{"source", string(out)}}
}

// errorProblems are the problems in an error of the parser or of instrument.
func errorProblems(t *text, err error) []any {
	var list scanner.ErrorList
	var refused *instrument.Refused
	switch {
	case errors.As(err, &list):
		var found []any
		for _, e := range list {
			found = append(found, t.problem(e.Pos.Line, e.Pos.Column, e.Msg, ""))
		}
		return found
	case errors.As(err, &refused):
		return []any{t.problem(refused.Line, refused.Column, refused.Message, "")}
	}
	return []any{t.problem(1, 1, err.Error(), "")}
}
