package main

import (
	"fmt"
	"strings"

	"raftlab/grader"
	"raftlab/grader/link"
	"raftlab/grader/runfile"
	"raftlab/lab/raftcluster"
)

// addLinks gives each finding in a cluster a link to the page, with the learner's file and the smallest
// scenario inside, at the event that breaks it.
func addLinks(base string, report *grader.ReportJSON, learner *runfile.File) error {
	for i := range report.Findings {
		finding := &report.Findings[i]
		if finding.Smallest == "" {
			continue
		}
		data, err := link.Encode(link.Run{
			Scenario: finding.Smallest, Rules: raftcluster.ReferenceRules, Own: "all", Exercise: report.Exercise,
			Source: string(learner.Source), Title: finding.Check + " (" + finding.Place + ")",
			Event: finding.SmallestEvent,
		})
		if err != nil {
			return err
		}
		finding.Link = link.Address(base, data)
	}
	return nil
}

// links are the lines that follow the text of a report.
func links(report *grader.ReportJSON) string {
	var lines strings.Builder
	for _, finding := range report.Findings {
		if finding.Link != "" {
			fmt.Fprintf(&lines, "  watch it  %s\n", finding.Link)
		}
	}
	return lines.String()
}
