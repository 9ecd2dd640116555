//go:build !unix

package witness

// Open notes nothing on this system: the reason does not name the call.
func Open(string) (note func(calls uint64, rule int), err error) {
	return func(uint64, int) {}, nil
}
