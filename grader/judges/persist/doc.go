// Package persist judges WhatToSave and Restore by what a disk gives after a crash: that, and nothing else, is what the
// paper asks for.
//
// # Never
//
// It does not look at the form of a record: a record may hold more than is needed.
package persist
