// Package protocols is what a protocol must offer to be played in the lab, and how one is chosen from a set: by the
// setup verb `protocol` of a scenario. Without the verb it is the first of the set.
//
//	set := known.Protocols()
//	protocol, err := set.Of(scenario)
//	runner, err := story.NewRunner(scenario, protocol.New(), set, nil) // the set is a lab.Host, too
//
// Hosts, guests, the page's session, the command and the lessons ask it. A new protocol is a package of its own
// and one line in package known.
//
// # Never
//
// It knows no protocol: it reads no message, configuration part or view.
package protocols
