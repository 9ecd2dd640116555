//go:build js && wasm

package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hack-pad/safejs"

	"raftlab/grader/whole/suite"
	"raftlab/lab"
	"raftlab/wasm/protocol"
)

// resultView is the result of a situation or a random schedule, in the page's form (static/src/engine/judge-whole.ts).
type resultView struct {
	Name          string `json:"name"`
	Title         string `json:"title"`
	Seed          string `json:"seed"`
	Passed        bool   `json:"passed"`
	Verdict       string `json:"verdict"`
	Property      string `json:"property"`
	PropertyName  string `json:"propertyName"`
	Section       string `json:"section"`
	Sentence      string `json:"sentence"`
	Scenario      string `json:"scenario"`
	Small         string `json:"small"`
	SmallCommands int    `json:"smallCommands"`
	SmallMinimal  bool   `json:"smallMinimal"`
	Events        uint64 `json:"events"`
	Hash          string `json:"hash"`
}

// resultMessage is posted for each result, before a failure is made small.
type resultMessage struct {
	Kind   string     `json:"kind"`
	Done   int        `json:"done"`
	Of     int        `json:"of"`
	Result resultView `json:"result"`
}

// reportMessage is posted at the end.
type reportMessage struct {
	Kind      string       `json:"kind"`
	Passed    bool         `json:"passed"`
	Results   []resultView `json:"results"`
	Known     []string     `json:"known"`
	Warnings  []string     `json:"warnings"`
	Snapshots bool         `json:"snapshots"`
}

// judge judges the program: SEED SCHEDULES ALL, where ALL is 1 to go on after the first failure.
func judge(host lab.Host, args []string) error {
	seed, err := strconv.ParseUint(args[0], 10, 64)
	if err != nil {
		return fmt.Errorf("the first seed: %w", err)
	}
	schedules, err := strconv.Atoi(args[1])
	if err != nil {
		return fmt.Errorf("the number of schedules: %w", err)
	}
	options := suite.Options{FirstSeed: seed, Schedules: schedules, All: args[2] == "1"}
	if schedules == 0 {
		options.Schedules = -1 // of the suite's: none
	}
	var lost error
	options.Progress = func(done, of int, r suite.Result) {
		if err := post(resultMessage{"result", done, of, viewOf(&r)}); err != nil {
			lost = err
		}
	}
	report, err := suite.Judge(context.Background(), host, options)
	if err != nil {
		return err
	}
	message := reportMessage{Kind: "report", Passed: report.Passed, Known: orEmpty(report.Known),
		Warnings: orEmpty(report.Warnings), Snapshots: report.Snapshots, Results: []resultView{}}
	for i := range report.Results {
		message.Results = append(message.Results, viewOf(&report.Results[i]))
	}
	if err := post(message); err != nil {
		return err
	}
	return lost
}

func orEmpty(list []string) []string { return append([]string{}, list...) }

// post sends a message to the page, as JSON text.
func post(message any) error {
	_, err := safejs.Global().Call("postMessage", string(protocol.Encode(message)))
	return err
}

func viewOf(r *suite.Result) resultView {
	return resultView{
		Name: r.Name, Title: r.Title, Seed: strconv.FormatUint(r.Seed, 10), Passed: r.Passed, Verdict: r.Verdict(),
		Property: r.Property, PropertyName: r.PropertyName, Section: r.Section, Sentence: r.Sentence,
		Scenario: r.Scenario, Small: r.Small, SmallCommands: r.SmallCommands, SmallMinimal: r.SmallMinimal,
		Events: r.Events, Hash: r.Hash,
	}
}
