// Package servertest makes go test the practice for the exercise that is a whole server.
//
//	func TestNode(t *testing.T) { servertest.Run(t, written) }
//
// It judges the server in the folder of the test, as raftlab bring does: each situation and a few random schedules.
//
// # Never
//
// It judges nothing itself. Only tests import it.
package servertest
