package digest

import (
	"encoding/binary"
	"math/bits"
)

// blockSize is how many bytes one block has (FIPS 180-4 §5.2.1).
const blockSize = 64

// lengthAt is where the last block holds the number of bits (§5.1.1).
const lengthAt = blockSize - 8

// initial is the hash before the first block: the first 32 bits of the fractions of the square roots of the
// first eight primes (§5.3.3).
var initial = [8]uint32{
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
}

// constants are the first 32 bits of the fractions of the cube roots of the first 64 primes (§4.2.2).
var constants = [blockSize]uint32{
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
}

// portable is SHA-256 without processor instructions and without crypto.
type portable struct {
	state [8]uint32
	// The first size%blockSize bytes of rest wait until a block is full.
	rest [blockSize]byte
	size uint64
}

func newPortable() *portable { return &portable{state: initial} }

func portableSum(b []byte) [Size]byte {
	p := newPortable()
	p.take(b)
	return p.sum()
}

// Write adds bytes. It never fails.
func (p *portable) Write(b []byte) (int, error) {
	p.take(b)
	return len(b), nil
}

// Sum appends the sum of the bytes written so far. More may be written afterwards.
func (p *portable) Sum(after []byte) []byte {
	whole := *p
	sum := whole.sum()
	return append(after, sum[:]...)
}

func (p *portable) take(b []byte) {
	waiting := int(p.size % blockSize)
	p.size += uint64(len(b))
	if waiting > 0 {
		taken := copy(p.rest[waiting:], b)
		if waiting+taken < blockSize {
			return
		}
		b = b[taken:]
		p.block(&p.rest)
	}
	for ; len(b) >= blockSize; b = b[blockSize:] {
		p.block((*[blockSize]byte)(b))
	}
	copy(p.rest[:], b)
}

// sum ends the message: a bit that is set, zeros, and the number of its bits (§5.1.1).
func (p *portable) sum() (sum [Size]byte) {
	end := [blockSize + lengthAt + 8]byte{0x80}
	padding := end[:1+(blockSize+lengthAt-1-p.size%blockSize)%blockSize]
	p.take(binary.BigEndian.AppendUint64(padding, 8*p.size))
	for i, word := range p.state {
		binary.BigEndian.PutUint32(sum[4*i:], word)
	}
	return sum
}

// block hashes one block; the letters are those of §6.2.2.
func (p *portable) block(m *[blockSize]byte) {
	var w [blockSize]uint32
	for t := range 16 {
		w[t] = binary.BigEndian.Uint32(m[4*t:])
	}
	for t := 16; t < blockSize; t++ {
		x, y := w[t-15], w[t-2]
		w[t] = w[t-16] + (bits.RotateLeft32(x, -7) ^ bits.RotateLeft32(x, -18) ^ x>>3) +
			w[t-7] + (bits.RotateLeft32(y, -17) ^ bits.RotateLeft32(y, -19) ^ y>>10)
	}
	s := &p.state
	a, b, c, d, e, f, g, h := s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]
	for t := range blockSize {
		t1 := h + (bits.RotateLeft32(e, -6) ^ bits.RotateLeft32(e, -11) ^ bits.RotateLeft32(e, -25)) +
			(e&f ^ ^e&g) + constants[t] + w[t]
		t2 := (bits.RotateLeft32(a, -2) ^ bits.RotateLeft32(a, -13) ^ bits.RotateLeft32(a, -22)) + (a&b ^ a&c ^ b&c)
		a, b, c, d, e, f, g, h = t1+t2, a, b, c, d+t1, e, f, g
	}
	for i, word := range [8]uint32{a, b, c, d, e, f, g, h} {
		s[i] += word
	}
}
