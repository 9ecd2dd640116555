// Package wire reads and writes the one byte format that Raft Lab uses everywhere: unsigned
// varints, and byte strings that carry their length in front.
//
// Messages, disk records and the talk between the lab and a guest are all made of these two
// things, so they are written and checked once. There is exactly one way to write a value: a
// Reader refuses a varint that is longer than it needs to be and bytes that are left over, so
// that for every format built here decode(b) succeeds only if encode(decode(b)) is b again. That
// is what makes the bytes comparable between hosts.
//
// # Never
//
// The package never allocates by what a length field claims: a length is compared with the bytes
// that are really there first. It never panics on input from outside, and knows nothing of Raft.
package wire
