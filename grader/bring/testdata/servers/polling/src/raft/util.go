package raft

import (
	"fmt"
	"os"
	"time"
)

type topic string

const (
	dVote topic = "VOTE"
	dLog  topic = "LOG1"
	dDrop topic = "DROP"
)

var verbose = os.Getenv("VERBOSE") != ""

var started = time.Now()

func debug(about topic, format string, a ...any) {
	if verbose {
		fmt.Printf("%06d %s "+format+"\n", append([]any{time.Since(started).Milliseconds(), about}, a...)...)
	}
}
