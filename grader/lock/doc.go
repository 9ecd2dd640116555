// Package lock marks a folder as in use, by a file that is locked as long as its owner runs: the end of a process in
// any way takes the lock away.
//
// # Never
//
// It waits for nobody. On systems without such locks a file is never taken for locked, nor for abandoned.
package lock

import "errors"

// ErrTaken is wrapped when somebody else has the lock.
var ErrTaken = errors.New("it is in use")
