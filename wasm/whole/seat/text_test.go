package seat

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestAMapIsShownInOrder, since Go's own order is another one each time.
func TestAMapIsShownInOrder(t *testing.T) {
	for want, value := range map[string]any{
		"{}":               map[int]int{},
		"{2:20 3:30 10:1}": map[int]int{10: 1, 3: 30, 2: 20},
		"{a:[1 2] b:[]}":   map[string][]int{"b": nil, "a": {1, 2}},
		"{false:1 true:2}": map[bool]int{true: 2, false: 1},
		"9 pairs":          map[int]int{1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1, 9: 1},
	} {
		assert.Equal(t, want, string(appendText(nil, reflect.ValueOf(value), 0)))
	}
}
