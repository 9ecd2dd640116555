package plaintext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cut ends a text that was too long.
const cut = "…"

// Line is a text as one line of at most limit characters. A control character, such as the beginning of an escape
// sequence or the end of a line, becomes a space; marks that change the direction of writing, and other characters that
// nobody sees, are left out; so are bytes that are no characters.
func Line(text string, limit int) string { return clean(text, limit, false) }

// Lines is Line for a text of several lines.
func Lines(text string, limit int) string { return clean(text, limit, true) }

func clean(text string, limit int, lines bool) string {
	var b strings.Builder
	count, wide := 0, false
	for _, c := range text {
		switch {
		case (c == '\n' || c == '\t') && lines:
		case c == utf8.RuneError || unicode.In(c, unicode.Cf, unicode.Co, unicode.Cs):
			continue
		case unicode.IsControl(c) || unicode.In(c, unicode.Zl, unicode.Zp):
			// Several in a row, such as a line break of two characters, are one space.
			if wide {
				continue
			}
			wide, c = true, ' '
			if count++; count > limit {
				return b.String() + cut
			}
			b.WriteRune(c)
			continue
		}
		wide = false
		if count++; count > limit {
			return b.String() + cut
		}
		b.WriteRune(c)
	}
	return strings.TrimRight(b.String(), " \n")
}
