// Package sessions judges the rules of sessions: a command is carried out once, however many copies of it are in the
// log (§8, thesis §6.3). It calls each rule with small tables and small clients, and compares what it does with what
// the thesis requires. In clusters, clients ask again and again, and their numbers are the reference's.
//
// # Never
//
// It does not look at the order of a session's results, and at no way of finding them.
package sessions
