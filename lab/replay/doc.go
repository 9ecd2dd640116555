// Package replay reads trace files, plays them again, and compares them.
//
// A trace file carries all that decides its run: seed and rules in its label, the scenario as it was
// written, and each command that was typed, with the moment at which it was. So a file can be
// played again, and must then give the same lines, byte for byte:
//
//	reader, err := replay.NewReader(name, file)
//	run, err := replay.New(reader, stage)      // stage makes the servers that the label asks for
//	err = run.To(37)                           // stop where line 37 has been written, and look
//	err = run.Runner.Continue(commands)        // or go on from there in another way
//	err = run.Finish()                         // or to the end: nil means that all is as recorded
//
// # Parts
//
//	Reader      one line after the other, each checked (reader.go, header.go, line.go)
//	Run         a run that is played again (run.go), and where it comes out otherwise (divergence.go)
//	Compare     two traces side by side (compare.go)
//
// A file is read once, from its beginning to its end, and never held as a whole. Each line is
// checked as it comes; that the file as a whole is what was written, its last line says.
//
// # Never
//
// No file makes it panic, run away or fill the memory: lines, header and events are bounded, and a
// replay does no more than the file tells of. Nothing here knows Raft, opens a file, or asks a clock.
package replay
