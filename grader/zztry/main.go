package main

import (
	"context"
	"fmt"
	"os"
	"time"

	judge "raftlab/grader/whole"
)

func main() {
	b, _ := os.ReadFile(os.Args[1])
	t := time.Now()
	r, err := judge.Judge(context.Background(), b, judge.Options{All: true, Shrink: -1, Progress: func(d, of int, r judge.Result) {
		if !r.Passed {
			fmt.Println(d, of, r.Name, r.Property, r.Sentence)
		}
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	n := uint64(0)
	for _, x := range r.Results {
		n += x.Events
	}
	fmt.Println(len(r.Failed), "of", len(r.Results), r.Known, r.Warnings, n, time.Since(t))
}
