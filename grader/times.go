package grader

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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

// timesInWords is a sentence with long times as people say them. The sentence of a trace has milliseconds, and stays.
// It uses no regular expression: package regexp would be a part of every program that the page links.
func timesInWords(sentence string) string {
	const unit = " ms"
	said := ""
	for {
		before, after, found := strings.Cut(sentence, unit)
		if !found {
			return said + sentence
		}
		head := strings.TrimRight(before, "0123456789")
		millis, err := strconv.ParseInt(before[len(head):], 10, 48)
		// An error is no number, or more milliseconds than any run has. A point is before the end of a decimal number.
		if err != nil || strings.HasSuffix(head, ".") || beginsInWord(after) {
			said += before + unit
		} else {
			said += head + inWords(lab.Duration(millis)*lab.Millisecond)
		}
		sentence = after
	}
}

// beginsInWord reports whether a text begins with the rest of a word.
func beginsInWord(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return text != "" && (unicode.IsLetter(first) || unicode.IsDigit(first))
}
