// Package face is how a protocol's run is shown: what every picture can draw of any server and message, and why
// an event happened. A protocol implements Face; the page, and whoever else draws, reads the neutral half of it.
//
// # Never
//
// It draws nothing, decides nothing and knows no protocol.
package face
