package digest

// New is a hash of no bytes yet.
func New() Hash { return newPortable() }

// Sum is the sum of these bytes.
func Sum(b []byte) [Size]byte { return portableSum(b) }
