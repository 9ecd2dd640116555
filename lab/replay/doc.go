// Package replay reads trace files, plays them again, and compares them.
//
// A trace file carries everything that decides its run: seed and rules in its label, the scenario's
// text, and each typed command with its moment. So a file can be played again, and must then give
// the same lines, byte for byte:
//
//	reader, err := replay.NewReader(name, file)
//	run, err := replay.New(reader, stage)      // stage makes the label's servers
//	err = run.To(37)                           // stop after line 37, and look
//	err = run.Runner.Continue(commands)        // or continue in another way
//	err = run.Finish()                         // or to the end: nil means no difference
//
// # Parts
//
//	Reader      reads and checks one line after the other (reader.go, header.go, line.go)
//	Run         a replay (run.go), and its first difference (divergence.go)
//	Compare     two traces side by side (compare.go)
//
// A file is read once, from its beginning to its end, and never held in memory as a whole. Each
// line is checked when it is read. The last line has the hash of the whole file.
//
// # Never
//
// No file makes it panic, run away or fill the memory: lines, header and events are bounded, and a
// replay does no more than the file says. Nothing here knows a protocol, opens a file, or asks a clock.
package replay
