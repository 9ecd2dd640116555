//go:build !unix

package witness

// Open notes nothing on this system: the reason does not name the call.
func Open(string) (note func(calls uint64, rule string), err error) {
	return func(uint64, string) {}, nil
}
