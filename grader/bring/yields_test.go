package bring

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const someCode = `package p

import "sync"

type T struct{ mu sync.Mutex }

func (t *T) f(c, d chan int) int {
	t.mu.Lock()
	t.mu.Unlock()
	defer t.mu.Unlock()
	go func() { c <- 1 }()
	x := <-c
	<-d
	select {
	case y := <-c: d <- y
	default: t.mu.Unlock()
	}
	if z := <-c; z > 0 { return z }
	return x
}
`

func TestYieldsStandAtLocksChannelsAndGoroutines(t *testing.T) {
	s, err := parse("a.go", "a.go", []byte(someCode))
	require.NoError(t, err)
	s.addYields()
	const here = "yield_of_the_lab.Here()"
	assert.Equal(t, `package p; import yield_of_the_lab "raftlab/wasm/whole/yield"

import "sync"

type T struct{ mu sync.Mutex }

func (t *T) f(c, d chan int) int {
	t.mu.Lock()
	t.mu.Unlock(); `+here+`
	defer t.mu.Unlock()
	go func() { `+here+`; c <- 1 }(); `+here+`
	`+here+`; x := <-c
	`+here+`; <-d
	`+here+`; select {
	case y := <-c: `+here+`; d <- y
	default: t.mu.Unlock(); `+here+`
	}
	if z := <-c; z > 0 { return z }
	return x
}
`, string(s.edited()))
}

func TestAFileWithoutSuchPlacesStaysAsItIs(t *testing.T) {
	const text = "package p\n\nfunc f() int { return 1 }\n"
	s, err := parse("a.go", "a.go", []byte(text))
	require.NoError(t, err)
	s.addYields()
	assert.Equal(t, text, string(s.edited()))
}

// TestColumnsAreThePersons: what the compiler says about the edited line is said about the person's.
func TestColumnsAreThePersons(t *testing.T) {
	s, err := parse("a.go", "a.go", []byte("package p\n\nfunc f(c chan int) { c <- 1; c <- 2 }\n"))
	require.NoError(t, err)
	s.addYields()
	const line = `func f(c chan int) { yield_of_the_lab.Here(); c <- 1; yield_of_the_lab.Here(); c <- 2 }`
	require.Contains(t, string(s.edited()), line)
	for column, want := range map[int]int{
		1: 1, 21: 21, 22: 22, 40: 22, 46: 22, 47: 22, 48: 23, 53: 28, 55: 30, 70: 30, 80: 30, len(line) + 1: 38,
	} {
		assert.Equal(t, want, s.column(3, column), "column %d", column)
	}
	assert.Equal(t, 9, s.column(1, 9))
	assert.Equal(t, 4, s.column(99, 4))
}
