package gradebook

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
	"unicode"

	"raftlab/grader/plaintext"
)

// The elements of JUnit's XML, in the order of the schema of Apache Ant's reports.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Package    string          `xml:"package,attr"`
		ID         int             `xml:"id,attr"`
		Timestamp  string          `xml:"timestamp,attr"`
		Hostname   string          `xml:"hostname,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		Out        string          `xml:"system-out"`
		Err        string          `xml:"system-err"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name      string     `xml:"name,attr"`
		ClassName string     `xml:"classname,attr"`
		Time      string     `xml:"time,attr"`
		Error     *junitWhat `xml:"error"`
		Failure   *junitWhat `xml:"failure"`
	}
	junitWhat struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// exportJUnit writes one file for the class, with a suite for each student and exercise.
func exportJUnit(b *book, _ Options) error {
	b.Files["junit.xml"] = junit(b.results)
	return nil
}

// junitOne is the file of one student.
func junitOne(r result, _ Options) []byte { return junit([]result{r}) }

func junit(all []result) []byte {
	suites := junitSuites{}
	for _, r := range all {
		for _, row := range r.rows {
			one, _ := r.of(row.Exercise)
			suite := junitSuiteOf(one)
			suite.ID = len(suites.Suites)
			suites.Suites = append(suites.Suites, suite)
		}
	}
	text, err := xml.MarshalIndent(suites, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("gradebook: a result is no XML: %v", err))
	}
	return []byte(xml.Header + string(text) + "\n")
}

// junitSuiteOf is the suite of one file.
func junitSuiteOf(r result) junitSuite {
	row := r.rows[0]
	name := token(cmp.Or(r.student.Shown(), "this submission"))
	s := junitSuite{
		Name: token(row.Exercise + " of " + name), Package: token("raftlab." + row.Exercise),
		Timestamp: later(r.ended, time.Unix(0, 0)).UTC().Format("2006-01-02T15:04:05"), Hostname: "localhost",
		Time: seconds(row.Took), Out: text(r.report(reportMax)),
	}
	property := func(name string, value any) {
		s.Properties = append(s.Properties, junitProperty{name, text(fmt.Sprint(value))})
	}
	property("student", r.student.ID)
	property("exercise", row.Exercise)
	property("verdict", verdictOf(row))
	if row.Marks != nil {
		property("points", row.Marks.Points)
	}
	property("of", r.assignment.Points())
	property("file", row.File)
	property("seed", row.Seed)
	property("schedules", row.Schedules)
	property("grader", r.by.Hash)
	for _, c := range r.checks(reportMax) {
		s.add(c, name)
	}
	return s
}

// add adds a case. A failure is what a check asserts; an error is that nothing could be asserted: a file that does not
// compile or is refused, a rule that panics, a check without a verdict, and a machine that could not judge.
func (s *junitSuite) add(c check, student string) {
	one := junitCase{Name: token(c.number + " " + c.name), ClassName: token(s.Package + "." + student), Time: "0.000"}
	what := &junitWhat{Message: token(firstLine(c.detail)), Type: token(string(c.verdict)), Text: text(c.detail)}
	switch outcomeOf(c.verdict) {
	case failed:
		one.Failure = what
		s.Failures++
	case errored:
		one.Error = what
		s.Errors++
	}
	s.Tests++
	s.Cases = append(s.Cases, one)
}

// later is the later of two times: some readers do not know the year of the zero time.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// seconds is a duration as a decimal number.
func seconds(d time.Duration) string {
	return fmt.Sprintf("%d.%03d", d/time.Second, d%time.Second/time.Millisecond)
}

func firstLine(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	return first
}

// text has no character that XML does not know.
func text(s string) string {
	return strings.Map(func(c rune) rune {
		if c == '\n' || c == '\t' || c >= ' ' && c != unicode.ReplacementChar && c != 0xfffe && c != 0xffff {
			return c
		}
		return -1
	}, plaintext.Lines(s, reportMax))
}

// token is a text in one line, without spaces at its ends or two in a row: what a schema calls a token. It is not
// empty.
func token(s string) string {
	if words := strings.Join(strings.Fields(text(s)), " "); words != "" {
		return words
	}
	return "unnamed"
}
