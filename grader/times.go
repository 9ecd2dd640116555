package grader

import (
	"fmt"
	"regexp"
	"strconv"

	"raftlab/lab"
)

// inWords is a span of virtual time as people say it: 82 ms, 1.2 s, 20 min. Only whole numbers are computed, so every
// host writes the same.
func inWords(d lab.Duration) string {
	tenths := (d + lab.Second/20) / (lab.Second / 10)
	switch {
	case d < lab.Second:
		return fmt.Sprintf("%d ms", d/lab.Millisecond)
	case tenths%10 > 0 && tenths < 600:
		return fmt.Sprintf("%d.%d s", tenths/10, tenths%10)
	case tenths < 600:
		return fmt.Sprintf("%d s", tenths/10)
	}
	seconds := (d + lab.Second/2) / lab.Second
	if seconds%60 == 0 {
		return fmt.Sprintf("%d min", seconds/60)
	}
	return fmt.Sprintf("%d min %d s", seconds/60, seconds%60)
}

// wholeMillis is a number of milliseconds in a sentence, with what stands before it: not the end of a decimal number.
var wholeMillis = regexp.MustCompile(`(^|[^.\d])(\d+) ms\b`)

// timesInWords is a sentence with long times as people say them. The sentence of a trace has milliseconds, and stays.
func timesInWords(sentence string) string {
	return wholeMillis.ReplaceAllStringFunc(sentence, func(text string) string {
		parts := wholeMillis.FindStringSubmatch(text)
		millis, err := strconv.ParseInt(parts[2], 10, 48)
		if err != nil {
			return text // more milliseconds than any run has
		}
		return parts[1] + inWords(lab.Duration(millis)*lab.Millisecond)
	})
}
