package digest

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The examples that NIST publishes with FIPS 180-4, and the sum of no bytes.
func TestKnownSums(t *testing.T) {
	for message, sum := range map[string]string{
		"":    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq": "" +
			"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
	} {
		got := portableSum([]byte(message))
		assert.Equal(t, sum, Hex(got[:]), message)
		got = Sum([]byte(message))
		assert.Equal(t, sum, Hex(got[:]), message)
	}
}

// Each length near the border of a block ends the message differently.
func TestEachLengthHasTheSumOfCrypto(t *testing.T) {
	message := bytes.Repeat([]byte("raft lab "), 40)
	for size := range message {
		require.Equal(t, sha256.Sum256(message[:size]), portableSum(message[:size]), "%d bytes", size)
	}
}

func FuzzPiecesHaveTheSumOfCrypto(f *testing.F) {
	f.Add([]byte("abc"), []byte{}, []byte("def"))
	f.Add(make([]byte, 63), make([]byte, 1), make([]byte, 200))
	f.Fuzz(func(t *testing.T, first, second, third []byte) {
		p, crypto, ours := newPortable(), sha256.New(), New()
		for _, piece := range [][]byte{first, second, third} {
			for _, hash := range []Hash{p, crypto, ours} {
				n, err := hash.Write(piece)
				require.NoError(t, err)
				require.Equal(t, len(piece), n)
			}
			// Sum changes nothing.
			require.Equal(t, crypto.Sum([]byte("after ")), p.Sum([]byte("after ")))
			require.Equal(t, crypto.Sum(nil), ours.Sum(nil))
		}
		require.Equal(t, [Size]byte(p.Sum(nil)),
			portableSum(append(append(append([]byte{}, first...), second...), third...)))
	})
}

// A trace's lines have about this length. On WebAssembly the three should be equally fast.
func BenchmarkLine(b *testing.B) {
	line := bytes.Repeat([]byte("x"), 100)
	for _, one := range []struct {
		name string
		hash Hash
	}{{"portable", newPortable()}, {"chosen", New()}, {"crypto", sha256.New()}} {
		b.Run(one.name, func(b *testing.B) {
			b.SetBytes(int64(len(line)))
			for b.Loop() {
				one.hash.Write(line)
			}
		})
	}
}
