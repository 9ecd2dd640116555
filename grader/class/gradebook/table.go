package gradebook

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// table is a file of values between separators, with the place of each cell: so a cell is filled in and every other
// byte stays as it is, the mark at the beginning, quotes and line ends included.
type table struct {
	text      []byte
	separator byte
	rows      [][]cell
	changes   []change
}

// cell is a value, and the bytes that stand for it, with its quotes.
type cell struct {
	value      string
	start, end int
}

// change puts bytes in the place of a cell.
type change struct {
	start, end int
	value      string
}

// mark is what some programs write at the beginning of a text in UTF-8.
const mark = "\ufeff"

// maxTable bounds an instructor's file, far above what a course has.
const maxTable = 32 << 20

// readTable reads a file with the separator that it has: that of the two which gives its first lines the same number of
// cells, and more of them, as Canvas decides.
func readTable(text []byte) (*table, error) {
	switch {
	case len(text) > maxTable:
		return nil, fmt.Errorf("the file has more than %d MB", maxTable>>20)
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")), !utf8.Valid(text):
		return nil, errors.New("the file is not in UTF-8: save it again as “CSV UTF-8”, or export it again")
	case bytes.IndexByte(text, 0) >= 0, bytes.HasPrefix(text, []byte("PK")):
		return nil, errors.New("the file is no text with values between commas, but perhaps a workbook: " +
			"export a CSV file")
	}
	t := &table{text: text, separator: ','}
	if consistent(text, ';') > max(consistent(text, ','), 1) {
		t.separator = ';'
	}
	var err error
	t.rows, err = split(text, t.separator, -1)
	if err == nil && len(t.rows) == 0 {
		err = errors.New("the file is empty")
	}
	return t, err
}

// consistent is how many cells each of the first three rows has, 0 if they differ.
func consistent(text []byte, separator byte) int {
	rows, err := split(text, separator, 3)
	if err != nil || len(rows) == 0 {
		return 0
	}
	for _, row := range rows {
		if len(row) != len(rows[0]) {
			return 0
		}
	}
	return len(rows[0])
}

// split gives the cells of at most so many rows, all if it is negative. A row without any character is left out.
func split(text []byte, separator byte, most int) ([][]cell, error) {
	var rows [][]cell
	at, line := 0, 1
	if bytes.HasPrefix(text, []byte(mark)) {
		at = len(mark)
	}
	for at < len(text) && len(rows) != most {
		var row []cell
		for {
			c, err := cellAt(text, at, separator)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", line, err)
			}
			line += bytes.Count(text[c.start:c.end], []byte("\n"))
			row = append(row, c)
			if at = c.end; at >= len(text) || text[at] != separator {
				break
			}
			at++
		}
		if at < len(text) && text[at] == '\r' {
			at++
		}
		if at < len(text) && text[at] == '\n' {
			at, line = at+1, line+1
		}
		if len(row) > 1 || row[0].end > row[0].start {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// cellAt reads the cell that starts there. A quote only counts at its beginning.
func cellAt(text []byte, start int, separator byte) (cell, error) {
	if start >= len(text) || text[start] != '"' {
		end := start
		for end < len(text) && text[end] != separator && text[end] != '\n' && text[end] != '\r' {
			end++
		}
		return cell{string(text[start:end]), start, end}, nil
	}
	var value []byte
	for at := start + 1; at < len(text); at++ {
		if text[at] != '"' {
			value = append(value, text[at])
			continue
		}
		if at+1 < len(text) && text[at+1] == '"' {
			value, at = append(value, '"'), at+1
			continue
		}
		if at++; at < len(text) && text[at] != separator && text[at] != '\n' && text[at] != '\r' {
			return cell{}, errors.New("a value goes on behind its quotes; is the file cut or changed?")
		}
		return cell{string(value), start, at}, nil
	}
	return cell{}, errors.New("a value in quotes does not end; is the file cut?")
}

// value is that of a cell, without spaces around it, "" where a row is short.
func (t *table) value(row, column int) string {
	if column < 0 || row >= len(t.rows) || column >= len(t.rows[row]) {
		return ""
	}
	return strings.TrimSpace(t.rows[row][column].value)
}

// column is the number of the column whose heading is one of those, in any case, and -1 without one.
func (t *table) column(headings ...string) int {
	return slices.IndexFunc(t.rows[0], func(c cell) bool {
		return slices.ContainsFunc(headings, func(h string) bool {
			return strings.EqualFold(strings.TrimSpace(c.value), strings.TrimSpace(h))
		})
	})
}

// headings are the values of the first row, for a message.
func (t *table) headings() string {
	var all []string
	for i := range t.rows[0] {
		if v := t.value(0, i); v != "" {
			all = append(all, fmt.Sprintf("%q", v))
		}
	}
	return strings.Join(all, ", ")
}

// set fills in a number. A number needs no quotes, and no spreadsheet takes it for a formula.
func (t *table) set(row, column, number int) {
	c := t.rows[row][column]
	t.changes = append(t.changes, change{c.start, c.end, fmt.Sprint(number)})
}

// has reports whether a row has that column. Only such a cell can be filled in.
func (t *table) has(row, column int) bool { return column < len(t.rows[row]) }

// filled is the file with what was set.
func (t *table) filled() []byte {
	slices.SortFunc(t.changes, func(a, b change) int { return a.start - b.start })
	var out []byte
	at := 0
	for _, c := range t.changes {
		out = append(append(out, t.text[at:c.start]...), c.value...)
		at = c.end
	}
	return append(out, t.text[at:]...)
}
