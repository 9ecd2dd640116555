// Package protocols defines the methods of a protocol that the lab can play. A scenario chooses one of a Set with its
// setup verb `protocol`; the default is the first of the set.
//
//	set := known.Protocols()
//	protocol, err := set.Of(scenario)
//	runner, err := story.NewRunner(scenario, protocol.New(), set, nil) // the set is a lab.Host, too
//
// Hosts, guests, the page's session, the command and the lessons use it. A new protocol is a package of its own and
// one line in package known.
//
// # Never
//
// It knows no protocol: it reads no message, configuration part or view.
package protocols
