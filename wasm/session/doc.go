// Package session answers the page's requests: it starts a world, lets its time pass, carries out
// a person's actions, shows the past, and draws the frames that the page shows.
//
//	s := session.New(known.Protocols(), stories, live, local)
//	reply := s.Handle(request) // a protocol.Frame, another reply, or a Failure
//
// While a run is played, the world after each step goes on a recording (recording.go), whose steps share their
// equal parts. Showing the past (past.go) takes a moment from the recording and plays nothing. Acting in the past
// (branch.go) replays the run on the live host up to that moment, compares each line with the recording, and
// continues on a recording of its own. A recorded run, such as a trace from somebody else, is played at once on
// the local host (start.go); the live host follows when the run continues. The reason of an event (explain.go)
// comes from the recording, too. Random faults, and clients that write by themselves, are typed while time passes
// (typists.go). The history of the clients is judged on request (judge.go). A protocol's face (lab/face) shows its
// servers and messages.
//
// It has no build tag: package bus of wasm/engine connects it to the browser, and the tests to
// servers in this process.
//
// # Never
//
// It touches no JavaScript value, starts no goroutine and reads no clock. It knows no protocol, and
// judges nothing itself: the lab and the protocols do.
package session
