package digest

// New is the hash of nothing yet.
func New() Hash { return newPortable() }

// Sum is the sum of these bytes.
func Sum(b []byte) [Size]byte { return portableSum(b) }
