// Package face is the visible side of a protocol's run: the parts of any server and message that every picture can
// draw, and the reasons of events. A protocol implements Face; the page and other pictures read its neutral half.
//
// # Never
//
// It draws nothing, decides nothing and knows no protocol.
package face
