package yield_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/wasm/whole/yield"
)

func TestWhoListensIsCalledAtEachPlace(t *testing.T) {
	yield.Here() // nobody listens yet
	calls := 0
	yield.To(func() { calls++ })
	t.Cleanup(func() { yield.To(nil) })
	yield.Here()
	yield.Here()
	assert.Equal(t, 2, calls)
}
