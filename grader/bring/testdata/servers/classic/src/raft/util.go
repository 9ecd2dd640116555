package raft

import "log"

const debugging = false

func DPrintf(format string, a ...interface{}) (n int, err error) {
	if debugging {
		log.Printf(format, a...)
	}
	return
}
