// Package replicate judges AppendEntriesTo and HandleAppendEntriesReply: one message, one answer, and both in turn with
// a follower until the logs agree. matchIndex is knowledge and has one right value; nextIndex is a guess, and is judged
// by its bounds.
//
// # Never
//
// It does not ask for the fastest repair: one step back at a time is right, too.
package replicate
