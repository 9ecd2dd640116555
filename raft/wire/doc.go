// Package wire reads and writes the one byte format that Raft Lab uses everywhere: unsigned
// varints, and byte strings that carry their length in front.
//
// Messages, disk records and the calls between the lab and a guest are all made of these two things, so they
// are written and checked once. There is exactly one way to write a value: a Reader refuses a varint that is
// longer than necessary and bytes that are left over. So for every format built here decode(b) succeeds only if
// encode(decode(b)) is b again, and hosts can compare bytes.
//
// # Never
//
// The package never allocates what a length field claims before it has compared the length with the bytes that
// are there. It never panics on input from outside, and knows nothing about Raft.
package wire
