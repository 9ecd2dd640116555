// Command program does what needs the tables of its functions: it recovers, grows its stack, collects, and names a
// caller. At its end it panics.
package main

import (
	"fmt"
	"runtime"
)

type shape interface{ area() int }

type square struct{ side int }

func (s square) area() int { return s.side * s.side }

// recovered is inlined into a deferred wrapper.
func recovered(into *string) {
	if reason := recover(); reason != nil {
		*into = fmt.Sprint(reason)
	}
}

func divide(a, b int) (reason string) {
	defer recovered(&reason)
	return fmt.Sprint(a / b)
}

//go:noinline
func deep(n int, keep *[4]*int) int {
	var local [4]*int
	for i := range local {
		local[i] = new(int)
		*local[i] = n + i
	}
	if n == 0 {
		runtime.GC()
		return *keep[0]
	}
	return deep(n-1, &local) + *local[3] - *local[2]
}

//go:noinline
func caller() string {
	at, _, _, _ := runtime.Caller(1)
	return runtime.FuncForPC(at).Name()
}

//go:noinline
func fall(s shape) { fmt.Println(s.area()) }

func main() {
	fmt.Println(divide(6, 3), divide(1, 0))
	fmt.Println(deep(20_000, nil), caller())
	fall(square{4})
	fall(nil)
}
