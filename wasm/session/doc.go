// Package session answers the page's requests: it starts a world, lets its time pass, carries out
// what a person does, shows the past, and draws up the frames that the page shows.
//
//	s := session.New(known.Protocols(), live, local)
//	reply := s.Handle(request) // a protocol.Frame, another reply, or a Failure
//
// While a run is played, the world after each step goes on a recording (recording.go), where a step shares with
// the one before what it left as it was. Looking at the past (past.go) takes a moment from there and
// plays nothing. Acting in the past (branch.go) has the live host play the run again up to that moment,
// compares each line with the recording, and goes on from there on a recording of its own. A recorded run, such as
// a trace that somebody sent, is played on the local host at once (start.go); the live host follows
// when the run goes on. Why an event happened (explain.go) is read off the recording, too. Random faults
// (nemesis.go) are typed while time passes; whether the clients' history is linearizable (judge.go) is asked
// of them. It knows no protocol: what a server or a message looks like, its face says (lab/face).
//
// It has no build tag: package main of wasm/engine connects it to the browser, and the tests to
// servers in this process.
//
// # Never
//
// It touches no JavaScript value, starts no goroutine and reads no clock. What is true it asks of
// lab and the protocols; it judges nothing itself.
package session
