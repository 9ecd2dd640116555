// Package whole is the vocabulary between a whole server in its guest and the lab: what a server is told when it
// starts, what servers send each other, what is on a disk, and what a server shows.
//
//	Config   what a server is told when it starts (config.go)
//	Message  a call or a reply on its way (message.go)
//	Saved    what a persister was last given (saved.go)
//	Command  what a client asks for, as the servers' logs hold it (command.go)
//	View     what a server shows after a step (view.go)
//	Shown    what a person sees of the program besides (shown.go)
//
// # Never
//
// It knows neither the program nor the host: bytes go in, and bytes come out. No clock, no goroutine, no floating
// point.
package whole
