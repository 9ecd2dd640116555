//go:build !unix

package results

// syncFolder does nothing: a folder cannot be synced on this system.
func syncFolder(string) error { return nil }
