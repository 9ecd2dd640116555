package marks

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed misconceptions.txt
var misconceptionsText string

// misconceptions are the titles of known mistakes, by the keys of their causes.
var misconceptions = sync.OnceValue(func() map[string]string {
	titles := map[string]string{}
	for line := range strings.Lines(misconceptionsText) {
		if key, title, found := strings.Cut(strings.TrimSpace(line), "  "); found {
			titles[key] = title
		}
	}
	return titles
})
