//go:build !unix

package runfile

import "os"

func locked(path string) (*os.File, error) { return os.Create(path) }

// abandoned is never known on this system.
func abandoned(string) bool { return false }
