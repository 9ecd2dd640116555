// Package persist judges WhatToSave and Restore by the state that the disk gives after a crash. The paper requires
// nothing else.
//
// # Never
//
// It does not look at the form of a record: a record may hold more than is needed.
package persist
