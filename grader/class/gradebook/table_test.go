package gradebook

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzTable: a file is read as Go's own library reads it, and what is not set stays as it is.
func FuzzTable(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "\ufeffa;b\r\n\"x\"\"y\r\nz\";2", "a\r\rb", ",\n,,\n", "\"\",\"\n", "x\"y,z", "\n\n,", "\"a\"b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, err := readTable([]byte(text))
		if err != nil {
			return
		}
		assert.True(t, utf8.ValidString(text))
		assert.Equal(t, text, string(table.filled()), "nothing was set")

		reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, mark)))
		reader.Comma, reader.FieldsPerRecord = rune(table.separator), -1
		// The library keeps a CR that no LF follows, and drops one before an LF in quotes.
		if rows, err := reader.ReadAll(); err == nil && !strings.Contains(text, "\r") {
			require.Len(t, table.rows, len(rows))
			for i := range rows {
				var values []string
				for _, c := range table.rows[i] {
					values = append(values, c.value)
				}
				assert.Equal(t, rows[i], values)
			}
		}

		last := len(table.rows) - 1
		c := table.rows[last][0]
		table.set(last, 0, 42)
		filled := table.filled()
		assert.True(t, bytes.HasPrefix(filled, []byte(text)[:c.start]))
		assert.True(t, bytes.HasSuffix(filled, []byte(text)[c.end:]))
		assert.Len(t, filled, len(text)-(c.end-c.start)+2)
	})
}
