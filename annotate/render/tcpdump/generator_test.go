package tcpdump

import (
	"math/rand/v2"
	"slices"

	"tcpshake/decode/craft"
)

// generator makes random packets, right and wrong, the same for the same seed.
// It leans towards the values at which a printer decides something.
type generator struct {
	*rand.Rand
}

func newGenerator(seed uint64) generator {
	return generator{rand.New(rand.NewPCG(seed, 0))}
}

// capture returns n frames of a link type, each a second or so after the one
// before.
func (g generator) capture(linkType, n int) *craft.Capture {
	c := &craft.Capture{LinkType: linkType, SnapLen: 1 << 18}
	at := int64(1_600_000_000_000_000_000)
	for range n {
		at += g.Int64N(2_000_000_000) - 200_000_000
		b := g.damage(g.link(linkType))
		wire := len(b)
		switch {
		case g.oneIn(4):
			b = b[:1+g.IntN(len(b))]
			wire += g.IntN(3) * g.IntN(3)
		case g.oneIn(30):
			wire += g.IntN(60)
		}
		c.Frames = append(c.Frames, craft.Frame{Time: at, Data: b, Len: wire})
	}
	return c
}

// oneIn is true one time in n.
func (g generator) oneIn(n int) bool { return g.IntN(n) == 0 }

// pick returns one of the values.
func pick[T any](g generator, values ...T) T { return values[g.IntN(len(values))] }

// bytes returns n random bytes.
func (g generator) bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(g.Uint32())
	}
	return b
}

// damage changes bytes of one frame in four, more often near its beginning,
// where the headers are.
func (g generator) damage(b []byte) []byte {
	if !g.oneIn(4) {
		return b
	}
	b = slices.Clone(b)
	for range 1 + g.IntN(4) {
		i := g.IntN(min(len(b), 90))
		if g.oneIn(2) {
			b[i] ^= 1 << g.IntN(8)
		} else {
			b[i] = byte(g.Uint32())
		}
	}
	return b
}
