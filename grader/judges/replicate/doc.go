// Package replicate judges AppendEntriesTo and HandleAppendEntriesReply: one message, one answer, and both in turn with
// a follower until the logs agree. matchIndex is knowledge and has one right value; nextIndex is a guess, and is judged
// by its bounds.
//
// # Never
//
// It does not require the fastest repair: one step back at a time is also right.
package replicate
