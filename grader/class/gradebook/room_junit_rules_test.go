package gradebook_test

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
)

// autolabKeys is what Autolab puts quotes around in the last line, wherever it is.
var autolabKeys = regexp.MustCompile(`([a-zA-Z0-9]+):`)

func matching(pattern string) kind {
	re := regexp.MustCompile(pattern)
	return func(value any) string {
		if text, ok := value.(string); !ok || !re.MatchString(text) {
			return fmt.Sprintf("%v does not match %s", value, pattern)
		}
		return ""
	}
}

var isUTC = matching(`^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$`)

// roomRules are those of the schema classroom50/result/v1, and of the collector that reads it.
var roomRules = asJSON(object(false, map[string]field{
	"schema": {true, oneOf("classroom50/result/v1")}, "classroom": {true, isFilled}, "assignment": {true, isFilled},
	"assignment_type": {true, oneOf("individual", "group", "team")}, "owner": {true, isFilled},
	"submission": {true, matching(`^submit/`)}, "commit": {true, isFilled}, "release": {true, isFilled},
	"review": {true, isFilled}, "datetime": {true, isUTC}, "graded_at": {false, isUTC}, "score": {true, isCount},
	"max-score": {true, isCount},
	"submitted_by": {false, object(false, map[string]field{
		"username": {true, isFilled}, "id": {false, either(isNull, isCount)},
	})},
	"tests": {true, list(object(true, map[string]field{
		"test-name": {true, isFilled}, "passed": {true, isTruth}, "score": {true, isCount},
		"max-score": {true, isCount},
	}))},
}), func(o map[string]any) string {
	all := append([]any{o}, o["tests"].([]any)...)
	for _, v := range all {
		if one := v.(map[string]any); one["score"].(float64) > one["max-score"].(float64) {
			return "a score is more than its maximum"
		}
	}
	return ""
})

// element is an element of XML with all that it has.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// attrs checks the attributes: each has to be there and to match, and there is no other.
func (e element) attrs(wanted map[string]string) string {
	for name, pattern := range wanted {
		if value := e.attr(name); !regexp.MustCompile(`^(` + pattern + `)$`).MatchString(value) {
			return fmt.Sprintf("%s: %s is %q", e.XMLName.Local, name, value)
		}
	}
	for _, a := range e.Attrs {
		if _, known := wanted[a.Name.Local]; !known {
			return e.XMLName.Local + ": unknown attribute " + a.Name.Local
		}
	}
	return ""
}

// A token has no space at its ends, and no two in a row.
const (
	aToken  = `\S+( \S+)*`
	aNumber = `\d+`
)

// junitRules are those of the schema of Apache Ant's JUnit reports.
func junitRules(text []byte) string {
	var root element
	if err := xml.Unmarshal(text, &root); err != nil {
		return err.Error()
	}
	if root.XMLName.Local != "testsuites" || len(root.Attrs) > 0 {
		return "the root is not testsuites, or has attributes"
	}
	for i, suite := range root.Children {
		if wrong := junitSuite(suite); wrong != "" {
			return wrong
		}
		if suite.attr("id") != fmt.Sprint(i) {
			return "the suites' ids do not count from 0"
		}
	}
	return ""
}

func junitSuite(suite element) string {
	if wrong := suite.attrs(map[string]string{
		"name": aToken, "package": aToken, "id": aNumber, "hostname": aToken, "tests": aNumber, "failures": aNumber,
		"errors": aNumber, "skipped": aNumber, "time": `\d+\.\d+`,
		"timestamp": `\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}`,
	}); wrong != "" {
		return wrong
	}
	order := ""
	count := map[string]int{}
	for _, child := range suite.Children {
		order += child.XMLName.Local + " "
		if child.XMLName.Local != "testcase" {
			continue
		}
		count["tests"]++
		wrong := child.attrs(map[string]string{"name": aToken, "classname": aToken, "time": `\d+\.\d+`})
		if wrong != "" {
			return wrong
		}
		if len(child.Children) > 1 {
			return "a case has several outcomes"
		}
		for _, outcome := range child.Children {
			count[outcome.XMLName.Local]++
			if wrong := outcome.attrs(map[string]string{"message": `(?s).*`, "type": aToken}); wrong != "" {
				return wrong
			}
		}
	}
	if !regexp.MustCompile(`^properties (testcase )*system-out system-err $`).MatchString(order) {
		return "the order is " + order
	}
	for attr, name := range map[string]string{
		"tests": "tests", "failures": "failure", "errors": "error", "skipped": "skipped",
	} {
		if suite.attr(attr) != fmt.Sprint(count[name]) {
			return fmt.Sprintf("%s is %s, and there are %d", attr, suite.attr(attr), count[name])
		}
	}
	for _, property := range suite.Children[0].Children {
		if wrong := property.attrs(map[string]string{"name": aToken, "value": `(?s).*`}); wrong != "" {
			return wrong
		}
	}
	if strings.TrimSpace(suite.Text) != "" {
		return "there is text between the elements"
	}
	return ""
}
