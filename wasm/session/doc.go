// Package session answers the page's requests: it starts a world, lets its time pass, carries out
// what a person does, and draws up the frames that the page shows.
//
//	s := session.New(host)
//	reply := s.Handle(request) // a protocol.Frame, Catalogue or Failure
//
// It has no build tag: package main of wasm/engine connects it to the browser, and the tests to
// servers in this process.
//
// # Never
//
// It touches no JavaScript value, starts no goroutine and reads no clock. What is true it asks of
// lab and cluster; it judges nothing itself.
package session
