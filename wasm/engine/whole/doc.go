// Command whole is the engine for whole servers: somebody's program, which package raftlab/wasm/whole/seat makes a
// guest. Package bus is what it shares with the other engines; its servers are those of package
// raftlab/lab/whole/life. The page fetches it when somebody brings a program.
//
// Run with arguments, it has all servers in this process, and startLearner, a global function, gives each its guest:
//
//	whole judge SEED SCHEDULES ALL   judges the program, and posts each result, and the report, as JSON (judge_js.go)
//	whole play SCENARIO              plays the text of a scenario, and prints the trace's hash and what broke
//	whole bench SCENARIO             plays it, and prints how many steps took how many nanoseconds
//
// # Never
//
// It judges nothing itself, and compiles nothing.
package main
